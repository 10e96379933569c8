using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.Calibrated;
using ActiveAnomaly.Sessions;

namespace ActiveAnomaly.Labeling;

/// <summary>Probabilities and thresholds of a session for people.</summary>
[TestClass]
public sealed class CalibrateTests
{
    public required TestContext TestContext { get; init; }

    [TestMethod]
    public async Task CalibrateAsync_AnswersOfBothKinds_GivesAProbabilityThatRises()
    {
        using var session = GivenSession.Create(100);
        await session.WaitForModelAsync(TestContext.CancellationTokenSource.Token);
        session.AnswerAll("ada", [.. Enumerable.Range(80, 20)], Answer.Abnormal);
        session.AnswerAll("ada", [.. Enumerable.Range(40, 20)], Answer.Normal);
        var calibration = await session.CalibrateAsync(cancellationToken: TestContext.CancellationTokenSource.Token);
        Assert.IsTrue(calibration.Model.TryGet<IProbability>(out var probability), calibration.Warning);
        Assert.IsLessThan(0.2f, probability.ProbabilityOf(45));
        Assert.IsGreaterThan(0.8f, probability.ProbabilityOf(95));
        Assert.AreEqual(0, calibration.ThresholdFor(0.1).RandomAnswerCount);
    }

    [TestMethod]
    public async Task CalibrateAsync_Audits_AreAnswersForRowsDrawnAtRandom()
    {
        using var session = GivenSession.Create(400, GivenSession.Options with { AuditShare = 0.99 });
        await session.WaitForModelAsync(TestContext.CancellationTokenSource.Token);
        for (var i = 0; i < 40; i++)
        {
            await GivenSession.Answer(session, "ada", await GivenSession.Row(session, "ada"));
        }

        var calibration = await session.CalibrateAsync(cancellationToken: TestContext.CancellationTokenSource.Token);
        var threshold = calibration.ThresholdFor(0.05);
        Assert.IsGreaterThan(30, threshold.RandomAnswerCount, threshold.Statement);
        Assert.IsGreaterThan(200, threshold.LeastNormalCount);
    }
}
