using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors.Networks;
using ActiveAnomaly.Networks;
using ActiveAnomaly.Randomness;
using ActiveAnomaly.Reference;

namespace ActiveAnomaly.Detectors.PReNet;

[TestClass]
public sealed class PReNetDetectorTests : PenalizedNetworkContract<PReNetDetector, PReNetOptions>
{
    protected override IReadOnlyList<(string Property, PReNetOptions Before, PReNetOptions After)> OwnChanges =>
    [
        ("UnlabeledTarget", Fast, Fast with { UnlabeledTarget = 0.3 }),
        ("MixedTarget", Fast, Fast with { MixedTarget = 0.3 }),
        ("AbnormalTarget", Near, Near with { AbnormalTarget = 0.3 }),
        ("PartnerCount", Fast, Fast with { PartnerCount = 2 }),
    ];

    protected override IReadOnlyList<(string Property, PReNetOptions Options)> OwnBroken =>
    [
        ("UnlabeledTarget", Fast with { UnlabeledTarget = 4 }),
        ("UnlabeledTarget", Fast with { UnlabeledTarget = double.NaN }),
        ("UnlabeledTarget", Fast with { UnlabeledTarget = double.NegativeInfinity }),
        ("UnlabeledTarget", Fast with { MixedTarget = double.NaN }),
        ("AbnormalTarget", Fast with { AbnormalTarget = 4 }),
        ("AbnormalTarget", Fast with { AbnormalTarget = 1e39 }),
        ("PartnerCount", Fast with { PartnerCount = 0 }),
        ("PartnerCount", Fast with { PartnerCount = 100_001 }),
    ];

    protected override int SmallestBatchSize => 4;

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
    [DataRow(0.05, 0.3)]
    [DataRow(0, 100)]
    public void Fit_SomeSteps_MovesTheRelationAsInDouble(double penalty, double largestNorm)
    {
        // Of one labelled row a and another one u, a batch of four is (u, u) twice, (u, a) and (a, a). The numbers: 12 weights and 4 biases
        // of the hidden layer, then what the first row of a pair is multiplied with, the offset, and what the second is.
        var rows = FeatureMatrix.Copy([0.9f, 0.2f, 0.6f, 0.1f, 0.7f, 0.3f, 0.5f, 0.5f, 0.1f], 3);
        var request = new TrainingRequest(rows.Select([0, 1]), PoolLabels.None(2).With([new(0, RowLabel.Abnormal)]));
        var options = new PReNetOptions
        {
            Seed = 1,
            EpochCount = 1,
            StepCount = 8,
            BatchSize = 4,
            LearningRate = 1e-2,
            HiddenSizes = [4],
            WeightPenalty = penalty,
            LargestGradientNorm = largestNorm,
            UnlabeledTarget = -0.4,
            MixedTarget = 0.1,
            AbnormalTarget = 0.5,
        };
        var random = new SeededRandom(1).Derive("stage", 0).Derive("weights");
        var hidden = NetworkShape.Of(new LayerShape(3, 4, Activation.Relu, HasBias: true));
        var relation = NetworkParameters.Draw(
            NetworkShape.Of(new LayerShape(8, 1, Activation.None)), random.Derive("relation"), InitialWeights.GlorotUniform);
        var ofRelation = ReferencePerceptron.Numbers(relation);
        double[] numbers =
        [
            .. ReferencePerceptron.Numbers(NetworkParameters.Draw(hidden, random, InitialWeights.GlorotUniform)),
            .. ofRelation[..4],
            0,
            .. ofRelation[4..],
        ];
        var optimizer = ReferenceOptimizer.RmsProp(1e-2, largestNorm);
        for (var step = 0; step < 8; step++)
        {
            optimizer.Step(numbers, at =>
                (((2 * Math.Abs(Relation(at, 1, 1) + 0.4)) + Math.Abs(Relation(at, 1, 0) - 0.1) + Math.Abs(Relation(at, 0, 0) - 0.5)) / 4)
                + (penalty * at.Take(12).Sum(weight => weight * weight)));
        }

        Doubles.AreClose(
            [.. Enumerable.Range(0, 3).Select(row => (Relation(numbers, 1, row) + Relation(numbers, row, 0)) / 2)],
            [.. Make(options).Fit(request).Model.Score(rows).Select(score => (double)score)],
            StepTolerance);

        double Relation(double[] at, int first, int second) =>
            at[20] + Code(at, first).Zip(at[16..20], (z, w) => z * w).Sum() + Code(at, second).Zip(at[21..], (z, w) => z * w).Sum();

        double[] Code(double[] at, int row) =>
            ReferencePerceptron.Run(hidden, at.AsSpan(0, 16), [.. rows.Row(row).ToArray().Select(value => (double)value)]);
    }

    [TestMethod]
    public void Fit_Trained_PutsLabeledAnomaliesNearTheRelationOfThreeOfFour()
    {
        // Of an anomaly x, f(u, x) is 4 and f(x, a) is 8; of an ordinary row they are 0 and 4.
        var model = Make(new PReNetOptions { Seed = 1, WeightPenalty = 0, LearningRate = 5e-3 }).Fit(Request()).Model;
        var scores = model.Score(Pool);
        int[] others = [.. Enumerable.Range(0, Pool.RowCount).Where(row => Labels[row] != RowLabel.Abnormal)];
        Assert.AreEqual(6, Labels.AbnormalRows.Average(row => scores[row]), 1);
        Assert.AreEqual(2, others.Select(row => scores[row]).Order().ElementAt(others.Length / 2), 1);
    }

    protected override PReNetDetector Make(PReNetOptions options) => new(options);

    private static NetworkParameters Network(SeededRandom random, LayerShape layer) =>
        NetworkParameters.Draw(NetworkShape.Of(layer), random);
}
