using ActiveAnomaly.Data;
using ActiveAnomaly.Training;

namespace ActiveAnomaly.Detectors.Networks;

[TestClass]
public sealed class ProgressReporterTests
{
    private readonly Clock _clock = new();
    private readonly ProgressRecorder _recorder = new();

    [TestMethod]
    public void Report_Pretraining_LeavesItsOwnEpochsAndThoseOfTrainingAtItsPace()
    {
        var reporter = Reporter(epochCount: 10);
        _clock.Now += TimeSpan.FromSeconds(2);
        reporter.Pretraining!(new EpochProgress(0, 5, 0));
        Assert.AreEqual(
            (TimeSpan.FromSeconds(2), TimeSpan.FromSeconds((4 + 10) * 2)),
            (_recorder.Reports[0].Elapsed, _recorder.Reports[0].TimeLeft));
    }

    [TestMethod]
    public void Report_Training_LeavesItsEpochsAtItsOwnPace()
    {
        var reporter = Reporter(epochCount: 4);
        _clock.Now += TimeSpan.FromSeconds(8);
        reporter.Pretraining!(new EpochProgress(0, 1, 0));
        _clock.Now += TimeSpan.FromSeconds(3);
        reporter.Training!(new EpochProgress(0, 4, 0));
        _clock.Now += TimeSpan.FromSeconds(1);
        reporter.Training(new EpochProgress(1, 4, 0));

        // Two epochs took 4 seconds, two are left.
        Assert.AreEqual(TimeSpan.FromSeconds(3 * 3), _recorder.Reports[1].TimeLeft);
        Assert.AreEqual((TimeSpan.FromSeconds(12), TimeSpan.FromSeconds(4)), (_recorder.Reports[2].Elapsed, _recorder.Reports[2].TimeLeft));
    }

    [TestMethod]
    public void Report_LastEpoch_LeavesNothing()
    {
        var reporter = Reporter(epochCount: 1);
        _clock.Now += TimeSpan.FromSeconds(3);
        reporter.Training!(new EpochProgress(0, 1, 0.5));
        Assert.AreEqual(
            ("training", 0.5, TimeSpan.Zero),
            (_recorder.Reports[0].Phase, _recorder.Reports[0].Loss, _recorder.Reports[0].TimeLeft));
    }

    [TestMethod]
    public void Training_NobodyListens_IsNothing()
    {
        var reporter = new ProgressReporter(new TrainingRequest(FeatureMatrix.Copy([1, 2], 1)), 1, "training", _clock);
        Assert.IsNull(reporter.Training);
    }

    private ProgressReporter Reporter(int epochCount) =>
        new(new TrainingRequest(FeatureMatrix.Copy([1, 2], 1)) { Progress = _recorder }, epochCount, "training", _clock);

    /// <summary>A clock that stands still unless a test moves it.</summary>
    private sealed class Clock : TimeProvider
    {
        public TimeSpan Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }
}
