using System.Runtime.ExceptionServices;
using ActiveAnomaly.Labeling.Clustering;
using ActiveAnomaly.Tool.Clustering;

namespace ActiveAnomaly.Tool.Benchmark;

/// <summary>
/// Has the silos of a cluster run cells, this process among them. Cells that start from the same pre-trained encoder stay together: it may
/// take several times as long as the rest of one of them.
/// </summary>
/// <param name="settings">What their results depend on beside cell and data set.</param>
/// <param name="worker">This process, as a silo that has <see cref="BenchmarkWork"/>.</param>
/// <param name="workName">The name of that work.</param>
/// <param name="say">Is told what a user should know while it runs, as a line.</param>
internal sealed class ClusterCells(CellSettings settings, IWorker worker, string workName, Action<string> say) : ICellExecutor
{
    /// <summary>Gets which silo did what.</summary>
    public SiloShares Shares { get; } = new();

    /// <inheritdoc/>
    /// <exception cref="InputException">A cell failed, or this silo was stopped.</exception>
    /// <exception cref="WorkException">A cell failed in a way that is an error of the program, or was lost with three silos.</exception>
    public void Run(
        IReadOnlyList<OpenCell> cells, Action<int> trained, Action<CellResult> finished, CancellationToken cancellationToken)
    {
        var inputs = cells.Select(cell => cell.Dataset).Distinct()
            .ToDictionary(dataset => dataset, dataset => new WorkInput(DatasetMessage.Write(dataset)));
        var batches = Batches(cells);
        WorkItem[] items = [.. batches.Select(batch => BenchmarkWork.ItemOf(batch, settings, inputs[batch[0].Dataset]))];
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var listener = new Listener([.. batches.Select(batch => batch.Length)], Shares, TellArrivals(), trained, finished, stop);
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

    /// <summary>Gives what is told of silos that have taken cells.</summary>
    private Action<string> TellArrivals()
    {
        var arrivals = new SiloArrivals(say);
        return silo => arrivals.Add(silo, worker.Name);
    }

    /// <summary>
    /// Puts together what shares pre-training: the cells of one pool and seed. A pool that is drawn for a cell is its own. The largest data
    /// sets come first, so that no silo is left with one of them at the end.
    /// </summary>
    private List<OpenCell[]> Batches(IReadOnlyList<OpenCell> cells) =>
    [
        .. cells.Index()
            .GroupBy(cell => (cell.Item.Dataset, cell.Item.Cell.Seed, Own: settings.PollutionRatio is null ? 0 : cell.Index))
            .OrderByDescending(group => group.Key.Dataset.Rows.Values.Length)
            .Select(group => group.Select(cell => cell.Item).ToArray()),
    ];

    /// <summary>Hands on what silos tell; what fails here ends the work, as it does where cells run on threads of one process.</summary>
    private sealed class Listener(
        int[] cellCounts,
        SiloShares shares,
        Action<string> taken,
        Action<int> trained,
        Action<CellResult> finished,
        CancellationTokenSource stop) : IWorkListener
    {
        private readonly BatchProgress[] _batches = [.. cellCounts.Select(_ => new BatchProgress())];

        public ExceptionDispatchInfo? Failure { get; private set; }

        public void OnTaken(int index, string silo)
        {
            _batches[index].Silo = silo;
            taken(silo);
        }

        public void OnReport(int index, ReadOnlyMemory<byte> report) => Try(() =>
        {
            var batch = _batches[index];
            var (stageCount, finishedCount) = CellMessages.ReadCounts(report.Span);
            if (finishedCount > batch.FinishedCount)
            {
                Take(batch, CellMessages.ReadFinished(report.Span).Results);
            }

            trained(batch.SetStageCount(stageCount));
        });

        public void OnDone(int index, ReadOnlyMemory<byte> result) => Try(() =>
        {
            var outcome = CellMessages.ReadOutcome(result.Span);
            Take(_batches[index], outcome.Results);
            if (outcome.Failure is not null)
            {
                throw new InputException(outcome.Failure);
            }
        });

        public void OnLost(int index, string silo, string reason)
        {
            var batch = _batches[index];
            shares.AddLoss(silo, cellCounts[index] - batch.FinishedCount, reason);
            trained(batch.SetStageCount(0));
        }

        /// <summary>Takes the results that are new: done again, a batch begins with those that are there already.</summary>
        private void Take(BatchProgress batch, IReadOnlyList<CellResult> results)
        {
            foreach (var result in results.Skip(batch.FinishedCount))
            {
                trained(batch.Finish(result.Rows.Count));
                shares.Add(batch.Silo, 1);
                finished(result);
            }
        }

        private void Try(Action act)
        {
            try
            {
                act();
            }
            catch (Exception exception)
            {
                Failure ??= ExceptionDispatchInfo.Capture(exception);
                stop.Cancel();
            }
        }
    }
}
