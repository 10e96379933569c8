using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.GaussianProcess;

namespace ActiveAnomaly.Onnx;

/// <summary>Gaussian processes of no answer, of few and of many, and of one kind of answer.</summary>
[TestClass]
public sealed class GaussianProcessTests
{
    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(16)]
    [DataRow(40)]
    [DataRow(300)]
    public void Scores_OfSoManyAnswers_AreTheModels(int answerCount) =>
        GivenPools.Of("numbers", answerCount).AssertSameScores(Detector());

    [TestMethod]
    [DataRow(RowLabel.Normal)]
    [DataRow(RowLabel.Abnormal)]
    public void Scores_OfAnswersOfOneKind_AreTheModels(RowLabel label)
    {
        var given = GivenPools.Of("numbers");
        var labels = Enumerable.Range(0, given.Pool.RowCount).Select(row => row % 10 == 0 ? label : RowLabel.Unlabeled);
        (given with { Labels = PoolLabels.Copy([.. labels]) }).AssertSameScores(Detector());
    }

    [TestMethod]
    public void Scores_OfLittleNoise_AreTheModels() => GivenPools.Of("a grid", 200).AssertSameScores(
        new GaussianProcessDetector(new GaussianProcessOptions { Seed = 1, Noise = 0.01 }));

    [TestMethod]
    public void Scores_OfFeaturesThatWeigh_AreTheModels()
    {
        // The first feature alone decides the answers.
        var given = GivenPools.Of("numbers");
        var rows = Enumerable.Range(0, given.Pool.RowCount);
        var labels = rows.Select(
            row => row % 3 != 0 ? RowLabel.Unlabeled : given.Pool.Row(row)[0] > 0.5f ? RowLabel.Abnormal : RowLabel.Normal);
        var told = given with { Labels = PoolLabels.Copy([.. labels]) };
        var model = (GaussianProcessModel)Detector().Fit(new TrainingRequest(told.Pool, told.Labels)).Model;
        Assert.IsNotNull(model.Space.Kernel.FeatureWeights);
        told.AssertSameScores(Detector());
    }

    private static GaussianProcessDetector Detector() => new(new GaussianProcessOptions { Seed = 1 });
}
