using ActiveAnomaly.Detectors.Networks;
using ActiveAnomaly.Networks;
using ActiveAnomaly.Objectives;
using ActiveAnomaly.Randomness;
using ActiveAnomaly.Training;

namespace ActiveAnomaly.Detectors.DevNet;

/// <summary>
/// Deviation networks (Pang, Shen and van den Hengel, KDD 2019): a network whose output is about 0 for unlabelled rows and at least five
/// standard deviations of a normal distribution away for rows labelled abnormal. Immutable and thread safe.
/// </summary>
/// <remarks>
/// The reference scores, 5,000 draws of the standard normal distribution, are drawn once from the detector's seed, whatever the stage. The
/// model is that of the epoch of the lowest training loss.
/// </remarks>
public sealed class DevNetDetector : WeaklySupervisedDetector
{
    private readonly DevNetOptions _options;

    /// <summary>Creates the detector.</summary>
    /// <param name="options">The options; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public DevNetDetector(DevNetOptions? options = null)
        : base(options ??= new DevNetOptions()) => _options = options;

    /// <inheritdoc/>
    public override string Name => "DevNet";

    /// <summary>Gives the mean and the standard deviation of the reference scores, which depend on the seed alone.</summary>
    internal (float Mean, float Deviation) Reference()
    {
        var random = new SeededRandom(Seed).Derive("reference scores");
        var (sum, squares) = (0.0, 0.0);
        for (var i = 0; i < _options.ReferenceCount; i++)
        {
            var score = random.NextNormal();
            sum += score;
            squares += score * score;
        }

        var mean = sum / _options.ReferenceCount;
        return ((float)mean, (float)Math.Sqrt((squares / _options.ReferenceCount) - (mean * mean)));
    }

    /// <inheritdoc/>
    private protected override DetectorModel Train(TrainingRequest request, int[] abnormalRows, int[] unlabeledRows)
    {
        var pool = request.Pool;
        RequireSquares(pool, _options.BatchSize);
        var engine = Engine();
        var stage = new SeededRandom(Seed).Derive("stage", request.Stage);
        var start = NetworkParameters.Draw(Shape(pool.FeatureCount), stage.Derive("weights"), InitialWeights.GlorotUniform);
        var pass = new TrainingPass(HalfAbnormal(abnormalRows, unlabeledRows, stage.Derive("batches")), pool.FeatureCount);
        List<NetworkPart> parts = [];
        var value = pass.Inputs;
        if (start.Layers.Count > 1)
        {
            parts.Add(new NetworkPart("hidden", start.FirstLayers(start.Layers.Count - 1)) { WeightPenalty = _options.WeightPenalty });
            value = pass.Apply(parts[0], value);
        }

        parts.Add(new NetworkPart("score", start.LayersFrom(start.Layers.Count - 1)));
        var (mean, deviation) = Reference();
        var loss = new DeviationObjective(
            pass.Apply(parts[^1], value), RowRoles.Of(request.Labels, []), mean, deviation, (float)_options.Margin);
        var optimizer = new RmsPropOptions(_options.LearningRate) { LargestGradientNorm = _options.LargestGradientNorm };
        var result = TrainToLowestLoss(engine, request, new UpdateGroup([loss], parts, optimizer));
        return new DevNetModel(new NetworkParameters(start.Shape, [.. parts.SelectMany(part => result.Of(part).Layers)]), engine.Name);
    }

    private NetworkShape Shape(int featureCount)
    {
        int[] sizes = [featureCount, .. _options.HiddenSizes ?? [PenalizedNetworkOptions.Defaults.HiddenSize], 1];
        return NetworkShape.Of([.. sizes.Zip(sizes.Skip(1), (inputs, outputs) => (inputs, outputs)).Select(
            (size, i) => new LayerShape(
                size.inputs, size.outputs, i == sizes.Length - 2 ? Activation.None : Activation.Relu, HasBias: true))]);
    }
}
