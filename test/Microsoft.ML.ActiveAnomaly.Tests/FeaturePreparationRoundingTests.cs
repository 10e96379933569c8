using Microsoft.ML.Data;

namespace Microsoft.ML.ActiveAnomaly.Tests;

/// <summary>
/// Features are Single, whose numbers are 64 apart from 2^29 on, and 2 from 2^24 on. What is said of columns whose values become the same.
/// </summary>
[TestClass]
public sealed class FeaturePreparationRoundingTests
{
    private static readonly FeaturePreparationOptions Options = new() { LabelColumnName = null };

    [TestMethod]
    public void Fit_DoublesThatBecomeTheSame_AreWarnedOf() =>
        Assert.AreEqual(
            "Of the first 100 different numbers of column 'Exact', 1 is left as Single, which features are: 1000000000 and 1000000000.001, "
            + "for two, become the same. Subtract an offset before, such as 1000000000 (Transforms.Expression), or ignore the column "
            + "(FeaturePreparationOptions.IgnoredColumnNames).",
            Warnings(100, i => new WideRow { Exact = 1e9 + (double)(i * 0.001m) }).Single());

    [TestMethod]
    public void Fit_WholeNumbersThatBecomeTheSame_AreWarnedOfWithEveryRemedy()
    {
        Action<WideRow, int>[] wides =
        [
            (row, i) => row.Signed = 1_000_000_000 + i,
            (row, i) => row.Unsigned = 1_000_000_000 + (uint)i,
            (row, i) => row.Long = 1_000_000_000 + i,
            (row, i) => row.UnsignedLong = 1_000_000_000 + (ulong)i,
        ];
        foreach (var set in wides)
        {
            var warning = Warnings(30, i => With(set, i)).Single();

            Assert.Contains("Of the first 30 different numbers of column ", warning);
            Assert.Contains("1 is left as Single", warning);
            Assert.Contains("make keys of it if its values are categories (MapValueToKey), or ignore", warning);
        }
    }

    [TestMethod]
    public void Fit_ValueOfAVectorThatBecomesTheSame_IsNamed() =>
        Assert.Contains(
            "Of the first 10 different numbers of value 1 of column 'Pair', 1 is left",
            Warnings(10, i => new WideRow { Pair = [i, 1e9 + i] }).Single());

    /// <summary>A thousand are looked at, and the rows behind them say no other.</summary>
    [TestMethod]
    public void Fit_ManyValues_LooksAtAThousand() =>
        Assert.Contains(
            "Of the first 1000 different numbers of column 'Signed'",
            Warnings(3000, i => new WideRow { Signed = 1_000_000_000 + (i / 2) }).Single());

    /// <summary>16777216 and 16777217 become the same: one of a hundred numbers, or of 99.</summary>
    [TestMethod]
    [DataRow(100, 0)]
    [DataRow(99, 1)]
    public void Fit_OneInAHundredNumbersLost_IsNotWarnedOf(int count, int warningCount) =>
        Assert.HasCount(warningCount, Warnings(count, i => new WideRow { Signed = i < 2 ? 16_777_216 + i : i }));

    [TestMethod]
    public void Fit_NumbersThatSingleTellsApart_AreNotWarnedOf()
    {
        var random = new Random(1);

        Assert.IsEmpty(Warnings(5000, i => new WideRow
        {
            Exact = i % 5 == 0 ? double.NaN : random.NextDouble(),
            Signed = i,
            Long = 1_000_000_000,
            Pair = [i * 0.1, -i],
        }));
    }

    [TestMethod]
    public void Fit_ColumnOfTheOutputsName_IsWarnedOf()
    {
        var mlContext = new MLContext(1);
        var log = new LogListener(mlContext);
        var data = mlContext.View(Enumerable.Range(0, 10).Select(i => new WideRow { Exact = 1e9 + i }).ToArray());
        mlContext.Prepare(data, Options with { OutputColumnName = "Exact" }).Fit(data);

        Assert.Contains("column 'Exact', 1 is left", log.Warnings.Single().RawMessage);
    }

    private static WideRow With(Action<WideRow, int> set, int i)
    {
        var row = new WideRow();
        set(row, i);
        return row;
    }

    private static string[] Warnings(int count, Func<int, WideRow> rowOf)
    {
        var mlContext = new MLContext(1);
        var log = new LogListener(mlContext);
        var data = mlContext.View(Enumerable.Range(0, count).Select(rowOf).ToArray());
        mlContext.Prepare(data, Options).Fit(data);
        return [.. log.Warnings.Select(warning => warning.RawMessage)];
    }

    private sealed class WideRow
    {
        public double Exact { get; set; }

        public int Signed { get; set; }

        public uint Unsigned { get; set; }

        public long Long { get; set; }

        public ulong UnsignedLong { get; set; }

        [VectorType(2)]
        public double[] Pair { get; set; } = [0, 0];
    }
}
