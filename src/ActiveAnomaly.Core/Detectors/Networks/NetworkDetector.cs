using System.Globalization;
using ActiveAnomaly.Data;
using ActiveAnomaly.Networks;
using ActiveAnomaly.Objectives;
using ActiveAnomaly.Randomness;
using ActiveAnomaly.Training;
using ActiveAnomaly.Training.Managed;

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
    private protected MinibatchSource Minibatches(FeatureMatrix pool, SeededRandom random) =>
        new(pool.RowCount, _options.BatchSize, random, _options.LargestStepCount);

    /// <summary>
    /// Throws where a feature is so large that a minibatch's sum of squares, which losses and batch normalisation take, can be no finite
    /// number: training would stop somewhere in the middle, and could not say why.
    /// </summary>
    private protected void RequireSquares(FeatureMatrix pool)
    {
        var largest = FeatureMatrix.IndexOfLargest(pool.Values);
        var value = pool.Values[largest];
        var limit = Math.Sqrt(float.MaxValue / ((double)Math.Min(_options.BatchSize, pool.RowCount) * pool.FeatureCount));
        if (Math.Abs(value) > limit)
        {
            var (row, feature) = (largest / pool.FeatureCount, largest % pool.FeatureCount);
            var found = string.Create(CultureInfo.InvariantCulture, $"{value} in row {row}; a network can take at most {limit:G2} here");
            throw new FeatureDataException(
                $"{Name} cannot be trained: {FeatureMatrix.Describe(feature, pool.FeatureNames)} is {found}, for the squares of a "
                + "minibatch's features have to have a finite sum. Scale the features before (in ML.NET: NormalizeMinMax), or leave the "
                + "row out.",
                row,
                feature);
        }
    }

    /// <summary>
    /// Gives each row its role in the losses. A twin of a labelled row is trained on as that row is, though it is not labelled itself and
    /// may be among the rows that are taken for anomalies.
    /// </summary>
    private protected RowRoles Roles(TrainingRequest request)
    {
        var labels = UsesLabels ? request.LabelsWithTwins : request.Labels;
        return RowRoles.Of(
            labels,
            labels == request.Labels ? request.PseudoAbnormalRows : [.. request.PseudoAbnormalRows.Where(row => !IsKnownByTwins(row))]);

        bool IsKnownByTwins(int row) => (uint)row < (uint)labels.RowCount
            && request.Labels[row] == RowLabel.Unlabeled && labels[row] != RowLabel.Unlabeled;
    }

    private protected ITrainingEngine Engine() => _options.Engine == EngineChoice.Torch || _options.GpuDeviceId is not null
        ? EngineDiscovery.RequireTorch(_options.GpuDeviceId)
        : new ManagedEngine();

    /// <summary>Gets the encoder's shape for d features.</summary>
    private protected NetworkShape EncoderShape(int featureCount) => NetworkShape.Encoder(
        featureCount,
        _options.HiddenSizes ?? NetworkShape.DefaultHiddenSizes(featureCount),
        _options.CodeSize ?? NetworkShape.DefaultCodeSize(featureCount));

    /// <summary>
    /// Makes a part that leads from a code [h] and a score to a logit, when the options want a UAI head; its loss reads that.
    /// </summary>
    private protected (NetworkPart Part, Objective Loss)? Head(
        TrainingPass pass, PassValue code, PassValue score, RowRoles roles, SeededRandom random)
    {
        if (_options.UaiHead is null)
        {
            return null;
        }

        var inputSize = code.Size + 1;
        var bound = 1 / Math.Sqrt(inputSize);
        var start = new float[inputSize + 1];
        foreach (ref var parameter in start.AsSpan())
        {
            parameter = (float)(((2 * random.NextDouble()) - 1) * bound);
        }

        var shape = new LayerShape(inputSize, 1, Activation.None, HasBias: true);
        var part = new NetworkPart(
            "head",
            new NetworkParameters(NetworkShape.Of(shape), [new LayerParameters(shape, start[..^1], [], [], start[^1..])]));
        return (part, new LabelCrossEntropyObjective(pass.Apply(part, pass.Concatenate(code, score)), roles));
    }

    /// <summary>Takes the trained head out of a result; null unless both kinds of label trained it.</summary>
    private protected UaiHead? TrainedHead(TrainingResult result, NetworkPart? part, PoolLabels labels)
    {
        if (part is null || labels.NormalRows.Count == 0 || labels.AbnormalRows.Count == 0)
        {
            return null;
        }

        var layer = result.Of(part).Layers[0];
        return new UaiHead([.. layer.Weights, .. layer.Biases], _options.UaiHead!);
    }
}
