using System.Globalization;

namespace ActiveAnomaly.Tool.Scoring;

[TestClass]
public sealed class ScoreExplanationTests
{
    [TestMethod]
    public void Run_Explain_NamesTheColumnThatIsFarOut()
    {
        using var folder = Trained();
        var table = Table("violet,0.5,0.5,9", "red,9,0.5,0.5");
        var run = Score(folder, table, "--explain").Succeeds();
        var lines = Lines(folder);

        Assert.AreSequenceEqual(
            ["line", "score", "abnormal", "reason1", "contribution1", "reason2", "contribution2", "reason3", "contribution3"], lines[0]);
        Assert.AreEqual("depth", lines[^2][3]);
        Assert.AreEqual("width", lines[^1][3]);
        Assert.Contains("rows explained, compared with 4 ordinary rows of new.csv", run.Output);
        foreach (var line in lines.Skip(1))
        {
            // Rows below the threshold have no reasons; those above it the largest first.
            Assert.AreEqual(line[2] == "1", line[3].Length > 0, string.Join(',', line));
            float[] contributions = [.. ((int[])[4, 6, 8]).Where(place => line[place].Length > 0).Select(place => Number(line[place]))];
            Assert.AreSequenceEqual(contributions.OrderDescending(), contributions);
            Assert.IsTrue(contributions.All(contribution => contribution > 0));
        }
    }

    [TestMethod]
    public void Run_WithoutExplain_WritesTheSameScores()
    {
        using var folder = Trained();
        Score(folder, Table("red,9,0.5,0.5"), "--explain").Succeeds();
        var explained = Lines(folder).Select(line => string.Join(',', line[..3])).ToArray();
        Score(folder, Table("red,9,0.5,0.5")).Succeeds();

        Assert.AreSequenceEqual(explained, File.ReadAllLines(folder.File("scores", "new.csv")));
    }

    [TestMethod]
    public void Run_Reasons_IsHowManyColumnsAreNamed()
    {
        using var folder = Trained();
        Score(folder, Table("red,9,9,9"), "--explain", "--reasons", "1").Succeeds();

        Assert.HasCount(5, Lines(folder)[0]);
        Assert.HasCount(5, Lines(folder)[^1]);
    }

    [TestMethod]
    public void Run_FewRows_NeedsABackground()
    {
        using var folder = Trained();
        const string few = "colour,width,height,depth\nred,9,0.5,0.5\n";
        Score(folder, few, "--explain").IsRefused("1 rows", "at least 10", "--background");
        Score(folder, few, "--explain", "--background", folder.File("shapes.csv")).Succeeds();

        Assert.AreEqual("width", Lines(folder)[1][3]);
    }

    [TestMethod]
    public void Run_NumberFarOut_IsItsReason()
    {
        // The scaler of a network's model makes an infinite feature of it.
        using var folder = Trained("nce");
        Score(folder, Table("red,3e38,0.5,0.5"), "--explain").Succeeds();

        Assert.AreEqual(("width", "3.4028235E+38"), (Lines(folder)[^1][3], Lines(folder)[^1][4]));
    }

    [TestMethod]
    public void Run_ReasonsWithoutExplain_IsRefused()
    {
        using var folder = Trained();
        Score(folder, Table("red,9,9,9"), "--reasons", "2").IsMisused("--explain");
    }

    [TestMethod]
    [DataRow("width", "width")]
    [DataRow("=1+1", "'=1+1")]
    [DataRow("a,b", "\"a,b\"")]
    [DataRow("say \"a\"", "\"say \"\"a\"\"\"")]
    [DataRow("", "")]
    public void CsvCell_AnyText_IsOneCellThatNobodyCalculates(string text, string expected) => Assert.AreEqual(expected, CsvCell.Of(text));

    private static float Number(string cell) => float.Parse(cell, CultureInfo.InvariantCulture);

    private static string[][] Lines(TemporaryFolder folder) =>
        [.. File.ReadAllLines(folder.File("scores", "new.csv")).Select(line => line.Split(','))];

    /// <summary>The training table without its labels, and more rows.</summary>
    private static string Table(params string[] rows)
    {
        var lines = SyntheticCsv.WithText().Split('\n')[1..^1].Select(line => line.Split(','));
        return "colour,width,height,depth\n" + string.Concat(
            lines.Select(cells => $"{cells[0]},{cells[1]},{cells[2]},{cells[3]}\n").Concat(rows.Select(row => row + "\n")));
    }

    private static TemporaryFolder Trained(string detector = "gp")
    {
        var folder = new TemporaryFolder();
        var path = folder.Write("shapes.csv", SyntheticCsv.WithText());
        CommandRun.Of("train", path, "--detector", detector, "--output", folder.File("shapes.zip")).Succeeds();
        return folder;
    }

    private static CommandRun Score(TemporaryFolder folder, string text, params string[] more) => CommandRun.Of(
        ["score", folder.Write("new.csv", text), "--model", folder.File("shapes.zip"), "--output", folder.File("scores"), .. more]);
}
