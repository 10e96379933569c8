using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors.Networks;
using ActiveAnomaly.Networks;
using ActiveAnomaly.Objectives;
using ActiveAnomaly.Randomness;
using ActiveAnomaly.Training;

namespace ActiveAnomaly.Detectors.PReNet;

/// <summary>
/// PReNet, pairwise relation prediction (Pang, Shen, Jin and van den Hengel, KDD 2023): a network that tells of two rows whether none, one
/// or both are anomalies, trained on pairs of a few rows labelled abnormal and many unlabelled ones. Immutable and thread safe.
/// </summary>
/// <remarks>
/// f(x, x') = w_1 z(x) + w_2 z(x') + b, with targets 0, 4 and 8 and the absolute error. The score of x is the mean over draws u of
/// unlabelled and a of abnormal rows of half of f(u, x) + f(x, a), which is (w_1 + w_2) / 2 z(x) and a number that is the same for all
/// rows. The model is that of the epoch of the lowest training loss.
/// </remarks>
public sealed class PReNetDetector : WeaklySupervisedDetector
{
    private readonly PReNetOptions _options;

    /// <summary>Creates the detector.</summary>
    /// <param name="options">The options; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public PReNetDetector(PReNetOptions? options = null)
        : base(options ??= new PReNetOptions()) => _options = options;

    /// <inheritdoc/>
    public override string Name => "PReNet";

    /// <inheritdoc/>
    private protected override DetectorModel Train(TrainingRequest request, int[] abnormalRows, int[] unlabeledRows)
    {
        var pool = request.Pool;
        RequireSquares(pool, _options.BatchSize);
        var engine = Engine();
        var stage = new SeededRandom(Seed).Derive("stage", request.Stage);
        var parts = Parts(pool.FeatureCount, stage.Derive("weights"));
        var shares = new PairShares(_options.BatchSize);
        var (firsts, seconds) = (Pass(givesSecond: false), Pass(givesSecond: true));
        var targets = shares.Targets((float)_options.UnlabeledTarget, (float)_options.MixedTarget, (float)_options.AbnormalTarget);
        var loss = new PairRelationObjective(
            firsts.Apply(parts.First, Codes(firsts)), seconds.Apply(parts.Second, Codes(seconds)), targets);
        NetworkPart[] moved = [.. parts.Hidden is null ? (NetworkPart[])[] : [parts.Hidden], parts.First, parts.Second];
        var optimizer = new RmsPropOptions(_options.LearningRate) { LargestGradientNorm = _options.LargestGradientNorm };
        var result = TrainToLowestLoss(engine, request, new UpdateGroup([loss], moved, optimizer));
        var partners = stage.Derive("partners");
        var network = ScoreNetwork(
            parts.Hidden is null ? null : result.Of(parts.Hidden),
            result.Of(parts.First).Layers[0],
            result.Of(parts.Second).Layers[0],
            pool.Select(Draw(unlabeledRows, partners.Derive("unlabeled"))),
            pool.Select(Draw(abnormalRows, partners.Derive("abnormal"))));
        return new PReNetModel(network, engine.Name);

        TrainingPass Pass(bool givesSecond) => new(
            new PairRowsSource(unlabeledRows, abnormalRows, shares, givesSecond, _options.StepCount, stage.Derive("batches")),
            pool.FeatureCount);

        PassValue Codes(TrainingPass pass) => parts.Hidden is null ? pass.Inputs : pass.Apply(parts.Hidden, pass.Inputs);
    }

    /// <summary>
    /// Makes the network that scores: of half of f(u, x) + f(x, a) what depends on x, and the mean of the rest over the partners u and a.
    /// </summary>
    internal static NetworkParameters ScoreNetwork(
        NetworkParameters? hidden, LayerParameters first, LayerParameters second, FeatureMatrix unlabeled, FeatureMatrix abnormal)
    {
        var weights = new float[first.Shape.InputSize];
        for (var k = 0; k < weights.Length; k++)
        {
            weights[k] = (float)(((double)first.Weights[k] + second.Weights[k]) / 2);
        }

        var ofPartners = MeanProduct(hidden, first.Weights, unlabeled) + MeanProduct(hidden, second.Weights, abnormal);
        var offset = first.Biases[0] + (ofPartners / 2);
        var shape = new LayerShape(weights.Length, 1, Activation.None, HasBias: true);
        LayerParameters[] layers = [.. hidden?.Layers ?? [], new LayerParameters(shape, weights, [], [], [(float)offset])];
        return new NetworkParameters(NetworkShape.Of([.. layers.Select(layer => layer.Shape)]), layers);
    }

    private static double MeanProduct(NetworkParameters? hidden, ReadOnlySpan<float> weights, FeatureMatrix rows)
    {
        var codes = hidden is null ? rows.Values : hidden.Run(rows);
        var sum = 0.0;
        for (var i = 0; i < codes.Length; i++)
        {
            sum += (double)weights[i % weights.Length] * codes[i];
        }

        return sum / rows.RowCount;
    }

    private int[] Draw(int[] rows, SeededRandom random)
    {
        var drawn = new int[_options.PartnerCount];
        foreach (ref var row in drawn.AsSpan())
        {
            row = rows[random.NextInt32(rows.Length)];
        }

        return drawn;
    }

    private (NetworkPart? Hidden, NetworkPart First, NetworkPart Second) Parts(int featureCount, SeededRandom random)
    {
        int[] sizes = [featureCount, .. _options.HiddenSizes ?? [PenalizedNetworkOptions.Defaults.HiddenSize]];
        var codeSize = sizes[^1];
        LayerShape[] layers =
            [.. sizes.Zip(sizes.Skip(1), (inputs, outputs) => new LayerShape(inputs, outputs, Activation.Relu, HasBias: true))];
        var hidden = layers.Length == 0
            ? null
            : new NetworkPart("hidden", NetworkParameters.Draw(NetworkShape.Of(layers), random, InitialWeights.GlorotUniform))
            {
                WeightPenalty = _options.WeightPenalty,
            };

        // One layer on both codes side by side, cut in two.
        var both = NetworkParameters.Draw(
            NetworkShape.Of(new LayerShape(2 * codeSize, 1, Activation.None)), random.Derive("relation"), InitialWeights.GlorotUniform);
        var weights = both.Layers[0].Weights;
        return (hidden, Part("first", weights[..codeSize], hasBias: true), Part("second", weights[codeSize..], hasBias: false));

        static NetworkPart Part(string name, ReadOnlySpan<float> weights, bool hasBias)
        {
            var shape = new LayerShape(weights.Length, 1, Activation.None, hasBias);
            var layer = LayerParameters.Copy(shape, weights, [], [], hasBias ? [0f] : []);
            return new NetworkPart(name, new NetworkParameters(NetworkShape.Of(shape), [layer]));
        }
    }
}
