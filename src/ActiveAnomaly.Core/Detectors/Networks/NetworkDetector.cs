using ActiveAnomaly.Data;
using ActiveAnomaly.Networks;
using ActiveAnomaly.Objectives;
using ActiveAnomaly.Randomness;
using ActiveAnomaly.Training;

namespace ActiveAnomaly.Detectors.Networks;

/// <summary>What the detectors that train an encoder share: options, minibatches and the UAI head.</summary>
public abstract class NetworkDetector : NeuralDetector
{
    private readonly NetworkDetectorOptions _options;

    private protected NetworkDetector(NetworkDetectorOptions options)
        : base(options) => _options = options;

    private protected AdamOptions Optimizer => new(_options.LearningRate, _options.WeightDecay);

    /// <summary>Cuts the pool into minibatches as the options say.</summary>
    private protected MinibatchSource Minibatches(FeatureMatrix pool, SeededRandom random) =>
        new(pool.RowCount, _options.BatchSize, random, _options.LargestStepCount);

    /// <summary>Throws where a feature is so large that a minibatch's sum of squares can be no finite number.</summary>
    private protected void RequireSquares(FeatureMatrix pool) => RequireSquares(pool, _options.BatchSize);

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

        var shape = UaiHead.ShapeOn(code.Size);
        var part = new NetworkPart(
            "head",
            new NetworkParameters(NetworkShape.Of(shape), [new LayerParameters(shape, start[..^1], [], [], start[^1..])]));
        return (part, new LabelCrossEntropyObjective(pass.Apply(part, pass.Concatenate(code, score)), roles));
    }

    /// <summary>Takes the trained head out of a result; null unless both kinds of label trained it.</summary>
    private protected UaiHead? TrainedHead(TrainingResult result, NetworkPart? part, PoolLabels labels) =>
        part is null || labels.NormalRows.Count == 0 || labels.AbnormalRows.Count == 0
            ? null
            : new UaiHead(result.Of(part).Layers[0], _options.UaiHead!);
}
