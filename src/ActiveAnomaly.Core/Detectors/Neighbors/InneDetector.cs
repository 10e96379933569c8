using ActiveAnomaly.Neighbors;
using ActiveAnomaly.Randomness;

namespace ActiveAnomaly.Detectors.Neighbors;

/// <summary>
/// iNNE, isolation by nearest-neighbour ensembles (Bandaragoda et al., Computational Intelligence 2018): a row is abnormal that lies
/// outside the spheres around drawn rows, or in one much larger than that next to it. It learns without labels and finds anomalies that
/// are such only among their neighbours. Features count as they are scaled: bring them to one scale before (in ML.NET: NormalizeMinMax).
/// </summary>
/// <param name="options">The options.</param>
/// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
public sealed class InneDetector(InneOptions options) : Detector(options)
{
    /// <summary>Creates a detector with the default options.</summary>
    public InneDetector()
        : this(new InneOptions())
    {
    }

    /// <inheritdoc/>
    public override string Name => "iNNE";

    /// <inheritdoc/>
    public override bool UsesLabels => false;

    /// <inheritdoc/>
    protected override TrainedDetector Train(TrainingRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.CancellationToken.ThrowIfCancellationRequested();
        var random = new SeededRandom(Seed).Derive("spheres", request.Stage);
        var spheres = SphereEnsemble.Draw(
            request.Pool, options.RoundCount, options.SampleSize, random, request.CancellationToken);
        return Scored(new InneModel(spheres), request);
    }
}
