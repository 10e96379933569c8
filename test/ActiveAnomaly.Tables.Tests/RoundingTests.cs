using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace ActiveAnomaly.Tables;

/// <summary>
/// Features are of single precision, 24 bits: from 2^26 on its numbers are 8 apart, from 2^29 on 64, from 2^30 on 128. Where that makes
/// different values of a column the same, the reader says so, and stops where it destroys the column.
/// </summary>
[TestClass]
public sealed class RoundingTests
{
    private const string IgnoreRemedy = "or leave the column out (--ignore, TableOptions.IgnoredColumns).";
    private const string CategoryRemedy = "take the column for categories (--category, TableOptions.CategoryColumns)";

    [TestMethod]
    [DataRow(100_000_000.001, 0.001, 400, 1, "100000000.001 in line 2 and 100000000.002 in line 3")]
    [DataRow(1e9, 0.001, 100, 1, "1000000000 in line 2 and 1000000000.001 in line 3")]
    [DataRow(1_700_000_000.5, 1, 100, 2, "1700000000.5 in line 2 and 1700000001.5 in line 3")]
    [DataRow(5_400_000, 0.01, 100, 3, "5400000 in line 2 and 5400000.01 in line 3")]
    [DataRow(-5_400_000, -0.01, 100, 3, "5400000.99 in line 101 and -5400000.98 in line 100")]
    public void Read_NumbersOfWhichFewAreLeft_Stop(double first, double step, int count, int left, string example)
    {
        var refusal = Given.Refusal(Text("a", Steps(first, step, count)));

        refusal.HasMessage(
            $"Column 'a' has {count} different numbers, of which {left} {(left == 1 ? "is" : "are")} left in single precision",
            $"{example}, for two, become the same.",
            "Subtract an offset from them in the file, such as ",
            ", the smallest, " + IgnoreRemedy);
        Assert.AreEqual("a", refusal.ColumnName);
        Assert.IsNotNull(refusal.Line);
        Assert.DoesNotContain("--category", refusal.Message);
    }

    [TestMethod]
    public void Read_DestroyedColumnLeftOut_GoesOn()
    {
        var text = Text("a", Steps(1e9, 0.001, 100));

        var table = Given.Table(text, new TableOptions { IgnoredColumns = ["a"] });

        Assert.AreEqual("b", table.Names());
        Assert.IsEmpty(table.Notes);
    }

    [TestMethod]
    public void Read_DestroyedColumnWithTheOffsetSubtracted_GoesOn()
    {
        var table = Given.Table(Text("a", Steps(0, 0.001, 100)));

        Assert.IsEmpty(table.Notes);
        Assert.AreEqual(100, table.Columns[0].Numbers.ToArray().Select(number => (float)number).Distinct().Count());
    }

    [TestMethod]
    public void Read_DestroyedWholeNumbers_CanBecomeCategories()
    {
        var text = Text("a", Steps(1e15, 1, 50));

        Given.Refusal(text).HasMessage(
            "50 different numbers, of which 1 is left", "such as 1000000000000000, the smallest", CategoryRemedy, IgnoreRemedy);
        var table = Given.Table(text, new TableOptions { CategoryColumns = ["a"] });
        Assert.AreEqual(50, table.Columns[0].FeatureCount);
        Assert.DoesNotContain("precision", table.Notes());
    }

    /// <summary>Without the smallest number the others are as large as before; without the median they are small.</summary>
    [TestMethod]
    public void Read_DestroyedNumbersBesideAZero_NamesTheMedianAsOffset() =>
        Given.Refusal(Text("a", [0, .. Steps(1e8, 0.001, 100)])).HasMessage(
            "101 different numbers, of which 2 are left",
            "Subtract an offset from them in the file, such as 100000000.049, the median, ");

    /// <summary>No number is near to all three groups.</summary>
    [TestMethod]
    public void Read_DestroyedNumbersFarApart_AreNotGivenAnOffset()
    {
        double[] numbers = [.. Steps(1e8, 0.001, 50), .. Steps(2e8, 0.001, 50), .. Steps(4e8, 0.001, 50)];

        var refusal = Given.Refusal(Text("a", numbers));

        refusal.HasMessage("150 different numbers, of which 3 are left", "Split them in the file into columns");
        Assert.DoesNotContain("offset", refusal.Message);
    }

