using System.Threading.Channels;

namespace ActiveAnomaly.Cluster.Work;

/// <summary>The items that no silo has. Thread safe.</summary>
internal sealed class OpenItems
{
    private readonly Func<int, string?> _preferredSilo;
    private readonly List<int> _items = [];

    /// <summary>Holds as much as there are items.</summary>
    private readonly Channel<bool> _available = Channel.CreateUnbounded<bool>();

    /// <param name="count">The number of items; all are open, the first ones first.</param>
    /// <param name="preferredSilo">Gives the name of the silo that an item is best done by; null where it is all the same.</param>
    public OpenItems(int count, Func<int, string?> preferredSilo)
    {
        _preferredSilo = preferredSilo;
        for (var i = 0; i < count; i++)
        {
            Return(i);
        }
    }

    /// <summary>Takes an item for a silo: one that it is best at before one that nobody is, and that before another's.</summary>
    /// <param name="silo">The silo's name.</param>
    /// <param name="cancellationToken">Cancels waiting for one.</param>
    /// <returns>The item.</returns>
    public async Task<int> TakeAsync(string silo, CancellationToken cancellationToken)
    {
        await _available.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        lock (_items)
        {
            var item = _items.MinBy(each => _preferredSilo(each) is { } preferred ? preferred == silo ? 0 : 2 : 1);
            _items.Remove(item);
            return item;
        }
    }

    /// <summary>Puts an item back, as the last one.</summary>
    public void Return(int item)
    {
        lock (_items)
        {
            _items.Add(item);
        }

        _available.Writer.TryWrite(true);
    }
}
