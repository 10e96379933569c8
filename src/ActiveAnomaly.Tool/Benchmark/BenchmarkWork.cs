using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using ActiveAnomaly.Labeling.Clustering;
using ActiveAnomaly.Tool.Clustering;

namespace ActiveAnomaly.Tool.Benchmark;

/// <summary>
/// Runs cells of benchmark grids that other silos hand over. The name holds the version and the <see cref="MathematicsProbe"/>: only silos
/// whose results are the same bits take part in one run.
/// </summary>
internal sealed class BenchmarkWork : IWork
{
    private readonly ConditionalWeakTable<WorkInput, SharedData> _shared = [];

    /// <inheritdoc/>
    public string Name { get; } = WorkCatalog.NameOf("benchmark") + " " + MathematicsProbe.Name;

    /// <summary>Makes the item of a cell.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="settings">What its result depends on beside cell and data set.</param>
    /// <param name="dataset">The bytes of its data set (<see cref="DatasetMessage"/>), the same for all its cells.</param>
    public static WorkItem ItemOf(OpenCell cell, CellSettings settings, WorkInput dataset) =>
        new(CellMessages.Write(new CellOrder(cell.Cell, settings, cell.WithMap)), dataset);

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Perform(WorkItem item, IProgress<ReadOnlyMemory<byte>> progress, CancellationToken cancellationToken)
    {
        var order = CellMessages.ReadOrder(item.Content.Span);
        var shared = _shared.GetValue(item.Inputs[0], static input => new SharedData(input));
        try
        {
            var result = shared.RunnerOf(order.Settings).Run(
                new OpenCell(order.Cell, shared.Dataset, order.WithMap),
                count => progress.Report(CellMessages.WriteStageCount(count)),
                cancellationToken);
            return CellMessages.Write(new CellOutcome(result, Failure: null));
        }
        catch (Exception exception) when (Guarded.IsMendable(exception))
        {
            // It fails the same way on every silo, and is told as if it had failed on the one that asked.
            return CellMessages.Write(new CellOutcome(Result: null, exception.Message));
        }
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
