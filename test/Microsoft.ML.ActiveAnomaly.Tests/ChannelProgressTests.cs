using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;

namespace Microsoft.ML.ActiveAnomaly.Tests;

/// <summary>Training of any kind, as the log tells of it.</summary>
[TestClass]
public sealed class ChannelProgressTests
{
    [TestMethod]
    public void Fit_OneStepWithoutALoss_IsOneLineWithoutThem() =>
        CollectionAssert.AreEqual(
            (string[])["Stage 0, growing: done, 0.0 s left."],
            Lines(new TrainingProgress(0, "growing", 0, 1, double.NaN, default, default)));

    [TestMethod]
    public void Fit_OneStepWithALoss_TellsIt() => CollectionAssert.AreEqual(
        (string[])["Stage 0, growing: done, loss 0.25, 1.5 s left."],
        Lines(new TrainingProgress(0, "growing", 0, 1, 0.25, default, TimeSpan.FromSeconds(1.5))));

    [TestMethod]
    public void Fit_NoEpochToCount_IsOneLine() =>
        CollectionAssert.AreEqual(
            (string[])["Stage 0, growing: done, 0.0 s left."],
            Lines(new TrainingProgress(0, "growing", 0, 0, double.NaN, default, default)));

    [TestMethod]
    public void Fit_ThreeEpochs_AreThreeLines() => CollectionAssert.AreEqual(
        (string[])["epoch 1 of 3", "epoch 2 of 3", "epoch 3 of 3"],
        Lines(Epochs(3)).Select(line => line.Split(": ")[1].Split(',')[0]).ToArray());

    [TestMethod]
    public void Fit_HundredEpochs_AreTenLinesThatEndWithTheLast()
    {
        var lines = Lines(Epochs(100));

        Assert.HasCount(10, lines);
        Assert.Contains("epoch 100 of 100", lines[^1]);
    }

    [TestMethod]
    public void Fit_EpochsBeyondATenthOfTheLargestInteger_AreCounted() =>
        Assert.HasCount(1, Lines(new TrainingProgress(0, "growing", int.MaxValue - 1, int.MaxValue, 1, default, default)));

    private static TrainingProgress[] Epochs(int count) =>
        [.. Enumerable.Range(0, count).Select(epoch => new TrainingProgress(0, "training", epoch, count, 1, default, default))];

    /// <summary>Gives the lines of the log that come of what a detector reports.</summary>
    private static string[] Lines(params TrainingProgress[] reports)
    {
        var mlContext = new MLContext(1);
        var log = new LogListener(mlContext);
        mlContext.ActiveAnomaly().Trainers.Detector(new ReportingDetector(reports)).Fit(mlContext.Pool(5));
        var messages = log.From("reporting; Fit").Select(message => message.RawMessage);
        return [.. messages.Where(message => message.StartsWith("Stage", StringComparison.Ordinal))];
    }

    private sealed record ReportingOptions : DetectorOptions;

    private sealed class ReportingDetector(TrainingProgress[] reports) : Detector(new ReportingOptions())
    {
        public override string Name => "reporting";

        public override bool UsesLabels => false;

        protected override TrainedDetector Train(TrainingRequest request)
        {
            foreach (var report in reports)
            {
                request.Progress!.Report(report);
            }

            return Scored(new FirstFeatureModel(request.Pool), request);
        }
    }

    private sealed class FirstFeatureModel(FeatureMatrix pool) : DetectorModel(pool.FeatureCount)
    {
        protected override void ScoreRows(ReadOnlySpan<float> rows, Span<float> scores, CancellationToken cancellationToken)
        {
            for (var row = 0; row < scores.Length; row++)
            {
                scores[row] = rows[row * FeatureCount];
            }
        }
    }
}
