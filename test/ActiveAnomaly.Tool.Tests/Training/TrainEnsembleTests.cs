using System.CommandLine;
using System.IO.Compression;
using System.Net;
using System.Text;
using ActiveAnomaly.Tool.Clustering;
using ActiveAnomaly.Tool.Scoring;

namespace ActiveAnomaly.Tool.Training;

/// <summary>Ensembles that train makes, here and on a cluster's machines.</summary>
[TestClass]
public sealed class TrainEnsembleTests
{
    [TestMethod]
    public void Run_Ensemble_AveragesStandardisedScores()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("numbers.csv", SyntheticCsv.OfNumbers(60));

        var run = CommandRun.Of("train", path, "--output", folder.File("model.zip"), "--ensemble", "3");

        Assert.AreEqual(0, run.ExitCode, run.Error);
        Assert.Contains(" x 3), seed 1", run.Output);

        // Of its training rows, each member's scores have the mean 0 and the deviation 1: so has the mean of their averages.
        var scores = Scores.Of(folder, path).Values;
        Assert.AreEqual(0, scores.Average(score => (double)score), 1e-4);
        Assert.IsLessThanOrEqualTo(1.0001, Math.Sqrt(scores.Average(score => (double)score * score)));
    }

    [TestMethod]
    public void Run_EnsembleByRanks_ScoresBetween0And1()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("numbers.csv", SyntheticCsv.OfNumbers(60));

        CommandRun.Json("train", path, "--output", folder.File("model.zip"), "--ensemble", "2", "--combine", "RankAverage");

        var scores = Scores.Of(folder, path).Values;
        Assert.IsTrue(scores.All(score => score is >= 0 and <= 1));
        Assert.IsGreaterThan(0.9f, scores.Max());
    }

    [TestMethod]
    public void Run_EnsembleOnACluster_SavesTheModelThatThisMachineSaves()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("numbers.csv", SyntheticCsv.OfNumbers(60));
        CommandRun.Json("train", path, "--output", folder.File("model.zip"), "--ensemble", "4");
        var expected = Scores.Of(folder, path).Values;
        File.Delete(folder.File("model.zip"));

        var taken = OnACluster("train", path, "--output", folder.File("model.zip"), "--ensemble", "4");

        CollectionAssert.AreEqual(expected, Scores.Of(folder, path).Values);
        CollectionAssert.AreEquivalent(new[] { 0, 1, 2, 3 }, taken);
    }

    [TestMethod]
    public void Run_DefaultDetectorOnACluster_IsSetUpByTheSilosToTheModelThatThisMachineSaves()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("large.csv", OfRandomNumbers(rowCount: 33_000, featureCount: 32));
        CommandRun.Json("train", path, "--no-label", "--output", folder.File("here.zip"));

        var taken = OnACluster("train", path, "--no-label", "--output", folder.File("model.zip"));

        CollectionAssert.AreEquivalent(new[] { 0, 1, 2 }, taken);
        using var here = ZipFile.OpenRead(folder.File("here.zip"));
        using var there = ZipFile.OpenRead(folder.File("model.zip"));
        CollectionAssert.AreEqual(Crcs(here), Crcs(there));
    }

    [TestMethod]
    public void Run_ClusterWithoutAnEnsemble_IsRefused()
    {
        using var folder = new TemporaryFolder();
        using var output = new StringWriter();
        var run = new TrainRun(
            new TrainOptions
            {
                Data = folder.Write("numbers.csv", SyntheticCsv.OfNumbers(60)),
                Table = new(),
                Detector = "copod",
                Seed = 1,
                Contamination = 0.1,
                EnsembleSize = 1,
                Combination = default,
                Cluster = new WorkerSettings("Host=nowhere", 0, IPAddress.Loopback),
                Probability = false,
                FalseAlarmRate = null,
                ModelPath = folder.File("model.zip"),
            },
            new CommandOutput(output, output, isJson: false));

        var exception = Assert.ThrowsExactly<UsageException>(() => run.Run(CancellationToken.None));
        Assert.Contains("Give --ensemble and a number", exception.Message);
    }

    [TestMethod]
    [DataRow("balif")]
    [DataRow("extra_trees")]
    public void Run_EnsembleOfWhatIsTrainedSingle_IsRefused(string detector) =>
        CommandRun.Of("train", "glass", "--detector", detector, "--ensemble", "3").IsMisused($"{detector} is trained as a single detector");

    [TestMethod]
    public void Run_EnsembleOfNone_IsRefused() => CommandRun.Of("train", "glass", "--ensemble", "0").IsMisused("--ensemble is 0");

    /// <summary>Runs a command on a cluster of two silos.</summary>
    /// <returns>The items that were done.</returns>
    private static List<int> OnACluster(params string[] arguments)
    {
        var taken = new List<int>();
        var helper = new ThreadSilo("helper:1") { Works = WorkCatalog.Create(), SlotCount = 1 };
        var cluster = new ThreadCluster(helper)
        {
            Done = index =>
            {
                lock (taken)
                {
                    taken.Add(index);
                }
            },
        };
        using var output = new StringWriter();
        var command = TrainCommand.Create((options, to) => new TrainRun(
            options with { Cluster = new WorkerSettings("Host=nowhere", 0, IPAddress.Loopback) }, to) { Join = cluster.JoinAsync });

        var exitCode = new RootCommand { command }.Parse(arguments)
            .Invoke(new InvocationConfiguration { Output = output, Error = output });

        Assert.AreEqual(0, exitCode, output.ToString());
        Assert.Contains("Trains on the silos of PostgreSQL 'nowhere', as own:1.", output.ToString());
        return taken;
    }

    private static string OfRandomNumbers(int rowCount, int featureCount)
    {
        var random = new Random(1);
        var text = new StringBuilder().AppendJoin(',', Enumerable.Range(0, featureCount).Select(k => $"f{k}")).Append('\n');
        for (var row = 0; row < rowCount; row++)
        {
            text.AppendJoin(',', Enumerable.Range(0, featureCount).Select(_ => random.Next(1000))).Append('\n');
        }

        return text.ToString();
    }

    private static (string Name, uint Crc)[] Crcs(ZipArchive archive) =>
        [.. archive.Entries.Select(entry => (entry.FullName, entry.Crc32))];
}
