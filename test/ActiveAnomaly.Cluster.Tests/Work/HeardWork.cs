using System.Text;
using ActiveAnomaly.Labeling.Clustering;

namespace ActiveAnomaly.Cluster.Work;

/// <summary>Writes down what is told of work.</summary>
internal sealed class HeardWork : IWorkListener
{
    private readonly TaskCompletionSource _taken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _calls;

    /// <summary>Gets which silo took each item, in the order of taking.</summary>
    public List<(int Index, string Silo)> Taken { get; } = [];

    public List<(int Index, string Text)> Reports { get; } = [];

    public List<(int Index, byte[] Result)> Results { get; } = [];

    public List<(int Index, string Silo, string Reason)> Losses { get; } = [];

    /// <summary>Gets or sets what else is done when an item is taken.</summary>
    public Action<int, string>? WhenTaken { get; set; }

    /// <summary>Gets or sets what else is done when an item reports.</summary>
    public Action<string>? WhenReported { get; set; }

    /// <summary>Gets or sets what else is done when an item is done.</summary>
    public Action? WhenDone { get; set; }

    /// <summary>Gets what ends when an item is taken.</summary>
    public Task FirstTaken => _taken.Task;

    /// <summary>Gets the results in words, in the order of the items.</summary>
    public string[] Texts => [.. Results.OrderBy(result => result.Index).Select(result => Encoding.UTF8.GetString(result.Result))];

    public void OnTaken(int index, string silo) => Alone(() =>
    {
        Taken.Add((index, silo));
        WhenTaken?.Invoke(index, silo);
        _taken.TrySetResult();
    });

    public void OnReport(int index, ReadOnlyMemory<byte> report) => Alone(() =>
    {
        Reports.Add((index, Encoding.UTF8.GetString(report.Span)));
        WhenReported?.Invoke(Reports[^1].Text);
    });

    public void OnDone(int index, ReadOnlyMemory<byte> result) => Alone(() =>
    {
        Results.Add((index, result.ToArray()));
        WhenDone?.Invoke();
    });

    public void OnLost(int index, string silo, string reason) => Alone(() => Losses.Add((index, silo, reason)));

    /// <summary>Calls come one after the other.</summary>
    private void Alone(Action action)
    {
        Assert.AreEqual(1, Interlocked.Increment(ref _calls));
        try
        {
            action();
        }
        finally
        {
            Interlocked.Decrement(ref _calls);
        }
    }
}
