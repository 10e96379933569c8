using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.Combined;
using ActiveAnomaly.Detectors.Ensembles;
using ActiveAnomaly.Detectors.Forests;
using ActiveAnomaly.Detectors.GaussianProcess;
using ActiveAnomaly.Detectors.OneClass;

namespace ActiveAnomaly.Labeling.Clustering;

/// <summary>Members that are trained as work are those that are trained in place.</summary>
[TestClass]
public sealed class MemberTrainerTests : IAsyncDisposable
{
    private const string WorkName = "member/1";

    private static readonly NceOptions Network = new() { Seed = 1, PretrainingEpochCount = 1, EpochCount = 2, BatchSize = 16 };

    private readonly OwnWorker _worker = new(new MemberWork(WorkName));

    private IMemberTrainer Trainer => new MemberTrainer(_worker, WorkName);

    [TestMethod]
    public void Fit_Ensemble_GivesTheSameBitsAsInPlaceAtEveryStage()
    {
        var (here, elsewhere) = (Ensemble(trainer: null), Ensemble(Trainer));
        var (previousHere, previousElsewhere) = ((DetectorModel?)null, (DetectorModel?)null);
        for (var stage = 0; stage < 3; stage++)
        {
            var expected = here.Fit(Request(stage, previousHere));
            var found = elsewhere.Fit(Request(stage, previousElsewhere));

            Assert.IsTrue(expected.Scores.Span.SequenceEqual(found.Scores.Span));
            Assert.IsTrue(expected.QueryScores.Span.SequenceEqual(found.QueryScores.Span));
            Assert.AreEqual(expected.Model.Threshold, found.Model.Threshold);
            Assert.IsTrue(expected.Model.Score(Rows(7)).AsSpan().SequenceEqual(found.Model.Score(Rows(7))));
            (previousHere, previousElsewhere) = (expected.Model, found.Model);
        }

        Assert.HasCount(9, _worker.Items);
    }

