using ActiveAnomaly.Kernels;
using ActiveAnomaly.Reference;

namespace ActiveAnomaly.Networks;

[TestClass]
public sealed class InferenceNetworkTests
{
    /// <summary>Three layers of sums of at most 11 terms near 1, each term off by half a unit in the last place.</summary>
    private const double Tolerance = 1e-5;

    public static IEnumerable<object[]> Cases =>
        from name in new[] { "one-class", "reconstruction" } from path in Enum.GetValues<VectorPath>() select new object[] { name, path };

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void Run_EveryRow_MatchesTheReferenceInEvaluationMode(string name, VectorPath path)
    {
        var (plan, reference) = (TrainingCase.Of(name).Plan(), TrainingCase.Of(name).Reference());
        var actual = Outputs(name, path, plan.Rows.Values, plan.Rows.RowCount);
        var expected = reference.Network.Forward(reference.Gather([.. Enumerable.Range(0, plan.Rows.RowCount)]), batchStatistics: false);
        var worst = actual.Select((value, i) => Math.Abs(value - expected[i / expected.GetLength(1), i % expected.GetLength(1)])).Max();
        Assert.IsLessThanOrEqualTo(Tolerance, worst);
    }

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void Run_EveryRow_HasTheScalarPathsBits(string name, VectorPath path)
    {
        var rows = TrainingCase.Of(name).Plan().Rows;
        Bits.AreEqual(
            Outputs(name, VectorPath.Scalar, rows.Values, rows.RowCount),
            Outputs(name, path, rows.Values, rows.RowCount),
            "Outputs");
    }

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void Run_AnyBatchSize_GivesEachRowTheBitsItHasAlone(string name, VectorPath path)
    {
        var rows = TrainingCase.Of(name).Plan().Rows;
        float[] many = [.. Enumerable.Repeat(rows.Values.ToArray(), 4).SelectMany(values => values)];
        var outputSize = Outputs(name, path, rows.Row(0), 1).Length;
        float[] alone = [.. Enumerable.Range(0, rows.RowCount).SelectMany(row => Outputs(name, path, rows.Row(row), 1))];
        foreach (var count in new[] { 2, 3, 4, 5, 7, 8, 9, 31, 60, 63, 64, 65, 127, 128, 129, 200 })
        {
            var together = Outputs(name, path, many.AsSpan(0, count * rows.FeatureCount), count);
            for (var row = 0; row < count; row++)
            {
                Bits.AreEqual(
                    alone.AsSpan(row % rows.RowCount * outputSize, outputSize),
                    together.AsSpan(row * outputSize, outputSize),
                    $"Row {row} of {count}");
            }
        }
    }

    [TestMethod]
    public void Run_NoRows_CallsNobody() => Assert.IsEmpty(Outputs("one-class", VectorPath.Scalar, [], 0));

    [TestMethod]
    public void Run_Cancelled_Throws()
    {
        var plan = TrainingCase.Of("one-class").Plan();
        var network = new InferenceNetwork(plan.Parts[0].Start, ScalarKernels.Instance);
        Assert.Throws<OperationCanceledException>(
            () => network.Run(plan.Rows.Values, plan.Rows.RowCount, 0, static (_, _, _, _) => { }, new CancellationToken(canceled: true)));
    }

    private static float[] Outputs(string name, VectorPath path, ReadOnlySpan<float> rows, int rowCount)
    {
        var network = new InferenceNetwork(TrainingCase.Of(name).Start(), Require.Kernels(path));
        var outputs = new float[rowCount * network.OutputSize];
        network.Run(rows, rowCount, (outputs, network), static (state, first, count, values) =>
        {
            for (var i = 0; i < count; i++)
            {
                values.Slice(i * state.network.OutputStride, state.network.OutputSize)
                    .CopyTo(state.outputs.AsSpan((first + i) * state.network.OutputSize));
            }
        });
        return outputs;
    }
}
