using System.Net;
using System.Text;
using System.Text.Json;
using ActiveAnomaly.Labeling.Clustering;
using ActiveAnomaly.Tables;
using ActiveAnomaly.Tool.Clustering;

namespace ActiveAnomaly.Tool.Scoring.Partitions;

/// <summary>Several machines score what one would, byte for byte, whatever becomes of the others.</summary>
[TestClass]
public sealed class PartitionClusterTests
{
    private const int ManyRows = 9000;

    [TestMethod]
    public void Run_WithOtherSilos_WritesTheBytesOfOneMachine()
    {
        using var folder = Filled();
        var background = folder.AddCsv("../background.csv", 50, seed: 6);
        var one = Run(folder, options: folder.Options("one") with { Explain = new ExplainOptions(2, background) });
        var cluster = new ThreadCluster(new ThreadSilo("a:1"), new ThreadSilo("b:1") { SlotCount = 2 });
        var run = Run(folder, cluster, folder.Options("out") with { Explain = new ExplainOptions(2, background), ThreadCount = 1 });

        one.Succeeds();
        run.Succeeds();
        AreSame(folder.PathOf("one"), folder.PathOf("out"));
        Assert.AreEqual(1, cluster.Options!.SlotCount);
        Assert.IsTrue(File.ReadLines(folder.PathOf("out", "b.csv")).Any(line => line.Contains(",temp,", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void Run_OwnSiloWithoutSlots_IsDoneByTheOthers()
    {
        using var folder = Filled();
        var cluster = new ThreadCluster(new ThreadSilo("a:1") { SlotCount = 2 }) { OwnSlotCount = 0 };
        var run = Run(folder, cluster).Succeeds();
        using var document = Document(run);

        Assert.AreEqual((1, 1), (Count(run.Error, "a:1 takes part."), Count(run.Error, "takes part")), run.Error);
        var silo = document.RootElement.GetProperty("silos").EnumerateArray().Single();
        Assert.AreEqual(("a:1", 4), (silo.GetProperty("name").GetString(), silo.GetProperty("partitions").GetInt32()));
        Assert.AreEqual(
            "a scored, b scored, c scored, empty scored", PartitionFolder.Statuses(document.RootElement));
        Assert.AreEqual(ManyRows + 47, document.RootElement.GetProperty("rows").GetInt64());
        IsWhatOneMachineWrites(folder);
    }

    /// <summary>The file is written when its silo is lost, or half read: its rows count once.</summary>
    [TestMethod]
    [DataRow(null, true)]
    [DataRow(2, false)]
    public void Run_SiloLostWithAnItem_HasItDoneAgainAndCountsItsRowsOnce(int? afterReports, bool withItsResult)
    {
        using var folder = new PartitionFolder();
        folder.AddCsv("a.csv", ManyRows, seed: 1);
        var leftover = folder.PathOf("out", $"a.csv.{Guid.NewGuid():N}.tmp");
        var lost = new ThreadSilo("lost:1") { LostAfterReports = afterReports, IsLostWithItsResult = withItsResult };
        var reporting = new HashSet<string>();
        var cluster = new ThreadCluster(lost, new ThreadSilo("late:1") { Sees = AfterAKill, ComesAfterALoss = true })
        {
            OwnSlotCount = 0,
            Reported = silo => reporting.Add(silo),
        };
        var run = Run(folder, cluster).Succeeds();

        Assert.Contains($"Lost with lost:1, and scored again: {folder.PathOf("in", "a.csv")} (it does not answer).", run.Error);
        Assert.Contains("1 of 1 partitions; 9,000 rows,", run.Error);
        Assert.Contains("(2 slots of 2 silos)", run.Error);
        Assert.Contains("late:1: 1 partitions, 1 at a time.", run.Error);
        Assert.IsFalse(File.Exists(leftover));
        Assert.AreEqual(!withItsResult, reporting.Contains("late:1"), "What is written whole is not scored once more.");
        IsWhatOneMachineWrites(folder);

        WorkItem AfterAKill(WorkItem item)
        {
            // As a killed process leaves it.
            File.WriteAllText(leftover, "half");
            return item;
        }
    }

    /// <summary>What cannot be scored is told of as without a cluster: in the words of this machine.</summary>
    [TestMethod]
    public void Run_PartitionThatFailsElsewhere_IsTriedHereAndTold()
    {
        using var folder = Filled();
        File.WriteAllText(folder.PathOf("in", "broken.csv"), "temp,v\n1,2\n");
        var one = Run(folder, options: folder.Options("one"));
        var cluster = new ThreadCluster(new ThreadSilo("a:1")) { OwnSlotCount = 0 };
        var run = Run(folder, cluster);
        using var expected = Document(one);
        using var document = Document(run);

        Assert.AreEqual((1, 1), (one.ExitCode, run.ExitCode));
        Assert.Contains($"Not scored by a:1, and tried here once more at the end: {folder.PathOf("in", "broken.csv")}", run.Error);
        Assert.Contains("1 of 5 partitions cannot be scored", run.Error);
        Assert.AreEqual(PartitionFolder.Statuses(expected.RootElement), PartitionFolder.Statuses(document.RootElement));
        Assert.AreEqual(ErrorOf(expected), ErrorOf(document));
        AreSame(folder.PathOf("one"), folder.PathOf("out"));

        static string ErrorOf(JsonDocument document) =>
            document.RootElement.GetProperty("partitions").EnumerateArray().Single(
                partition => partition.GetProperty("name").GetString() == "broken").GetProperty("error").GetString()!;
    }

    /// <summary>A folder that is mounted on two of three machines: the third says so, and takes the work of nobody.</summary>
    [TestMethod]
    [DataRow("out", "does not find the folder of the scores")]
    [DataRow("in", "does not find '")]
    public void Run_SiloWithoutTheFolder_WaitsAndLeavesTheWorkToTheOthers(string lacking, string message)
    {
        using var folder = Filled();
        var run = RunBeside(folder, item => Moved(item, folder.PathOf(lacking), folder.PathOf("unmounted"))).Succeeds();

        Assert.AreEqual(1, Count(run.Error, "blind:1 waits: "), run.Error);
        Assert.Contains(message, run.Error);
        Assert.Contains("1 of 4 partitions are left for this machine: others cannot score them.", run.Error);
        Assert.Contains("a:1: 3 partitions, 1 at a time.", run.Error);
        Assert.DoesNotContain("blind:1: ", run.Error);
        IsWhatOneMachineWrites(folder);
    }

    [TestMethod]
    public void Run_FolderThatIsMountedMeanwhile_IsGoneOnWith()
    {
        using var folder = Filled();
        var late = folder.PathOf("late");

        // Where there are no links the test ends here, and not on a thread of the cluster.
        TemporaryFolder.LinkFolder(late, folder.Input);
        Directory.Delete(late);
        using var waits = new ManualResetEventSlim();
        using var goesOn = new ManualResetEventSlim();
        var cluster = new ThreadCluster(
            new ThreadSilo("late:1") { Sees = item => Moved(item, folder.Input, late) },
            new ThreadSilo("a:1") { Sees = Mounting })
        {
            OwnSlotCount = 0,
            Reported = silo => (waits.IsSet && silo == "late:1" ? goesOn : waits).Set(),
        };
        var run = Run(folder, cluster).Succeeds();

        Assert.Contains("late:1 waits: ", run.Error);
        Assert.Contains("late:1: ", run.Error);
        Assert.DoesNotContain("are left for this machine", run.Error);

        WorkItem Mounting(WorkItem item)
        {
            waits.Wait();
            if (!Directory.Exists(late))
            {
                Directory.CreateSymbolicLink(late, folder.Input);
            }

            goesOn.Wait();
            return item;
        }
    }

    [TestMethod]
    public void Run_SiloThatMayNotWrite_Waits()
    {
        using var folder = Filled();
        Directory.CreateDirectory(folder.PathOf("unwritable"));

        // The mark is where it is, and the scores' folder has none for records.
        var run = RunBeside(
            folder,
            item => Replaced(
                item, $"\"output\":\"{Escaped(folder.Output)}", $"\"output\":\"{Escaped(folder.PathOf("unwritable"))}")).Succeeds();

        Assert.Contains("cannot write into the folder of the scores", run.Error);
        IsWhatOneMachineWrites(folder);
    }

    [TestMethod]
    public void Run_Cancelled_KeepsWhatIsFinished()
    {
        using var folder = Filled();
        using var stop = new CancellationTokenSource();
        var cluster = new ThreadCluster(new ThreadSilo("a:1")) { OwnSlotCount = 0, Done = _ => stop.Cancel() };
        var run = Run(folder, cluster, cancellationToken: stop.Token);
        using var document = Document(run);

        Assert.AreEqual(130, run.ExitCode, run.Error);
        Assert.AreEqual("a scored, b cancelled, c cancelled, empty cancelled", PartitionFolder.Statuses(document.RootElement));
        Assert.IsEmpty(Directory.GetFiles(folder.Output, "*.tmp", SearchOption.AllDirectories));
        Run(folder, new ThreadCluster(new ThreadSilo("a:1")), folder.Options("out") with { Resumes = true }).Succeeds();
        IsWhatOneMachineWrites(folder);
    }

    [TestMethod]
    public void Run_Resumed_DistributesOnlyWhatIsNotFinished()
    {
        using var folder = Filled();
        Run(folder, new ThreadCluster()).Succeeds();
        File.WriteAllText(folder.PathOf("out", "b.csv"), "stale");
        File.Delete(folder.PathOf("out", "c.csv"));
        var cluster = new ThreadCluster(new ThreadSilo("a:1") { Sees = AfterItIsGone }) { OwnSlotCount = 0 };
        using var document = Document(Run(folder, cluster, folder.Options("out") with { Resumes = true }).Succeeds());

        Assert.AreEqual("a kept, b scored, c scored, empty kept", PartitionFolder.Statuses(document.RootElement));
        IsWhatOneMachineWrites(folder);

        // Nothing is left: no cluster is joined.
        var idle = new ThreadCluster();
        Run(folder, idle, folder.Options("out") with { Resumes = true }).Succeeds();
        Assert.IsNull(idle.Options);

        WorkItem AfterItIsGone(WorkItem item)
        {
            // Whoever is stopped now leaves no scores of something else.
            Assert.AreNotEqual("stale", File.Exists(folder.PathOf("out", "b.csv")) ? folder.Lines("b.csv")[0] : null);
            return item;
        }
    }

    /// <summary>What this machine does not find, nobody finds: it fails at once, as without a cluster.</summary>
    [TestMethod]
    public void Run_InputThatIsGone_IsAFailureHere()
    {
        using var folder = Filled();
        var cluster = new ThreadCluster
        {
            Joined = () => File.Delete(folder.PathOf("in", "c.csv")),
        };
        var run = Run(folder, cluster);

        run.IsRefused("1 of 4 partitions cannot be scored", "c.csv");
        Assert.DoesNotContain("own:1 waits", run.Error);
    }

    [TestMethod]
    public void ItemsOf_ModelThatWasChanged_AreRefused()
    {
        using var folder = Filled();
        var scoring = PartitionScoring.Load(folder.Model, new TableOptions(), null, CancellationToken.None);
        File.AppendAllText(folder.Model, "x");
        using var mark = FolderMark.In(folder.Output);

        Assert.Contains(
            "was changed while the run began",
            Assert.ThrowsExactly<InputException>(() => PartitionWork.ItemsOf(scoring, folder.Model, mark, [])).Message);
    }

    [TestMethod]
    public void Run_ItemThatEndsSilos_IsAnErrorThatSaysHowToGoOn()
    {
        using var folder = Filled();
        var run = Run(folder, new ThreadCluster { Failure = new WorkException("Item 3 was lost with three silos.") });

        run.IsRefused("Item 3 was lost with three silos.", "--resume");
        Assert.IsEmpty(Directory.GetFiles(folder.Output, "*.tmp", SearchOption.AllDirectories));
    }

    [TestMethod]
    public void Run_OwnSiloTakenForLost_IsAnErrorThatSaysHowToGoOn()
    {
        using var folder = Filled();

        Run(folder, new ThreadCluster { Failure = new OperationCanceledException() }).IsRefused(
            "This machine, as own:1, is no part of the cluster of PostgreSQL 'nowhere' any more", "--resume");
    }

    [TestMethod]
    public void Run_AfterAKilledDriver_RemovesItsMark()
    {
        using var folder = Filled();
        var left = FolderMark.In(folder.Output).FullName;
        Run(folder, new ThreadCluster()).Succeeds();

        Assert.IsFalse(File.Exists(left));
        IsWhatOneMachineWrites(folder);
    }

    /// <summary>An option of tables that did not come along would be one that other machines ignore.</summary>
    [TestMethod]
    public void Way_EveryOptionOfTables_ComesAlong()
    {
        var table = new TableOptions
        {
            Separator = ';',
            HasHeader = false,
            DecimalSeparator = ',',
            EncodingName = "windows-1252",
            ReadsQuotes = false,
            HasLabel = false,
            LabelColumn = "y",
            AbnormalValues = ["bad"],
            NormalValues = ["*"],
            UnlabeledValues = ["u"],
            IgnoredColumns = ["é"],
            CategoryColumns = ["zip"],
            MostCategories = 7,
            MissingTexts = ["-1"],
            Missing = MissingCells.DropRow,
            OutOfRange = OutOfRangeCells.Clip,
            Dates = DateCells.Days,
            DateFormat = "dd/MM/yyyy",
            MostRows = 9,
        };
        var way = new PartitionWay(
            table,
            new Dictionary<string, string> { ["model"] = "x" },
            new ReasonSettings("background", [[0.1f, -0f, float.Epsilon, float.MaxValue]], 2));
        var copy = WorkJson.Read<PartitionWay>(WorkJson.Write(way).Span);

        foreach (var property in typeof(TableOptions).GetProperties())
        {
            Assert.AreNotEqual(Text(property.GetValue(new TableOptions())), Text(property.GetValue(table)), property.Name);
            Assert.AreEqual(Text(property.GetValue(table)), Text(property.GetValue(copy.Table)), property.Name);
        }

        Assert.AreEqual("x", copy.Settings["model"]);
        Assert.AreSequenceEqual(
            way.Reasons!.OrdinaryRows[0].Select(BitConverter.SingleToInt32Bits),
            copy.Reasons!.OrdinaryRows[0].Select(BitConverter.SingleToInt32Bits));
        Assert.AreEqual(("background", 2), (copy.Reasons.BackgroundName, copy.Reasons.ReasonCount));

        static string Text(object? value) => value is IEnumerable<string> texts ? string.Join('|', texts) : $"{value}";
    }

    private static PartitionFolder Filled()
    {
        var folder = new PartitionFolder();
        folder.AddCsv("a.csv", 17, seed: 1);
        folder.AddCsv("b.csv", ManyRows, seed: 2);
        folder.AddCsv("c.csv", 30, seed: 3);
        folder.AddCsv("empty.csv", 0, seed: 4);
        return folder;
    }

    /// <summary>Scores with a silo that waits with the first item, and another one that then does the rest.</summary>
    private static CommandRun RunBeside(PartitionFolder folder, Func<WorkItem, WorkItem> sees)
    {
        using var waits = new ManualResetEventSlim();
        var cluster = new ThreadCluster(new ThreadSilo("blind:1") { Sees = sees }, new ThreadSilo("a:1") { Sees = AfterTheOther })
        {
            OwnSlotCount = 0,
            Reported = _ => waits.Set(),
        };
        return Run(folder, cluster);

        WorkItem AfterTheOther(WorkItem item)
        {
            waits.Wait();
            return item;
        }
    }

    private static CommandRun Run(
        PartitionFolder folder,
        ThreadCluster? cluster = null,
        PartitionOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        var settings = cluster is null ? null : new WorkerSettings("Host=nowhere", 0, IPAddress.Loopback);
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exitCode = Guarded.Run(
            error,
            () => new PartitionRun(
                (options ?? folder.Options("out")) with { Cluster = settings }, new CommandOutput(output, error, isJson: true))
            {
                Join = (joined, token) => cluster!.JoinAsync(joined, token),
            }.Run([folder.Input], cancellationToken));
        return new CommandRun(exitCode, output.ToString(), error.ToString());
    }

    private static JsonDocument Document(CommandRun run) => JsonDocument.Parse(run.Output);

    private static void IsWhatOneMachineWrites(PartitionFolder folder)
    {
        Run(folder, options: folder.Options("one"));
        AreSame(folder.PathOf("one"), folder.PathOf("out"));
    }

    /// <summary>Checks that two folders have the same files, of the same bytes; records among them.</summary>
    private static void AreSame(string expected, string actual)
    {
        string[] names = [.. Files(expected)];
        Assert.IsNotEmpty(names);
        CollectionAssert.AreEqual(names, Files(actual).ToArray());
        foreach (var name in names)
        {
            CollectionAssert.AreEqual(File.ReadAllBytes(Path.Combine(expected, name)), File.ReadAllBytes(Path.Combine(actual, name)), name);
        }

        static IEnumerable<string> Files(string folder) => Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(folder, path)).Order(StringComparer.Ordinal);
    }

    /// <summary>An item as a silo sees it that has a folder elsewhere.</summary>
    private static WorkItem Moved(WorkItem item, string from, string to) => Replaced(item, Escaped(from), Escaped(to));

    private static WorkItem Replaced(WorkItem item, string from, string to)
    {
        var text = Encoding.UTF8.GetString(item.Content.Span);
        Assert.Contains(from, text);
        return new WorkItem(Encoding.UTF8.GetBytes(text.Replace(from, to, StringComparison.Ordinal)), item.Inputs);
    }

    private static string Escaped(string path) => JsonEncodedText.Encode(path).Value;

    private static int Count(string text, string part) => text.Split(part).Length - 1;
}
