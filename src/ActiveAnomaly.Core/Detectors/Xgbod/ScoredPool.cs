using ActiveAnomaly.Data;

namespace ActiveAnomaly.Detectors.Xgbod;

/// <summary>What is learnt and computed of a pool before any label is looked at: a stage takes it from the one before. Immutable.</summary>
/// <param name="Source">The pool, which is the same when it is one object.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Features">What was learnt.</param>
/// <param name="Columns">The columns of the pool's rows.</param>
internal sealed record ScoredPool(FeatureMatrix Source, long Seed, ScoredFeatures Features, FeatureMatrix Columns);
