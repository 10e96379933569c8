using System.Collections.Concurrent;
using ActiveAnomaly.Data;
using ActiveAnomaly.Engines;
using ActiveAnomaly.Networks;

namespace ActiveAnomaly.Detectors;

/// <summary>
/// Keeps pre-trained encoders for runs over the same pool that differ in labels, losses or strategies only: pre-training
/// sees none of these. Results are the same bits as without it. Thread safe.
/// </summary>
public sealed class PretrainingCache
{
    private readonly ConcurrentDictionary<Key, Lazy<NetworkParameters>> _encoders = new();

    /// <summary>Gets the encoder of a key, computing it at most once unless that fails.</summary>
    internal NetworkParameters Get(Key key, Func<NetworkParameters> pretrain)
    {
        var encoder = _encoders.GetOrAdd(key, static (_, make) => new Lazy<NetworkParameters>(make), pretrain);
        try
        {
            return encoder.Value;
        }
        catch
        {
            // A cancelled or failed computation must not be remembered.
            _encoders.TryRemove(new KeyValuePair<Key, Lazy<NetworkParameters>>(key, encoder));
            throw;
        }
    }

    /// <summary>All that pre-training depends on.</summary>
    internal sealed record Key(FeatureMatrix Pool, string Shape, int EpochCount, int BatchSize, int? LargestStepCount, AdamOptions Optimizer, string Engine, long Seed, int? Stage);
}
