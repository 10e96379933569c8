using System.Runtime.ExceptionServices;

namespace ActiveAnomaly.Tool.Benchmark;

/// <summary>Runs cells on threads of this process.</summary>
/// <param name="settings">What their results depend on beside cell and data set.</param>
/// <param name="saveFolder">The folder that every stage is saved in; null for none.</param>
/// <param name="jobCount">The number of cells at a time.</param>
internal sealed class LocalCells(CellSettings settings, string? saveFolder, int jobCount) : ICellExecutor
{
    /// <inheritdoc/>
    public void Run(
        IReadOnlyList<OpenCell> cells, Action<int> trained, Action<CellResult> finished, CancellationToken cancellationToken)
    {
        var runner = new CellRunner(settings, saveFolder);
        try
        {
            Parallel.For(
                0,
                cells.Count,
                new ParallelOptions { MaxDegreeOfParallelism = jobCount, CancellationToken = cancellationToken },
                index => finished(runner.Run(cells[index], () => trained(1), cancellationToken)));
        }
        catch (AggregateException exception)
        {
            // Runs fail one by one; the first failure is the one to tell of.
            ExceptionDispatchInfo.Throw(exception.InnerExceptions[0]);
        }
    }
}
