using ActiveAnomaly.Detectors.Networks;
using ActiveAnomaly.Networks;
using ActiveAnomaly.Objectives;
using ActiveAnomaly.Randomness;
using ActiveAnomaly.Training;

namespace ActiveAnomaly.Detectors.BiGan;

/// <summary>
/// A bidirectional generative adversarial network (Donahue et al., ICLR 2017) as a detector (Zenati et al., "Efficient GAN-based anomaly
/// detection", 2018): a generator makes rows of noise and an encoder codes of rows, so that a discriminator cannot tell pairs (x, E(x)) and
/// (G(z), z) apart; rows that the two do not give back are anomalies. It learns from no label. Immutable and thread safe.
/// </summary>
public sealed class BiGanDetector : NeuralDetector
{
    /// <summary>The decay of the gradient's running mean in the authors' program.</summary>
    private const double Beta1 = 0.5;

    private readonly BiGanOptions _options;

    /// <summary>Creates the detector.</summary>
    /// <param name="options">The options; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public BiGanDetector(BiGanOptions? options = null)
        : base(options ??= new BiGanOptions()) => _options = options;

    /// <inheritdoc/>
    public override string Name => "BiGAN";

    /// <inheritdoc/>
    public override bool UsesLabels => false;

    /// <inheritdoc/>
    protected override TrainedDetector Train(TrainingRequest request)
    {
        var pool = request.Pool;
        RequireSquares(pool, _options.BatchSize);
        var engine = Engine();
        var stage = new SeededRandom(Seed).Derive("stage", request.Stage);
        var parts = new BiGanParts(pool.FeatureCount, _options, stage.Derive("weights"));
        var result = engine.Train(
            new TrainingPlan
            {
                Rows = pool,
                Groups =
                [
                    Group(AdversarialSide.Discriminator, parts.Discriminator),
                    Group(AdversarialSide.Generator, [parts.Generator, parts.Encoder]),
                ],
                EpochCount = _options.EpochCount,
                Progress = new ProgressReporter(request, _options.EpochCount, "training").Training,
            },
            request.CancellationToken);
        return Scored(new BiGanModel(result.Of(parts.Encoder), result.Of(parts.Generator), engine.Name), request);

        // Each side has its own order of the rows, and its own noise, as in the authors' program.
        UpdateGroup Group(AdversarialSide side, IReadOnlyList<NetworkPart> moved)
        {
            var random = stage.Derive("side", (int)side);
            var minibatches = new MinibatchSource(
                pool.RowCount, _options.BatchSize, random.Derive("shuffles"), _options.LargestStepCount);
            var pass = new TrainingPass(minibatches, pool.FeatureCount);
            var optimizer = new AdamOptions(_options.LearningRate, WeightDecay: 0) { Beta1 = Beta1 };
            return new UpdateGroup([parts.Objective(pass, side, random.Derive("noise"))], moved, optimizer);
        }
    }
}
