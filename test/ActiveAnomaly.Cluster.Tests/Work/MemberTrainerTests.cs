using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.Ensembles;
using ActiveAnomaly.Detectors.OneClass;
using ActiveAnomaly.Labeling.Clustering;
using ActiveAnomaly.Labeling.Stores;

namespace ActiveAnomaly.Cluster.Work;

/// <summary>Silos train the members of an ensemble, and the ensemble is the one that one process trains.</summary>
[TestClass]
public sealed class MemberTrainerTests
{
    private const string WorkName = "member/1";

    private static readonly NceOptions Member = new() { Seed = 1, PretrainingEpochCount = 20, EpochCount = 20, BatchSize = 16 };

    [TestMethod]
    public async Task Fit_OnTwoSilos_GivesTheSameBitsAsInOneProcess()
    {
        var connectionString = PostgresServer.Shared.CreateSchema();
        await using var driver = await JoinAsync(connectionString);
        await using var helper = await JoinAsync(connectionString);

        var found = Ensemble(new MemberTrainer(driver, WorkName)).Fit(Request());

        var expected = Ensemble(trainer: null).Fit(Request());
        Assert.IsTrue(expected.Scores.Span.SequenceEqual(found.Scores.Span));
        Assert.AreEqual(expected.Model.Threshold, found.Model.Threshold);
    }

    private static EnsembleDetector Ensemble(IMemberTrainer? trainer) => EnsembleDetector.Create(
        new EnsembleOptions { MemberCount = 6, MemberTrainer = trainer }, Member, static member => new NceDetector(member));

    private static TrainingRequest Request()
    {
        var random = new Random(3);
        var rows = FeatureMatrix.Copy([.. Enumerable.Range(0, 400 * 5).Select(_ => random.NextSingle())], 5);
        return new TrainingRequest(rows, PoolLabels.None(400).With([new(1, RowLabel.Abnormal), new(2, RowLabel.Normal)])) { Stage = 1 };
    }

    private static Task<IWorker> JoinAsync(string connectionString) => new SiloHost().JoinAsync(new WorkerOptions
    {
        ConnectionString = connectionString, Works = [new MemberWork(WorkName)], SlotCount = 1,
    });
}
