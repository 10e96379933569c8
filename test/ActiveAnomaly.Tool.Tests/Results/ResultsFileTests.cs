namespace ActiveAnomaly.Tool.Results;

[TestClass]
public sealed class ResultsFileTests
{
    private static readonly ResultsSchema<Row> Schema = new(
        "tests",
        [new("name", row => row.Name), new("count", row => row.Count), new("share", row => row.Share), new("is_first", row => row.IsFirst)],
        cells => new Row(cells.Text("name"), cells.Whole("count"), cells.NumberOrNull("share"), cells.Truth("is_first")));

    [TestMethod]
    public void Write_Rows_WritesThemBelowTheirSettings()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("sub", "r.csv");
        new ResultsFile<Row>(path, Schema, new ResultsSettings(("seed", "1"), ("left-out", null), ("kind", "a: b")))
            .Write([new("x", 1, 0.1, true), new("y", -2, null, false)]);

        Assert.AreEqual(
            "# active-anomaly: tests\n# seed: 1\n# kind: a: b\nname,count,share,is_first\nx,1,0.1,1\ny,-2,,0\n", File.ReadAllText(path));
        CollectionAssert.AreEqual(
            (string[])["r.csv"], Directory.GetFileSystemEntries(folder.File("sub")).Select(Path.GetFileName).ToArray());
    }

    [TestMethod]
    public void NameTables_TableOfThatNameInTheFileIsAnother_IsRefused()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("r.csv");
        var first = new ResultsFile<Row>(path, Schema, new ResultsSettings(("seed", "1")));
        first.NameTables([("a: b", "2 x 3, hash 1"), ("c", "4 x 5")]);
        first.Write([new("x", 1, 0.1, true)]);
        Assert.StartsWith(
            "# active-anomaly: tests\n# seed: 1\n# table a%3A%20b: 2 x 3, hash 1\n# table c: 4 x 5\n", File.ReadAllText(path));

        var other = new ResultsFile<Row>(path, Schema, new ResultsSettings(("seed", "1")));
        other.Read();
        var refused = Assert.ThrowsExactly<InputException>(() => other.NameTables([("a: b", "2 x 3, hash 2")]));
        Assert.Contains("table a%3A%20b is '2 x 3, hash 1' in the file and '2 x 3, hash 2' now", refused.Message);

        // The same table, or one beside it, is none; of those that rows in the file are of nothing is forgotten.
        var same = new ResultsFile<Row>(path, Schema, new ResultsSettings(("seed", "1")));
        var rows = same.Read();
        same.NameTables([("d", "6 x 7"), ("c", "4 x 5")]);
        same.Write(rows);
        var (settings, _) = ResultsFile<Row>.Read(path, Schema);
        CollectionAssert.AreEquivalent(
            (string[])["seed", "table a%3A%20b", "table c", "table d"], settings.Pairs.Select(pair => pair.Key).ToArray());

        // A file that is written anew may be of anything.
        var anew = new ResultsFile<Row>(path, Schema, new ResultsSettings(("seed", "1")));
        anew.NameTables([("c", "9 x 9")]);
        anew.Write([]);
        Assert.HasCount(2, ResultsFile<Row>.Read(path, Schema).Settings.Pairs);
    }

    /// <summary>Any text comes back as it was, from rows and from settings.</summary>
    [TestMethod]
    [DataRow("a,b")]
    [DataRow("say \"so\"")]
    [DataRow("# no comment")]
    [DataRow("two\nlines\r\nthree")]
    [DataRow("C:\\new\\rows")]
    [DataRow(" blanks ")]
    [DataRow("")]
    public void Read_AnyText_GivesItBack(string text)
    {
        using var folder = new TemporaryFolder();
        var file = new ResultsFile<Row>(folder.File("r.csv"), Schema, new ResultsSettings(("setting", text), ("other", "1")));
        Row[] rows = [new(text, 1, double.NaN, true), new("z", 2, 1.0 / 3, false)];
        file.Write(rows);

        CollectionAssert.AreEqual(rows, file.Read());
        Assert.AreEqual(text, ResultsFile<Row>.Read(folder.File("r.csv"), Schema).Settings["setting"]);
    }

    /// <summary>Programs that take a number sign for the beginning of a comment do not look into quotes.</summary>
    [TestMethod]
    public void Write_NumberSign_IsQuoted()
    {
        using var folder = new TemporaryFolder();
        new ResultsFile<Row>(folder.File("r.csv"), Schema, new ResultsSettings()).Write([new("set #1", 1, null, false)]);

        Assert.AreEqual("\"set #1\",1,,0", File.ReadAllLines(folder.File("r.csv"))[^1]);
    }

    /// <summary>A spreadsheet that saves the file ends its lines with two characters.</summary>
    [TestMethod]
    public void Read_WindowsLineEnds_AreTheSame()
    {
        using var folder = new TemporaryFolder();
        folder.Write("r.csv", "# active-anomaly: tests\r\n# seed: 1\r\nname,count,share,is_first\r\nx,1,,0\r\n");
        var (settings, rows) = ResultsFile<Row>.Read(folder.File("r.csv"), Schema);

        Assert.AreEqual("1", settings["seed"]);
        CollectionAssert.AreEqual((Row[])[new("x", 1, null, false)], rows);
    }

    [TestMethod]
    [DataRow("# active-anomaly: tests\n# seed: 1\nname,count,share\n", "lacks the columns is_first", "name,count,share,is_first")]
    [DataRow("# active-anomaly: tests\n# seed: 1\nname,share,count,is_first\n", "another order (name,share,count,is_first)")]
    [DataRow("# active-anomaly: others\n# seed: 1\nname,count,share,is_first\n", "'others'", "'tests'")]
    [DataRow("# active-anomaly: tests\n# seed: 1\nname,count,share,is_first\nx,1,,0,9\n", "Line 4", "5 fields", "4 are expected")]
    [DataRow("# active-anomaly: tests\n# seed: 1\nname,count,share,is_first\nx,1,,0\nx,one,,0\n", "Line 5", "'one' in count", "whole")]
    [DataRow("# active-anomaly: tests\n# seed: 1\nname,count,share,is_first\n\"x\ny\",1,,0\nx,1,a,0\n", "Line 6", "'a' in share")]
    [DataRow("# active-anomaly: tests\n# seed: 2\nname,count,share,is_first\n", "seed is '2' in the file and '1' now")]
    [DataRow("# active-anomaly: tests\nname,count,share,is_first\n", "seed is not set in the file and '1' now")]
    [DataRow("# active-anomaly: tests\n# seed: 1\n# b: 3\nname,count,share,is_first\n", "b is '3' in the file and not set now")]
    public void Read_AnotherFile_IsRefusedWithWhatWasFound(string text, params string[] parts)
    {
        using var folder = new TemporaryFolder();
        var file = new ResultsFile<Row>(folder.Write("r.csv", text), Schema, new ResultsSettings(("seed", "1")));
        var read = Assert.ThrowsExactly<InputException>(file.Read);

        foreach (var part in (string[])[.. parts, "r.csv"])
        {
            Assert.Contains(part, read.Message);
        }
    }

    [TestMethod]
    public void Read_NoFile_GivesNoRows()
    {
        using var folder = new TemporaryFolder();
        var file = new ResultsFile<Row>(folder.File("r.csv"), Schema, new ResultsSettings());

        Assert.IsEmpty(file.Read());
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("a:b")]
    [DataRow("a\nb")]
    [DataRow(" a")]
    public void Settings_NameThatAFileCannotHold_Throws(string name) =>
        Assert.ThrowsExactly<ArgumentException>(() => new ResultsSettings((name, "1")));

    [TestMethod]
    public void Settings_NameTwice_Throws() => Assert.ThrowsExactly<ArgumentException>(() => new ResultsSettings(("a", "1"), ("a", "2")));

    private sealed record Row(string Name, int Count, double? Share, bool IsFirst);
}
