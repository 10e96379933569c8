using ActiveAnomaly.Labeling.Clustering;
using ActiveAnomaly.Tool.Clustering;

namespace ActiveAnomaly.Tool.Scoring.Partitions;

/// <summary>
/// Has the silos of a cluster score partitions, and takes down what becomes of each. What a silo cannot score, it leaves to this process
/// (<see cref="Left"/>): a failure stands where it was seen here too, in the words that it has without a cluster. Used once.
/// </summary>
/// <param name="partitions">The partitions, whose scores of before are removed.</param>
/// <param name="pace">Is told how far it is.</param>
/// <param name="slots">Is told who does how much.</param>
/// <param name="tell">Is told what becomes of a partition.</param>
/// <param name="say">Is told what a user should know, as a line.</param>
internal sealed class PartitionDistribution(
    IReadOnlyList<Partition> partitions, PartitionPace pace, SiloSlots slots, Action<PartitionResult> tell, Action<string> say)
    : IWorkListener, IDisposable
{
    private readonly State[] _states = [.. partitions.Select(_ => new State())];
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);
    private readonly SiloArrivals _arrivals = new(say);
    private readonly CancellationTokenSource _onlyWaiting = new();
    private string _own = string.Empty;
    private Task _stopping = Task.CompletedTask;

    /// <summary>Gets the results so far.</summary>
    public IEnumerable<PartitionResult> Results => _states.Select(state => state.Result).OfType<PartitionResult>();

    /// <summary>Gets the partitions that have no result.</summary>
    public IReadOnlyList<Partition> Left => [.. partitions.Where((_, index) => _states[index].Result is null)];

    /// <summary>Gets whether a silo was lost that may have left temporary files.</summary>
    public bool HasLosses { get; private set; }

    /// <summary>Scores until each partition has a result, or only those are left that the silos cannot score.</summary>
    /// <param name="worker">This process's silo.</param>
    /// <param name="workName">The name of the work.</param>
    /// <param name="items">An item for each partition.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="InputException">The work ended early, such as where one partition ended three silos.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task RunAsync(IWorker worker, string workName, IReadOnlyList<WorkItem> items, CancellationToken cancellationToken)
    {
        _own = worker.Name;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _onlyWaiting.Token);
        try
        {
            await worker.DistributeAsync(workName, items, this, stop.Token);
        }
        catch (WorkException exception)
        {
            throw new InputException($"{exception.Message} What is finished is kept: the same command with --resume scores the others.");
        }
        catch (OperationCanceledException) when (_onlyWaiting.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            say(FormattableString.Invariant(
                $"{Left.Count} of {partitions.Count} partitions are left for this machine: others cannot score them."));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new InputException(
                $"This machine, as {worker.Name}, is no part of the cluster of {worker.Place} any more: the others took it for lost, or it "
                + "was stopped. What is finished is kept: the same command with --resume scores the others.");
        }
        finally
        {
            await _stopping;
        }
    }

    public void OnTaken(int index, string silo)
    {
        _states[index].Silo = silo;
        _arrivals.Add(silo, _own);
    }

    public void OnReport(int index, ReadOnlyMemory<byte> report)
    {
        var (state, progress) = (_states[index], WorkJson.Read<PartitionReport>(report.Span));
        state.IsWaiting = progress.Waiting is not null;
        if (progress.Waiting is { } why)
        {
            if (_told.Add($"{state.Silo} {why}"))
            {
                say($"{state.Silo} waits: {why} Other machines go on meanwhile.");
            }

            StopIfAllWait();
            return;
        }

        slots.Add(state.Silo, index);
        Count(index, progress.Rows, progress.AllRows);
    }

    public void OnDone(int index, ReadOnlyMemory<byte> result)
    {
        var (state, reply) = (_states[index], WorkJson.Read<PartitionReply>(result.Span));
        state.IsWaiting = false;
        if (reply.Status == PartitionStatus.Failed && state.Silo != _own)
        {
            TakeBack(index);
            slots.Remove(state.Silo, index, isDone: false);
            state.IsLeft = true;
            say($"Not scored by {state.Silo}, and tried here once more at the end: {partitions[index].Input}: {reply.Error}");
        }
        else
        {
            slots.Add(state.Silo, index);
            slots.Remove(state.Silo, index, isDone: reply.Status != PartitionStatus.Failed);
            if (reply.Counts is { Rows: var rows })
            {
                Count(index, rows, rows);
            }

            state.Result = reply.ToResult(partitions[index]);
            pace.Add(state.Result);
            tell(state.Result);
        }

        StopIfAllWait();
    }

    public void OnLost(int index, string silo, string reason)
    {
        TakeBack(index);
        slots.Remove(silo, index, isDone: false);
        _states[index].IsWaiting = false;
        HasLosses = true;
        say($"Lost with {silo}, and scored again: {partitions[index].Input} ({reason}).");
    }

    public void Dispose() => _onlyWaiting.Dispose();

    private void Count(int index, long rows, long allRows)
    {
        var state = _states[index];
        pace.Report(new PartitionProgress(partitions[index], rows - state.Rows, rows, Math.Max(allRows, 1)));
        state.Rows = rows;
    }

    private void TakeBack(int index)
    {
        pace.TakeBack(partitions[index], _states[index].Rows);
        _states[index].Rows = 0;
    }

    /// <summary>Stops waiting where nothing else is left: whoever waits may do so for ever.</summary>
    private void StopIfAllWait()
    {
        if (Array.Exists(_states, state => state.IsWaiting) && Array.TrueForAll(
            _states, state => state.IsWaiting || state.IsLeft || state.Result is not null))
        {
            // Not on this thread: whoever distributes waits for the listener.
            _stopping = _onlyWaiting.CancelAsync();
        }
    }

    /// <summary>How a partition is.</summary>
    private sealed class State
    {
        public string Silo { get; set; } = string.Empty;

        public long Rows { get; set; }

        public bool IsWaiting { get; set; }

        /// <summary>Gets or sets whether a silo failed it, and it is tried here.</summary>
        public bool IsLeft { get; set; }

        public PartitionResult? Result { get; set; }
    }
}
