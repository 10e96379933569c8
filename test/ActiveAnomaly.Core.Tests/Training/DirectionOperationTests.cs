using ActiveAnomaly.Objectives;

namespace ActiveAnomaly.Training;

/// <summary>Norms and directions of rows, by hand: the rest is in PassGradientTests.</summary>
[TestClass]
public sealed class DirectionOperationTests
{
    /// <summary>Just as long as has a direction, and a bit less.</summary>
    private static readonly float[] Shortest = [DirectionOperation.SmallestNorm, 0, MathF.BitDecrement(DirectionOperation.SmallestNorm), 0];

    [TestMethod]
    public void Forward_ThreeAndFour_HasTheNormFiveAndItsDirection()
    {
        Assert.AreSequenceEqual([5f, 0f, 2f], Norms(3, -4, 0, 0, 0, 2));
        Assert.AreSequenceEqual([0.6f, -0.8f, 0f, 0f, 0f, 1f], Directions(3, -4, 0, 0, 0, 2));
    }

    [TestMethod]
    public void Forward_RowsBeyondTheirSquares_HasTheirNorms()
    {
        AreClose([5e30f, 5e-30f], Norms(3e30f, 4e30f, 3e-30f, 4e-30f));
        AreClose([0.6f, 0.8f, 0, 0], Directions(3e30f, 4e30f, 3e-30f, 4e-30f));
    }

    [TestMethod]
    public void Forward_RowsAtTheSmallestNorm_HaveADirectionFromThereOn()
    {
        Assert.AreSequenceEqual([Shortest[0], Shortest[2]], Norms(Shortest));
        Assert.AreSequenceEqual([1f, 0f, 0f, 0f], Directions(Shortest));
    }

    [TestMethod]
    public void Backward_OfTheNorm_IsTheDirectionTimesItsGradient() =>
        AreClose(
            [1.2f, -1.6f, 0, 0, 2, 0, 0, 0], Gradient(pass => pass.Norm(pass.Inputs), [2, 2, 2, 2], [3, -4, 0, 0, .. Shortest]));

    [TestMethod]
    public void Backward_OfTheDirection_IsWhatLiesAcrossItOverTheNorm() =>

        // g = (1, 1), u = (0.6, -0.8): u . g = -0.2, g + 0.2 u = (1.12, 0.84), a fifth of it.
        AreClose(
            [0.224f, 0.168f, 0, 0, 0, 1e6f, 0, 0],
            Gradient(pass => pass.Direction(pass.Inputs), [1, 1, 1, 1, 1, 1, 1, 1], [3, -4, 0, 0, .. Shortest]));

    [TestMethod]
    public void Subtract_ValuesOfOtherWidth_ThrowsNamingBoth()
    {
        var pass = new TrainingPass(new FixedRowsSource([0]), 2);
        var exception = Assert.ThrowsExactly<ArgumentException>(() => pass.Subtract(pass.Inputs, pass.Norm(pass.Inputs)));
        Assert.AreEqual("subtrahend", exception.ParamName);
        Assert.Contains("'inputs' has 2 columns and 'norm' 1", exception.Message);
    }

    private static float[] Norms(params float[] rows) => Forward(pass => pass.Norm(pass.Inputs), rows).Output.Values.ToArray();

    private static float[] Directions(params float[] rows) => Forward(pass => pass.Direction(pass.Inputs), rows).Output.Values.ToArray();

    private static float[] Gradient(Func<TrainingPass, PassValue> apply, float[] ofOutput, float[] rows)
    {
        var (operation, input, output) = Forward(apply, rows);
        ofOutput.CopyTo(output.Gradient);
        input.Gradient.Fill(7);
        operation.Backward([input], output, 0);
        return input.Gradient.ToArray();
    }

    /// <summary>Applies an operation to rows of two columns.</summary>
    private static (RowOperation Operation, BatchValue Input, BatchValue Output) Forward(
        Func<TrainingPass, PassValue> apply, float[] rows)
    {
        var pass = new TrainingPass(new FixedRowsSource([0]), 2);
        var size = apply(pass).Size;
        var operation = (RowOperation)pass.Operations[0];
        var input = ObjectiveRun.Batch(rows, 2, wantsGradient: true);
        var output = ObjectiveRun.Batch(new float[rows.Length / 2 * size], size, wantsGradient: true);
        operation.Forward([input], output);
        return (operation, input, output);
    }

    /// <summary>Asserts that numbers agree but for a few roundings.</summary>
    private static void AreClose(float[] expected, float[] actual)
    {
        Assert.HasCount(expected.Length, actual);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.AreEqual(expected[i], actual[i], 1e-6 * Math.Abs(expected[i]), $"Number {i}");
        }
    }
}
