using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using ActiveAnomaly.Labeling.Clustering;
using ActiveAnomaly.Tool.Clustering;

namespace ActiveAnomaly.Tool.Benchmark;

/// <summary>
/// Runs cells of benchmark grids that other silos hand over. An item are cells that have pre-training in common, so that it is done once.
/// </summary>
internal sealed class BenchmarkWork : IWork
{
    private readonly ConditionalWeakTable<WorkInput, SharedData> _shared = [];

    /// <inheritdoc/>
    public string Name { get; } = WorkCatalog.NameOf("benchmark");

    /// <summary>Makes the item of cells of one data set.</summary>
    /// <param name="cells">The cells.</param>
    /// <param name="settings">What their results depend on beside cell and data set.</param>
    /// <param name="dataset">The bytes of their data set (<see cref="DatasetMessage"/>), the same for all its items.</param>
    public static WorkItem ItemOf(IReadOnlyList<OpenCell> cells, CellSettings settings, WorkInput dataset) => new(
        CellMessages.Write(new BatchOrder(
            [.. cells.Select(cell => cell.Cell)], [.. cells.Select(cell => cell.WithMap)], settings)),
        dataset);

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Perform(WorkItem item, IProgress<ReadOnlyMemory<byte>> progress, CancellationToken cancellationToken)
    {
        var order = CellMessages.ReadOrder(item.Content.Span);
        var shared = _shared.GetValue(item.Inputs[0], static input => new SharedData(input));
        var runner = shared.RunnerOf(order.Settings);
        var results = new List<CellResult>();
        var outcome = CellMessages.Write(new BatchOutcome(results, Failure: null));
        var stageCount = 0;
        foreach (var (cell, withMap) in order.Cells.Zip(order.Maps))
        {
            try
            {
                results.Add(runner.Run(
                    new OpenCell(cell, shared.Dataset, withMap),
                    () => progress.Report(CellMessages.WriteReport(++stageCount, results.Count, outcome)),
                    cancellationToken));
            }
            catch (Exception exception) when (Guarded.IsMendable(exception))
            {
                // It fails the same way on every silo, and is told as if it had failed on the one that asked.
                return CellMessages.Write(new BatchOutcome(results, exception.Message));
            }

            outcome = CellMessages.Write(new BatchOutcome(results, Failure: null));
            progress.Report(CellMessages.WriteReport(stageCount, results.Count, outcome));
        }

        return outcome;
    }

    /// <summary>What the cells of one data set share.</summary>
    private sealed class SharedData(WorkInput input)
    {
        private readonly Lazy<BenchmarkDataset> _dataset = new(() => DatasetMessage.Read(input.Content));

        // A runner keeps what cells of equal settings have in common.
        private readonly ConcurrentDictionary<CellSettings, CellRunner> _runners = new();

        public BenchmarkDataset Dataset => _dataset.Value;

        public CellRunner RunnerOf(CellSettings settings) =>
            _runners.GetOrAdd(settings, static each => new CellRunner(each, saveFolder: null));
    }
}