    [TestMethod]
    public void Fit_Members_ShareThePoolAndTheLabels()
    {
        Ensemble(Trainer).Fit(Request(stage: 1));

        Assert.HasCount(2, _worker.Items.SelectMany(item => item.Inputs).Distinct().ToArray());
        Assert.IsTrue(_worker.Items.TrueForAll(item => item.Content.Length < 2000));
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void Fit_PseudoAbnormalRowsAndTwins_CountAsInPlace(bool labelsCountForTwins)
    {
        TrainingRequest Of() => new(Rows(3), Labels())
        {
            Stage = 1, PseudoAbnormalRows = [5, 9], LabelsCountForTwins = labelsCountForTwins,
        };

        var expected = Ensemble(trainer: null).Fit(Of());
        var found = Ensemble(Trainer).Fit(Of());

        Assert.IsTrue(expected.Scores.Span.SequenceEqual(found.Scores.Span));
    }

    [TestMethod]
    public void Fit_CombinationWithAMemberThatCannotBeSent_TrainsThatOneInPlace()
    {
        CombinedDetector Of(IMemberTrainer? trainer) => new(
            new CombinedOptions { MemberTrainer = trainer },
            new IsolationForestDetector(new IsolationForestOptions { Seed = 1 }),
            new ScriptedDetector(_ => { }),
            new GaussianProcessDetector(new GaussianProcessOptions { Seed = 2 }));

        var found = Of(Trainer).Fit(Request(stage: 1));

        Assert.IsTrue(Of(null).Fit(Request(stage: 1)).Scores.Span.SequenceEqual(found.Scores.Span));
        Assert.HasCount(2, _worker.Items);
    }

    [TestMethod]
    public void Fit_MemberThatReports_IsToldOfByItsNumber()
    {
        var told = new List<string>();

        Ensemble(Trainer).Fit(new TrainingRequest(Rows(3), Labels()) { Progress = new Listener(progress => told.Add(progress.Phase)) });

        Assert.IsTrue(told.Exists(phase => phase.StartsWith("member 1 of 3, ", StringComparison.Ordinal)));
        Assert.IsTrue(told.Exists(phase => phase.StartsWith("member 3 of 3, ", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void Fit_PoolThatCannotBeTrainedOn_ThrowsWhatTrainingThrows()
    {
        // A number whose square is none: its scores are no numbers.
        var values = Rows(3).Values.ToArray();
        values[8] = 3e38f;
        var pool = FeatureMatrix.Copy(values, 4);

        var expected = Assert.Throws<Exception>(() => Ensemble(trainer: null).Fit(new TrainingRequest(pool)));
        var found = Assert.Throws<Exception>(() => Ensemble(Trainer).Fit(new TrainingRequest(pool)));

        Assert.AreEqual(expected.GetType(), found.GetType());
        Assert.AreEqual(expected.Message, found.Message);
        Assert.HasCount(3, _worker.Items);
    }

    [TestMethod]
    public async Task Fit_WorkerThatIsStopped_TrainsWhatIsLeftInPlace()
    {
        await using var worker = new OwnWorker(new MemberWork(WorkName)) { MostItems = 1 };

        var found = Ensemble(new MemberTrainer(worker, WorkName)).Fit(Request(stage: 1));

        Assert.IsTrue(Ensemble(trainer: null).Fit(Request(stage: 1)).Scores.Span.SequenceEqual(found.Scores.Span));
    }

    [TestMethod]
    public void Fit_NextStage_PrefersTheSiloThatHadTheMember()
    {
        var ensemble = Ensemble(Trainer);
        ensemble.Fit(Request(stage: 1));
        ensemble.Fit(Request(stage: 2));

        Assert.IsTrue(_worker.Items.Take(3).All(item => item.PreferredSilo is null));
        Assert.IsTrue(_worker.Items.Skip(3).All(item => item.PreferredSilo == _worker.Name));
    }

    [TestMethod]
    [DataRow(int.MaxValue)]
    [DataRow(1)]
    public async Task Compute_SetUp_GivesTheSameBitsAsInPlaceAlsoWhereTheWorkerIsStopped(int mostItems)
    {
        var options = new GaussianProcessOptions { Seed = 3 };
        var random = new Random(5);
        var pool = FeatureMatrix.Copy([.. Enumerable.Range(0, 70_000 * 16).Select(_ => random.NextSingle())], 16);
        await using var worker = new OwnWorker(new MemberWork(WorkName)) { MostItems = mostItems };
        var told = new List<string>();
        var expected = new GaussianProcessDetector(options).Fit(new TrainingRequest(pool));

        var found = new GaussianProcessDetector(options with { SetUpSharer = new MemberTrainer(worker, WorkName) }).Fit(
            new TrainingRequest(pool) { Progress = new Listener(progress => told.Add($"{progress.Phase} {progress.EpochIndex + 1}")) });

        Assert.IsTrue(expected.Scores.Span.SequenceEqual(found.Scores.Span));
        Assert.AreEqual(expected.Model.Threshold, found.Model.Threshold);
        Assert.HasCount(3, worker.Items);
        Assert.IsTrue(worker.Items.TrueForAll(item => item.Content.Length < 2000));
        Assert.IsTrue(told.Contains("prior 137"), string.Join("; ", told.TakeLast(5)));
    }

    [TestMethod]
    public void Compute_SmallPool_IsSetUpInPlace()
    {
        new GaussianProcessDetector(new GaussianProcessOptions { Seed = 3, SetUpSharer = new MemberTrainer(_worker, WorkName) })
            .Fit(Request(stage: 1));

        Assert.IsEmpty(_worker.Items);
    }

    [TestMethod]
    public void Fit_Cancelled_Throws()
    {
        using var cancel = new CancellationTokenSource();
        cancel.Cancel();

        Assert.Throws<OperationCanceledException>(
            () => Ensemble(Trainer).Fit(new TrainingRequest(Rows(3)) { CancellationToken = cancel.Token }));
    }

    public ValueTask DisposeAsync() => _worker.DisposeAsync();

    private static EnsembleDetector Ensemble(IMemberTrainer? trainer) => EnsembleDetector.Create(
        new EnsembleOptions { MemberCount = 3, MemberTrainer = trainer }, Network, static member => new NceDetector(member));

    private static TrainingRequest Request(int stage, DetectorModel? previous = null) =>
        new(Rows(3), Labels()) { Stage = stage, Previous = previous };

    private static FeatureMatrix Rows(int seed)
    {
        var random = new Random(seed);
        return FeatureMatrix.Copy([.. Enumerable.Range(0, 60 * 4).Select(i => i < 8 ? 0.5f : random.NextSingle())], 4);
    }

    private static PoolLabels Labels() =>
        PoolLabels.None(60).With([new(1, RowLabel.Abnormal), new(2, RowLabel.Normal), new(30, RowLabel.Normal)]);

    private sealed class Listener(Action<TrainingProgress> listener) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => listener(value);
    }
}
