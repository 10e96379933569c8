using ActiveAnomaly.Data;
using ActiveAnomaly.Engines;
using ActiveAnomaly.Networks;
using ActiveAnomaly.Objectives;
using ActiveAnomaly.Randomness;

namespace ActiveAnomaly.Detectors.Networks;

/// <summary>What the detectors that train a network share: options, engine, minibatches and the UAI head.</summary>
public abstract class NetworkDetector : Detector
{
    private readonly NetworkDetectorOptions _options;

    private protected NetworkDetector(NetworkDetectorOptions options)
        : base(options) => _options = options;

    /// <inheritdoc/>
    internal override DetectorOptions RecordedOptions => _options with { GpuDeviceId = null };

    private protected AdamOptions Optimizer => new(_options.LearningRate, _options.WeightDecay);

    /// <summary>Cuts the pool into minibatches as the options say.</summary>
    private protected MinibatchSource Minibatches(FeatureMatrix pool, SeededRandom random) => new(pool.RowCount, _options.BatchSize, random, _options.LargestStepCount);

    private protected ITrainingEngine Engine() => _options.Engine == EngineChoice.Torch || _options.GpuDeviceId is not null
        ? EngineDiscovery.RequireTorch(_options.GpuDeviceId)
        : new ManagedEngine();

    /// <summary>Gets the encoder's shape for d features.</summary>
    private protected NetworkShape EncoderShape(int featureCount) => NetworkShape.Encoder(
        featureCount, _options.HiddenSizes ?? NetworkShape.DefaultHiddenSizes(featureCount), _options.CodeSize ?? NetworkShape.DefaultCodeSize(featureCount));

    /// <summary>Puts a head on top of a base loss when the options want one.</summary>
    private protected Objective WithHead(ScoredObjective baseObjective, RowRoles roles, int codeSize, SeededRandom random)
    {
        if (_options.UaiHead is null)
        {
            return baseObjective;
        }

        var bound = 1 / Math.Sqrt(codeSize + 1);
        var start = new float[codeSize + 2];
        foreach (ref var parameter in start.AsSpan())
        {
            parameter = (float)(((2 * random.NextDouble()) - 1) * bound);
        }

        return new UaiObjective(baseObjective, roles, start);
    }

    /// <summary>Takes the trained head out of an objective; null unless both kinds of label trained it.</summary>
    private protected UaiHead? TrainedHead(Objective objective, PoolLabels labels) =>
        objective is UaiObjective head && labels.NormalRows.Count > 0 && labels.AbnormalRows.Count > 0
            ? new UaiHead(head.HeadParameters.ToArray(), _options.UaiHead!)
            : null;
}
