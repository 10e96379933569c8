using ActiveAnomaly.Cluster.Work;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.Ensembles;
using ActiveAnomaly.Detectors.OneClass;
using ActiveAnomaly.Labeling;
using ActiveAnomaly.Labeling.Clustering;
using ActiveAnomaly.Labeling.Exports;
using ActiveAnomaly.Labeling.Rows;
using ActiveAnomaly.Sessions.Stores;

namespace ActiveAnomaly.Cluster;

/// <summary>Members of a session's ensemble are trained by other silos too, and the session's scores are those of one process.</summary>
[TestClass]
public sealed class SessionMembersTests
{
    private const string WorkName = "member/1";

    private static readonly TimeSpan LongestTime = TimeSpan.FromMinutes(3);

    private static readonly NceOptions Member = new() { Seed = 1, PretrainingEpochCount = 30, EpochCount = 10, BatchSize = 16 };

    [TestMethod]
    public async Task Session_WithAnEnsemble_IsTrainedByAnotherSiloTooToTheSameBits()
    {
        await using var silo = await GivenSilo.StartAsync(works: [new MemberWork(WorkName)], detectorOf: Ensemble);
        var helping = new CountedWork(new MemberWork(WorkName));
        await using var worker = await new SiloHost().JoinAsync(new WorkerOptions
        {
            ConnectionString = silo.ConnectionString, Works = [helping], SlotCount = 2,
        });
        var begin = TimeProvider.System.GetTimestamp();
        for (var row = 7; row < 9 || helping.Count == 0; row++)
        {
            // The more there is to learn, the more members there are to train: until the other silo has had one.
            Assert.IsLessThan(LongestTime, TimeProvider.System.GetElapsedTime(begin), "No member was sent.");
            await silo.AnswerAsync("ada", row % 200, row % 20 == 7 ? "abnormal" : "normal");
            await silo.WaitForModelAsync();
        }

        var found = await silo.Client.GetStringAsync($"/sessions/{GivenSilo.SessionId}/api/exports/scores.csv");

        Assert.AreEqual(await InOneProcessAsync(silo), found);
        Assert.IsGreaterThan(0, helping.Count);
    }

    [TestMethod]
    public async Task Session_WithAnEnsembleAndNobodyWhoHelps_IsTrainedByItsSilo()
    {
        var own = new CountedWork(new MemberWork(WorkName));
        await using var silo = await GivenSilo.StartAsync(works: [own], detectorOf: Ensemble);
        await silo.AnswerAsync("ada", 7, "abnormal");
        await silo.WaitForModelAsync();

        Assert.IsGreaterThanOrEqualTo(6, own.Count);
    }

    private static async Task<string> InOneProcessAsync(GivenSilo silo)
    {
        var copy = new MemorySessionStore();
        foreach (var sessionEvent in silo.Log())
        {
            copy.Append(GivenSilo.SessionId, sessionEvent);
        }

        using var workspace = LabelingWorkspace.Open(
            copy,
            GivenSilo.SessionId,
            Path.Combine(silo.Folder, "payments.csv"),
            new LabelingOptions { Detector = Ensemble(silo: null) });
        await workspace.Session.WaitForModelAsync();
        using var text = new MemoryStream();
        await new ScoreExport(workspace.Pool, RowMarks.Of(workspace.Session)).WriteCsvAsync(text);
        text.Position = 0;
        using var reader = new StreamReader(text);
        return await reader.ReadToEndAsync();
    }

    private static EnsembleDetector Ensemble(IWorkDistributor? silo) => EnsembleDetector.Create(
        new EnsembleOptions { MemberCount = 6, MemberTrainer = silo is null ? null : new MemberTrainer(silo, WorkName) },
        Member,
        static member => new NceDetector(member));
}
