using System.Reflection;
using ActiveAnomaly.Data;
using ActiveAnomaly.Labeling.Clustering;
using ActiveAnomaly.Tool.Clustering;

namespace ActiveAnomaly.Tool.Benchmark;

[TestClass]
public sealed class BenchmarkWorkTests
{
    private static readonly CellSettings Settings = new()
    {
        PollutionRatio = null,
        StageCount = 1,
        BudgetPerStage = 1,
        Detector = new DetectorSettings(),
    };

    [TestMethod]
    public void Name_OfTheWork_HoldsTheVersionAndWhatThisMachineComputes()
    {
        var version = typeof(BenchmarkWork).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

        Assert.AreEqual($"benchmark {version} {MathematicsProbe.Name}", new BenchmarkWork().Name);
    }

    [TestMethod]
    public void Perform_OfCellsOfOneInput_DecodesItOnce()
    {
        var content = Content();
        var input = new WorkInput(content);
        var work = new BenchmarkWork();
        var first = Rows(work.Perform(ItemOf(input), new Nobody(), CancellationToken.None));

        // What is not read again may as well be nothing.
        content.AsSpan().Clear();
        var second = Rows(work.Perform(ItemOf(input), new Nobody(), CancellationToken.None));

        CollectionAssert.AreEqual(first, second);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => work.Perform(ItemOf(new WorkInput(content)), new Nobody(), CancellationToken.None));
    }

    [TestMethod]
    public void Perform_Cancelled_Throws()
    {
        var input = new WorkInput(Content());

        Assert.Throws<OperationCanceledException>(
            () => new BenchmarkWork().Perform(ItemOf(input), new Nobody(), new CancellationToken(canceled: true)));
    }

    private static byte[] Content() => DatasetMessage.Write(
        new BenchmarkDataset("made", FeatureMatrix.Copy([1, 2, 3, 9], 1), [false, false, false, true], 2));

    private static WorkItem ItemOf(WorkInput input) => BenchmarkWork.ItemOf(
        [
            new OpenCell(
                new BenchmarkCell("made", "copod", "none", false, 1),
                new BenchmarkDataset("", FeatureMatrix.Copy([1], 1), [true], 1),
                WithMap: false),
        ],
        Settings,
        input);

    private static BenchmarkRow[] Rows(ReadOnlyMemory<byte> outcome) =>
        [.. CellMessages.ReadOutcome(outcome.Span).Results.Single().Rows.Select(row => row with { Seconds = 0 })];

    private sealed class Nobody : IProgress<ReadOnlyMemory<byte>>
    {
        public void Report(ReadOnlyMemory<byte> value)
        {
        }
    }
}
