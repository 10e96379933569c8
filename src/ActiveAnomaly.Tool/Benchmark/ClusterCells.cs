using System.Runtime.ExceptionServices;
using ActiveAnomaly.Labeling.Clustering;

namespace ActiveAnomaly.Tool.Benchmark;

/// <summary>Has the silos of a cluster run cells, this process among them.</summary>
/// <param name="settings">What their results depend on beside cell and data set.</param>
/// <param name="worker">This process, as a silo that has <see cref="BenchmarkWork"/>.</param>
/// <param name="workName">The name of that work.</param>
internal sealed class ClusterCells(CellSettings settings, IWorker worker, string workName) : ICellExecutor
{
    /// <summary>Gets which silo did what.</summary>
    public SiloShares Shares { get; } = new();

    /// <inheritdoc/>
    /// <exception cref="InputException">A cell failed, or this silo was stopped.</exception>
    /// <exception cref="WorkException">A cell failed in a way that is an error of the program, or was lost with three silos.</exception>
    public void Run(
        IReadOnlyList<OpenCell> cells, Action<int, int> trained, Action<CellResult> finished, CancellationToken cancellationToken)
    {
        var inputs = cells.Select(cell => cell.Dataset).Distinct()
            .ToDictionary(dataset => dataset, dataset => new WorkInput(DatasetMessage.Write(dataset)));
        WorkItem[] items = [.. cells.Select(cell => BenchmarkWork.ItemOf(cell, settings, inputs[cell.Dataset]))];
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var listener = new Listener(Shares, trained, finished, stop);
        try
        {
            worker.DistributeAsync(workName, items, listener, stop.Token).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (listener.Failure is not null)
        {
            // Said below.
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new InputException(
                $"This silo, {worker.Name}, was stopped: the others of {worker.Place} took it for dead, or it could not reach the "
                + "database. What is finished is kept; --resume goes on with the rest.");
        }

        listener.Failure?.Throw();
    }

    /// <summary>Hands on what silos tell; what fails here ends the work, as it does where cells run on threads of one process.</summary>
    private sealed class Listener(
        SiloShares shares, Action<int, int> trained, Action<CellResult> finished, CancellationTokenSource stop) : IWorkListener
    {
        public ExceptionDispatchInfo? Failure { get; private set; }

        public void OnTaken(int index, string silo) => shares.OnTaken(index, silo);

        public void OnReport(int index, ReadOnlyMemory<byte> report) => trained(index, CellMessages.ReadStageCount(report.Span));

        public void OnDone(int index, ReadOnlyMemory<byte> result)
        {
            try
            {
                var outcome = CellMessages.ReadOutcome(result.Span);
                var cell = outcome.Result ?? throw new InputException(outcome.Failure!);
                shares.OnDone(index);
                trained(index, cell.Rows.Count);
                finished(cell);
            }
            catch (Exception exception)
            {
                Failure ??= ExceptionDispatchInfo.Capture(exception);
                stop.Cancel();
            }
        }

        public void OnLost(int index, string silo, string reason)
        {
            shares.OnLost(silo, reason);
            trained(index, 0);
        }
    }
}
