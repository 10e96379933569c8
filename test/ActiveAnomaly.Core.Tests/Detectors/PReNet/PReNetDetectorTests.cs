using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors.Networks;
using ActiveAnomaly.Networks;
using ActiveAnomaly.Randomness;
using ActiveAnomaly.Reference;

namespace ActiveAnomaly.Detectors.PReNet;

[TestClass]
public sealed class PReNetDetectorTests : WeaklySupervisedContract<PReNetDetector, PReNetOptions>
{
    protected override PReNetOptions Fast => new() { Seed = 1, EpochCount = 6, StepCount = 5, BatchSize = 32, LearningRate = 3e-3 };

    protected override IReadOnlyList<(string Property, PReNetOptions Before, PReNetOptions After)> Changes =>
    [
        ("HiddenSizes", Fast, Fast with { HiddenSizes = [7] }),
        ("StepCount", Fast, Fast with { StepCount = 6 }),
        ("BatchSize", Fast, Fast with { BatchSize = 30 }),
        ("WeightPenalty", Fast, Fast with { WeightPenalty = 0.1 }),
        ("LargestGradientNorm", Fast, Fast with { LargestGradientNorm = null }),
        ("UnlabeledTarget", Fast, Fast with { UnlabeledTarget = 0.3 }),
        ("MixedTarget", Fast, Fast with { MixedTarget = 0.3 }),
        ("AbnormalTarget", Near, Near with { AbnormalTarget = 0.3 }),
        ("PartnerCount", Fast, Fast with { PartnerCount = 2 }),
    ];

    protected override IReadOnlyList<(string Property, PReNetOptions Options)> Broken =>
    [
        ("HiddenSizes", Fast with { HiddenSizes = [4, 0] }),
        ("StepCount", Fast with { StepCount = 0 }),
        ("BatchSize", Fast with { BatchSize = 3 }),
        ("WeightPenalty", Fast with { WeightPenalty = -1e-9 }),
        ("LargestGradientNorm", Fast with { LargestGradientNorm = 0 }),
        ("UnlabeledTarget", Fast with { UnlabeledTarget = 4 }),
        ("UnlabeledTarget", Fast with { UnlabeledTarget = double.NaN }),
        ("UnlabeledTarget", Fast with { UnlabeledTarget = double.NegativeInfinity }),
        ("UnlabeledTarget", Fast with { MixedTarget = double.NaN }),
        ("AbnormalTarget", Fast with { AbnormalTarget = 4 }),
        ("AbnormalTarget", Fast with { AbnormalTarget = 1e39 }),
        ("PartnerCount", Fast with { PartnerCount = 0 }),
        ("PartnerCount", Fast with { PartnerCount = 100_001 }),
    ];

    private PReNetOptions Near => Fast with { MixedTarget = 0.1, AbnormalTarget = 0.2 };

    [TestMethod]
    public void ScoreNetwork_AnyRow_IsTheMeanOfHalfOfBothRelations()
    {
        var random = new SeededRandom(5);
        var hidden = Network(random.Derive("hidden"), new LayerShape(10, 6, Activation.Relu, HasBias: true));
        var first = Network(random.Derive("first"), new LayerShape(6, 1, Activation.None, HasBias: true));
        var second = Network(random.Derive("second"), new LayerShape(6, 1, Activation.None));
        var (unlabeled, abnormal) = (Pool.Select([1, 2, 3, 4]), Pool.Select([7, 22, 37]));
        var network = PReNetDetector.ScoreNetwork(hidden, first.Layers[0], second.Layers[0], unlabeled, abnormal);
        double Relation(ReadOnlySpan<float> x, ReadOnlySpan<float> y) =>
            ReferencePerceptron.Run(first, Code(x))[0] + ReferencePerceptron.Run(second, Code(y))[0];
        double[] Code(ReadOnlySpan<float> row) => ReferencePerceptron.Run(hidden, [.. row.ToArray().Select(value => (double)value)]);

        for (var row = 0; row < 20; row++)
        {
            var x = Pool.Row(row).ToArray();
            var expected = (Enumerable.Range(0, 4).Average(u => Relation(unlabeled.Row(u), x))
                + Enumerable.Range(0, 3).Average(a => Relation(x, abnormal.Row(a)))) / 2;
            var actual = ReferencePerceptron.Run(network, [.. x.Select(value => (double)value)])[0];
            Assert.AreEqual(expected, actual, 1e-6, $"Row {row}");
        }
    }

    [TestMethod]
    public void Fit_HiddenLayersNoneOneOrThree_TrainsThem()
    {
        Assert.AreEqual("10-20-1", Model(Fast).Network.Shape.ToString());
        Assert.AreEqual("10-1", Model(Fast with { HiddenSizes = [] }).Network.Shape.ToString());
        Assert.AreEqual("10-9-8-7-1", Model(Fast with { HiddenSizes = [9, 8, 7] }).Network.Shape.ToString());
    }

    [TestMethod]
    public void Fit_Trained_PutsLabeledAnomaliesNearTheRelationOfThreeOfFour()
    {
        // Of an anomaly x, f(u, x) is 4 and f(x, a) is 8; of an ordinary row they are 0 and 4.
        var scores = Model(new PReNetOptions { Seed = 1, WeightPenalty = 0, LearningRate = 5e-3 }).Score(Pool);
        int[] others = [.. Enumerable.Range(0, Pool.RowCount).Where(row => Labels[row] != RowLabel.Abnormal)];
        Assert.AreEqual(6, Labels.AbnormalRows.Average(row => scores[row]), 1);
        Assert.AreEqual(2, others.Select(row => scores[row]).Order().ElementAt(others.Length / 2), 1);
    }

    protected override PReNetDetector Make(PReNetOptions options) => new(options);

    protected override double ReferenceScore(DetectorModel model, IReadOnlyList<double> row) =>
        ReferencePerceptron.Run(((PReNetModel)model).Network, row)[0];

    private static NetworkParameters Network(SeededRandom random, LayerShape layer) =>
        NetworkParameters.Draw(NetworkShape.Of(layer), random);

    private static PReNetModel Model(PReNetOptions options) => (PReNetModel)new PReNetDetector(options).Fit(Request()).Model;
}
