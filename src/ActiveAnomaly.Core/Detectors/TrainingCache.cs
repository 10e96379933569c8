using System.Collections.Concurrent;

namespace ActiveAnomaly.Detectors;

/// <summary>
/// Keeps what a detector computes without looking at labels (a pre-trained encoder, an unsupervised prior) for other stages and
/// other runs over the same pool. Results are the same bits as without it. Thread safe.
/// </summary>
public sealed class TrainingCache
{
    private readonly ConcurrentDictionary<object, Lazy<object>> _values = new();

    /// <summary>Gets the value of a key; it is computed at most once, unless that fails or is cancelled.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="key">All that the value depends on, the pool included: a record of a type of the detector's own.</param>
    /// <param name="compute">Computes the value. Another thread that wants it meanwhile waits.</param>
    /// <returns>The value; callers share it.</returns>
    /// <exception cref="InvalidOperationException">The key's value is of another type.</exception>
    public T GetOrAdd<T>(object key, Func<T> compute)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(compute);
        var own = new Lazy<object>(() => compute());
        while (true)
        {
            var shared = _values.GetOrAdd(key, own);
            try
            {
                return shared.Value is T value
                    ? value
                    : throw new InvalidOperationException(
                        $"The cache holds a {shared.Value.GetType().Name} under this key, and no {typeof(T).Name}; "
                        + "use a key of a type of your own.");
            }
            catch when (!shared.IsValueCreated)
            {
                // A failed or cancelled computation must not be remembered, and another caller's is no reason for this one to fail.
                _values.TryRemove(new KeyValuePair<object, Lazy<object>>(key, shared));
                if (ReferenceEquals(shared, own))
                {
                    throw;
                }
            }
        }
    }
}
