using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using ActiveAnomaly.Data;

namespace ActiveAnomaly.Detectors;

/// <summary>
/// Keeps what a detector computes without looking at labels (a pre-trained encoder, an unsupervised prior) for other stages and
/// other runs over the same pool, for as long as somebody has that pool. Results are the same bits as without it. Thread safe.
/// </summary>
public sealed class TrainingCache
{
    /// <summary>A value may hold its pool; neither keeps the other alive here.</summary>
    private readonly ConditionalWeakTable<FeatureMatrix, ConcurrentDictionary<object, Lazy<object>>> _pools = [];

    /// <summary>Gets the value of a key for a pool; it is computed at most once, unless that fails or is cancelled.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="pool">The pool. Pools are the same when they are one object.</param>
    /// <param name="key">All else that the value depends on: a record of a type of the detector's own.</param>
    /// <param name="compute">Computes the value. Another thread that wants it meanwhile waits.</param>
    /// <returns>The value; callers share it.</returns>
    /// <exception cref="InvalidOperationException">The key's value for this pool is of another type.</exception>
    public T GetOrAdd<T>(FeatureMatrix pool, object key, Func<T> compute)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(compute);
        var values = _pools.GetOrAdd(pool, static _ => new ConcurrentDictionary<object, Lazy<object>>());
        var own = new Lazy<object>(() => compute());
        while (true)
        {
            var shared = values.GetOrAdd(key, own);
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
                values.TryRemove(new KeyValuePair<object, Lazy<object>>(key, shared));
                if (ReferenceEquals(shared, own))
                {
                    throw;
                }
            }
        }
    }
}
