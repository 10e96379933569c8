using ActiveAnomaly.Objectives;
using ActiveAnomaly.Randomness;

namespace ActiveAnomaly.Training;

[TestClass]
public sealed class DrawnNoiseOperationTests
{
    private const int Size = 40;

    [TestMethod]
    public void Forward_AnyRows_GivesTheMomentsOfTheNormalDistribution()
    {
        // 40,000 numbers: standard errors 0.005 of the mean, 0.007 of the variance, 0.024 of the fourth moment; four of them.
        var noise = Draw(Operation(1), 1000);
        Assert.AreEqual(0, noise.Average(), 0.02);
        Assert.AreEqual(1, noise.Average(value => value * value), 0.03);
        Assert.AreEqual(3, noise.Average(value => Math.Pow(value, 4)), 0.2);
    }

    [TestMethod]
    public void BeginBatch_Again_DrawsAnew() => Assert.IsEmpty(Draw(Operation(1), 5).Intersect(Draws(Operation(1), 5, 5)[1]));

    [TestMethod]
    public void BeginEpoch_SameSeedAndEpoch_DrawsTheSameNumbers()
    {
        var operation = Operation(1);
        Bits.AreEqual(Draw(Operation(1), 5), Draw(operation, 5), "Seed");
        Bits.AreEqual(Draw(operation, 5), Draw(operation, 5), "Epoch");
        Assert.IsFalse(Bits.Equal(Draw(operation, 5), Draw(operation, 5, epoch: 1)));
        Assert.IsFalse(Bits.Equal(Draw(operation, 5), Draw(Operation(2), 5)));
    }

    [TestMethod]
    public void Backward_AnyGradient_GivesTheRowsNone()
    {
        var operation = Operation(1);
        var (rows, output) = (ObjectiveRun.Batch([1, 2, 3, 4], 2, wantsGradient: true), Output(2));
        rows.Gradient.Fill(7);
        output.Gradient.Fill(5);
        operation.Backward([rows], output, 0);
        Assert.AreSequenceEqual([0, 0, 0, 0], rows.Gradient.ToArray());
    }

    [TestMethod]
    public void DrawNoise_NoColumns_Throws() => Assert.AreEqual("size", Assert.ThrowsExactly<ArgumentOutOfRangeException>(
        () => new TrainingPass(new FixedRowsSource([0]), 2).DrawNoise(0, new SeededRandom(1))).ParamName);

    private static DrawnNoiseOperation Operation(long seed)
    {
        var pass = new TrainingPass(new FixedRowsSource([0]), 2);
        pass.DrawNoise(Size, new SeededRandom(seed));
        return (DrawnNoiseOperation)pass.Operations[0];
    }

    private static BatchValue Output(int rowCount) => ObjectiveRun.Batch(new float[rowCount * Size], Size, wantsGradient: true);

    private static float[] Draw(DrawnNoiseOperation operation, int rowCount, int epoch = 0)
    {
        operation.Prepare(rowCount);
        operation.BeginEpoch(epoch);
        return Batch(operation, rowCount);
    }

    private static float[][] Draws(DrawnNoiseOperation operation, params int[] rowCounts)
    {
        operation.Prepare(rowCounts.Max());
        operation.BeginEpoch(0);
        return [.. rowCounts.Select(rowCount => Batch(operation, rowCount))];
    }

    private static float[] Batch(DrawnNoiseOperation operation, int rowCount)
    {
        var output = Output(rowCount);
        operation.BeginBatch(rowCount);
        operation.Forward([], output);
        return output.Values.ToArray();
    }
}
