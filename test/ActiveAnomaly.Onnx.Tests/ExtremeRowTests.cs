using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors.FeaWad;
using ActiveAnomaly.Graphs;

namespace ActiveAnomaly.Onnx;

/// <summary>Rows that no pool has give what they give here: at the ends of the numbers, and beyond.</summary>
[TestClass]
public sealed class ExtremeRowTests
{
    /// <summary>The smallest number of single precision: it has no leading bit.</summary>
    private const float Subnormal = float.Epsilon;

    public static IEnumerable<object[]> Kinds => GivenDetectors.Names.Select(name => new object[] { name });

    [TestMethod]
    [DynamicData(nameof(Kinds))]
    public void Scores_OfExtremeRows_AreTheModels(string kind)
    {
        var request = DataSets.Read(DataSets.Shipped);
        var model = GivenModels.Of(kind);
        var rows = ExtremeRows(request.Pool);
        float[] expected = [.. rows.Select(row => model.Score(row))];
        ModelKindTests.AssertSame(model, expected, GivenModels.Scores(kind, [.. rows.SelectMany(row => row)]));
    }

    [TestMethod]
    [DynamicData(nameof(Kinds))]
    public void Scores_OfRowsThatAreNoNumbers_AreNaNAndTheLargest(string kind)
    {
        var request = DataSets.Read(DataSets.Shipped);
        float[][] rows =
        [
            With(request.Pool.Row(0), 3, float.NaN),
            With(request.Pool.Row(0), 3, float.PositiveInfinity),
            With(request.Pool.Row(0), 32, float.NegativeInfinity),
            With(With(request.Pool.Row(0), 3, float.PositiveInfinity), 5, float.NaN),
        ];
        var actual = GivenModels.Scores(kind, [.. rows.SelectMany(row => row)]);
        CollectionAssert.AreEqual(new[] { float.NaN, float.MaxValue, float.MaxValue, float.NaN }, actual.Scores);
        CollectionAssert.AreEqual(new[] { false, true, true, false }, actual.Labels);
    }

    /// <summary>
    /// Untrained, networks without offsets make zeros of zeros: the residual has no direction, and divided by its norm it would be NaN.
    /// </summary>
    [TestMethod]
    public void Scores_OfARowThatFeaWadGivesBackExactly_AreTheModels()
    {
        var request = DataSets.Read(DataSets.Shipped);
        var model = new FeaWadDetector(new FeaWadOptions { Seed = 1, EpochCount = 0, PretrainingEpochCount = 0, BatchSize = 64 })
            .Fit(request).Model;
        float[] rows = [.. new float[request.Pool.FeatureCount], .. request.Pool.Row(0)];
        float[] expected = [model.Score(rows.AsSpan(0, request.Pool.FeatureCount)), model.Score(request.Pool.Row(0))];
        Assert.IsLessThan(1, Math.Abs(expected[0]));
        ModelKindTests.AssertSame(model, expected, OnnxScores.Of(model, rows));
    }

    /// <summary>A graph is given finite features alone: a place in a table that NaN made would stop the whole batch.</summary>
    [TestMethod]
    public void Features_ThatAreNoNumbers_AreNotPassedOn()
    {
        var actual = GraphProbe.Run(
            [[2], [float.NaN], [float.PositiveInfinity], [1]],
            (graph, features) => graph.Gather(
                graph.Constant<float>([10, 20, 30]), graph.Cast(graph.Squeeze(features, 1), GraphElementType.Int64)));
        CollectionAssert.AreEqual(new[] { 30, float.NaN, float.MaxValue, 20 }, actual);
    }

    private static float[][] ExtremeRows(FeatureMatrix pool)
    {
        float[] extremes =
            [0, 1e30f, -1e30f, float.MaxValue, float.MinValue, Subnormal, -Subnormal, 1000, -1000, 1e10f, float.MaxValue / 2];
        var whole = extremes.Select(value => Enumerable.Repeat(value, pool.FeatureCount).ToArray());
        var single = extremes.SelectMany(value => (float[][])[With(pool.Row(1), 0, value), With(pool.Row(1), 17, value)]);
        var mixed = Enumerable.Range(0, pool.FeatureCount).Select(k => extremes[k % extremes.Length]).ToArray();
        return [.. whole, .. single, mixed];
    }

    private static float[] With(ReadOnlySpan<float> row, int feature, float value)
    {
        var copy = row.ToArray();
        copy[feature] = value;
        return copy;
    }
}
