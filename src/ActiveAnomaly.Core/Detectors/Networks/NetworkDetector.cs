using System.Security.Cryptography;
using ActiveAnomaly.Data;
using ActiveAnomaly.Engines;
using ActiveAnomaly.Metrics;
using ActiveAnomaly.Networks;
using ActiveAnomaly.Objectives;
using ActiveAnomaly.Randomness;

namespace ActiveAnomaly.Detectors.Networks;

/// <summary>What the detectors that train a network share: options, seed, engine, the UAI head and the threshold.</summary>
public abstract class NetworkDetector : Detector
{
    private readonly NetworkDetectorOptions _options;

    private protected NetworkDetector(NetworkDetectorOptions options)
    {
        options.Validate();
        _options = options;
        Seed = options.Seed ?? RandomNumberGenerator.GetInt32(int.MaxValue);
    }

    /// <inheritdoc/>
    public override long Seed { get; }

    private protected AdamOptions Optimizer => new(_options.LearningRate, _options.WeightDecay);

    /// <summary>Cuts the pool into minibatches as the options say.</summary>
    private protected MinibatchSource Minibatches(FeatureMatrix pool, SeededRandom random) => new(pool.RowCount, _options.BatchSize, random, _options.LargestStepCount);

    private protected ITrainingEngine Engine() => _options.Engine == EngineChoice.Torch || _options.GpuDeviceId is not null
        ? EngineDiscovery.RequireTorch(_options.GpuDeviceId)
        : new ManagedEngine();

    /// <summary>Gets the encoder's shape for d features.</summary>
    private protected NetworkShape EncoderShape(int featureCount) => NetworkShape.Encoder(
        featureCount, _options.HiddenSizes ?? NetworkShape.DefaultHiddenSizes(featureCount), _options.CodeSize ?? NetworkShape.DefaultCodeSize(featureCount));

    private protected ModelOrigin Origin(TrainingRequest request, ITrainingEngine engine) =>
        new(Name, _options with { GpuDeviceId = null }, Seed, request.Stage, engine.Name);

    private protected static void RequireRows(TrainingRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Pool.RowCount < 2)
        {
            throw new FeatureDataException(
                request.Pool.RowCount == 0
                    ? "The pool has no rows; at least two are needed to train. Check the file, and filters before the trainer."
                    : "The pool has one row; at least two are needed to train, for batch normalisation takes a variance.");
        }
    }

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
    private protected static UaiHead? TrainedHead(Objective objective, PoolLabels labels) =>
        objective is UaiObjective head && labels.NormalRows.Count > 0 && labels.AbnormalRows.Count > 0 ? new UaiHead(head.HeadParameters.ToArray()) : null;

    /// <summary>Computes the threshold from the training rows' scores.</summary>
    private protected float Threshold(NetworkScorer scorer, UaiHead? head, FeatureMatrix pool, CancellationToken cancellationToken)
    {
        if (_options.Threshold is { } given)
        {
            return given;
        }

        var scores = new float[pool.RowCount];
        scorer.Score(pool.Values, scores, head is not null && _options.UaiHead?.ScoreBy == UaiOutput.Head, cancellationToken);
        return (float)Quantile.Of(scores, 1 - _options.Contamination);
    }
}
