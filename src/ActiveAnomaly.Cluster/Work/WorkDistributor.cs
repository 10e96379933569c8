using ActiveAnomaly.Labeling.Clustering;

namespace ActiveAnomaly.Cluster.Work;

/// <summary>Has items of this silo done. Thread safe.</summary>
/// <param name="silos">The silos.</param>
/// <param name="room">What this silo can do.</param>
/// <param name="inputs">The inputs that it offers.</param>
/// <param name="place">The name of the cluster's database in messages.</param>
internal sealed class WorkDistributor(IWorkingSilos silos, WorkRoom room, WorkInputs inputs, string place) : IWorkDistributor, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();

    public string Place => place;

    public string Name => WorkingSilos.NameOf(silos.Local);

    public async Task DistributeAsync(
        string workName, IReadOnlyList<WorkItem> items, IWorkListener listener, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(workName);
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(listener);
        var own = room.Describe().WorkNames;
        if (!own.Contains(workName, StringComparer.Ordinal))
        {
            throw new ArgumentException(
                $"This silo has no work called '{workName}'; it has {Text(own)}. Join with it (options.Works): whoever has work done can "
                + "do it.",
                nameof(workName));
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stopping.Token);
        using var loan = inputs.Lend(items.SelectMany(item => item.Inputs));
        try
        {
            await new WorkDistribution(silos, workName, items, listener, room.OwnSlotCount).RunAsync(stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
    }

    /// <summary>Stops all that is done for this silo, and has nothing done any more.</summary>
    public Task StopAsync() => _stopping.CancelAsync();

    public void Dispose() => _stopping.Dispose();

    private static string Text(string[] names) =>
        names.Length == 0 ? "none" : string.Join(", ", names.Select(name => $"'{name}'"));
}