    /// <summary>From 2^24 on single precision has the even numbers. The odd ones lie half way, and every second one goes up.</summary>
    [TestMethod]
    public void Read_HalfOfTheNumbersLeft_NotesIt()
    {
        var table = Given.Table(Text("a", Steps(16_777_216, 1, 100)));

        Assert.AreEqual(51, table.Columns[0].Numbers.ToArray().Select(number => (float)number).Distinct().Count());
        Assert.AreEqual(
            "Warning: 'a' counts up by 1 from row to row: is it a row number? It is a feature like others unless it is left out (--ignore)."
            + "\nNote: Column 'a' has 100 different numbers, of which 51 are left in single precision, which features have: 16777216 in "
            + "line 2 and 16777217 in line 3, for two, become the same. Subtract an offset from them in the file, such as 16777216, the "
            + $"smallest, {CategoryRemedy}, {IgnoreRemedy}",
            table.Notes());
    }

    /// <summary>100000000 and 100000001 become the same: one of a hundred different numbers, or of 99.</summary>
    [TestMethod]
    [DataRow(98, false)]
    [DataRow(97, true)]
    public void Read_OneInAHundredNumbersLost_IsNotNoted(int others, bool isNoted)
    {
        var text = Text("a", [100_000_000, 100_000_001, .. Steps(0.1, 7.1, others)]);

        var notes = Given.Table(text).Notes();

        Assert.AreEqual(isNoted, notes.Contains($"{others + 1} are left", StringComparison.Ordinal));
    }

    /// <summary>2^-24 is 6e-8 of a number: digits behind the seventh are lost, and no two numbers are the same.</summary>
    [TestMethod]
    public void Read_DecimalsThatAreRounded_AreNotNoted()
    {
        Assert.IsEmpty(Given.Table(Text("a", Steps(0.1, 0.1, 1000))).Notes);
        Assert.IsEmpty(Given.Table("a,label\n0.123456789012345,0\n0.223456789012345,0\n0.3,1\n").Notes);
    }

    /// <summary>Some of a hundred thousand random numbers between 0 and 1 are the same in single precision: some 200.</summary>
    [TestMethod]
    public void Read_ManyRandomNumbers_AreNotNoted()
    {
        var random = new Random(1);
        double[] numbers = [.. Enumerable.Range(0, 100_000).Select(_ => random.NextDouble())];
        Assert.IsLessThan(100_000, numbers.Select(number => (float)number).Distinct().Count(), "The premise.");

        Assert.IsEmpty(Given.Table(Text("a", numbers)).Notes);
    }

    /// <summary>Numbers from 1 on are 2^-23 apart, and the column's a third of that.</summary>
    [TestMethod]
    public void Read_MoreThan65536NumbersLeft_IsNotedAndDoesNotStop()
    {
        var step = 1.0 / (1 << 23) / 3;
        Given.Refusal(Text("a", Steps(1, step, 70_000))).HasMessage("70000 different numbers, of which 23334 are left");

        var table = Given.Table(Text("a", Steps(1, step, 210_000)));

        Assert.Contains("Note: Column 'a' has 210000 different numbers, of which 70001 are left", table.Notes());
    }

    [TestMethod]
    public void Read_TheSameNumberInEachRow_IsConstantAndNotRefused()
    {
        var table = Given.Table("a,b,label\n1e9,1,0\n1000000000.0,2,1\n1E+9,4,0\n");

        Assert.Contains("Constant, kept: 'a'.", table.Describe());
        Assert.IsEmpty(table.Notes);
    }

    /// <summary>As in a model of a release that did not stop: 1000000000 and 1000000000.5 are one feature.</summary>
    [TestMethod]
    public void IsConstant_NumbersThatBecomeTheSame_IsTrue()
    {
        var schema = Given.Table("a,label\n1,0\n2,1\n").Schema;
        schema = schema with { Columns = [schema.Columns[0] with { Smallest = 1e9, Largest = 1e9 + 0.5 }] };

        Assert.IsTrue(Given.Scored("a,label\n1,0\n", schema).Columns[0].IsConstant);
    }

