namespace ActiveAnomaly.Reference;

/// <summary>The reference itself, by central differences: no library code takes part but the names of its shapes.</summary>
[TestClass]
public sealed class ReferenceGradientTests
{
    private const double Step = 1e-5;

    /// <summary>
    /// Central differences err by Step^2 times a third derivative, and by 1e-16 / Step of the loss: both below 1e-9 here,
    /// times 100.
    /// </summary>
    private const double Tolerance = 1e-7;

    public static IEnumerable<object[]> Cases => TrainingCase.Names.Select(name => new object[] { name });

    public static IEnumerable<object[]> HeadCases =>
        TrainingCase.Names.Where(name => name.Contains("head", StringComparison.Ordinal)).Select(name => new object[] { name });

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void Gradients_EveryWeight_MatchCentralDifferences(string name)
    {
        var run = TrainingCase.Of(name).Reference();
        run.Gradients(step: 0);
        var gradients = run.Network.Layers.Select(layer => (double[])layer.WeightGradient.Clone()).ToArray();
        for (var l = 0; l < gradients.Length; l++)
        {
            var weights = run.Network.Layers[l].Weights;
            for (var i = 0; i < weights.Length; i++)
            {
                var before = weights[i];
                weights[i] = before + Step;
                var above = run.Loss(step: 0);
                weights[i] = before - Step;
                var below = run.Loss(step: 0);
                weights[i] = before;
                var expected = (above - below) / (2 * Step);
                Assert.AreEqual(expected, gradients[l][i], Tolerance * Math.Max(1, Math.Abs(expected)), $"Layer {l}, weight {i}.");
            }
        }
    }

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void Gradients_EveryInput_MatchCentralDifferences(string name)
    {
        var run = TrainingCase.Of(name).Reference();
        for (var term = 0; term < run.Terms.Length; term++)
        {
            var inputs = run.Gather(run.Terms[term].Steps[0]);
            var gradient = run.InputGradient(term, inputs, step: 0).InputGradient;
            CheckInputs(run, term, inputs, gradient);
        }
    }

    [TestMethod]
    [DynamicData(nameof(HeadCases))]
    public void Gradients_EveryHeadParameter_MatchCentralDifferences(string name)
    {
        var run = TrainingCase.Of(name).Reference();
        run.Gradients(step: 0);
        var head = (ReferenceUai)run.Terms[0].Objective;
        var gradient = (double[])head.HeadGradient.Clone();
        for (var i = 0; i < gradient.Length; i++)
        {
            var before = head.Parameters[i];
            head.Parameters[i] = before + Step;
            var above = run.Loss(step: 0);
            head.Parameters[i] = before - Step;
            var below = run.Loss(step: 0);
            head.Parameters[i] = before;
            Assert.AreEqual((above - below) / (2 * Step), gradient[i], Tolerance, $"Parameter {i}.");
        }
    }

    private static void CheckInputs(ReferenceRun run, int term, double[,] inputs, double[,] gradient)
    {
        for (var row = 0; row < inputs.GetLength(0); row++)
        {
            for (var k = 0; k < inputs.GetLength(1); k++)
            {
                var before = inputs[row, k];
                inputs[row, k] = before + Step;
                var above = run.InputGradient(term, inputs, step: 0).Loss;
                inputs[row, k] = before - Step;
                var below = run.InputGradient(term, inputs, step: 0).Loss;
                inputs[row, k] = before;
                var expected = (above - below) / (2 * Step);
                Assert.AreEqual(
                    expected,
                    gradient[row, k],
                    Tolerance * Math.Max(1, Math.Abs(expected)),
                    $"Term {term}, row {row}, input {k}.");
            }
        }
    }
}
