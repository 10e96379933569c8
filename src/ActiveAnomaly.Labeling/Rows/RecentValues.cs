namespace ActiveAnomaly.Labeling.Rows;

/// <summary>The values that were made last, by key. Thread safe; two that ask at once may both make one.</summary>
/// <param name="count">How many are kept.</param>
internal sealed class RecentValues<TKey, TValue>(int count)
    where TKey : notnull
{
    private readonly Lock _gate = new();
    private readonly LinkedList<(TKey Key, TValue Value)> _kept = [];

    /// <summary>Gets a value, and makes it where it is not kept.</summary>
    public TValue Get(TKey key, Func<TKey, TValue> make)
    {
        lock (_gate)
        {
            for (var node = _kept.First; node is not null; node = node.Next)
            {
                if (node.Value.Key.Equals(key))
                {
                    _kept.Remove(node);
                    _kept.AddFirst(node);
                    return node.Value.Value;
                }
            }
        }

        var value = make(key);
        lock (_gate)
        {
            _kept.AddFirst((key, value));
            if (_kept.Count > count)
            {
                _kept.RemoveLast();
            }
        }

        return value;
    }
}