    /// <summary>Rows that are left out have no part in it.</summary>
    [TestMethod]
    public void Read_RowsLeftOut_DoNotCount()
    {
        var text = "a,b,label\n100000000,1,0\n100000001,,0\n5,2,1\n6,4,0\n";

        Assert.IsEmpty(Given.Table(text, new TableOptions { Missing = MissingCells.DropRow }).Notes);
        Assert.Contains(
            "4 different numbers, of which 3 are left", Given.Table(text, new TableOptions { Missing = MissingCells.Median }).Notes());
    }

    [TestMethod]
    public void Read_DecimalComma_IsInTheMessage() =>
        Given.Refusal("a;label\n100000000,25;0\n100000000,5;0\n100000000,75;1\n").HasMessage(
            "100000000,25 in line 2 and 100000000,5 in line 3", "such as 100000000,25, the smallest");

    /// <summary>
    /// From 2^14 days on single precision has days of 2^-9, 168.75 seconds: ten o'clock is 213.3 of them, and from 28.1 seconds on 213.5.
    /// </summary>
    [TestMethod]
    public void Read_DatesFarFromTheFirst_Stop()
    {
        var rows = string.Concat(Enumerable.Range(0, 60).Select(second => $"2024-10-04 10:00:{second:00},{second % 2}\n"));
        var options = new TableOptions { Dates = DateCells.Days };

        Given.Refusal("a,label\n1970-01-01,0\n" + rows, options).HasMessage(
            "Column 'a' has 61 different dates, of which 3 are left in single precision",
            "2024-10-04 10:00:00 in line 3 and 2024-10-04 10:00:01 in line 4, for two, become the same.",
            "Write them as numbers in the file, such as the days since 2024-10-04 00:00:00, " + CategoryRemedy,
            IgnoreRemedy);
        Assert.IsEmpty(Given.Table("a,label\n" + rows, options).Notes);
        Assert.AreEqual("C", Given.Table("a,label\n1970-01-01,0\n" + rows, options with { CategoryColumns = ["a"] }).Kinds());
    }

    [TestMethod]
    public void ReadDataView_DoublesOfWhichFewAreLeft_Stop()
    {
        var context = new MLContext(seed: 1);
        var data = context.Data.LoadFromEnumerable(Enumerable.Range(0, 10).Select(i => new Measured
        {
            Whole = 1_700_000_000_000L + i,
            Pair = [1e9 + (i * 0.001), i],
            Label = i % 2,
        }));

        Assert.ThrowsExactly<TableException>(() => TableReader.ReadDataView(data)).HasMessage("Column 'Whole' has 10 different numbers");
        Assert.ThrowsExactly<TableException>(() => TableReader.ReadDataView(data, new TableOptions { IgnoredColumns = ["Whole"] }))
            .HasMessage("Column 'Pair.0' has 10 different numbers, of which 1 is left");
        Assert.AreEqual(
            "Pair.1", TableReader.ReadDataView(data, new TableOptions { IgnoredColumns = ["Whole", "Pair.0"] }).Names());
    }

    /// <summary>For a model the column is what it was in training: what could be done has to be done there.</summary>
    [TestMethod]
    public void ReadAs_NumbersThatBecomeTheSame_AreRead()
    {
        var schema = Given.Table("a,label\n0,0\n2e9,1\n1e9,1\n").Schema;

        var scored = Given.Scored(Text("a", Steps(1e9, 0.001, 100)), schema);

        Assert.AreEqual(100, scored.RowCount);
    }

    private static IEnumerable<double> Steps(double first, double step, int count) =>
        Enumerable.Range(0, count).Select(i => (double)((decimal)first + (i * (decimal)step)));

    /// <summary>A column of numbers, another one that is nothing but different, and labels.</summary>
    private static string Text(string name, IEnumerable<double> numbers) => $"{name},b,label\n" + string.Concat(
        numbers.Select((number, i) => string.Create(CultureInfo.InvariantCulture, $"{number},{i * i % 7},{i % 2}\n")));

    private sealed class Measured
    {
        public long Whole { get; set; }

        [VectorType(2)]
        public double[] Pair { get; set; } = [];

        public float Label { get; set; }
    }
}
