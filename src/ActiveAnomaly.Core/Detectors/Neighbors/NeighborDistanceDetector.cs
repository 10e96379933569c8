using ActiveAnomaly.Neighbors;
using ActiveAnomaly.Randomness;

namespace ActiveAnomaly.Detectors.Neighbors;

/// <summary>
/// Distance to the nearest neighbours (Ramaswamy, Rastogi and Shim, SIGMOD 2000; the mean of k distances as in Angiulli and Pizzuti, PKDD
/// 2002): a row far from all others is abnormal. It learns without labels. Features count as they are scaled: bring them to one scale
/// before (in ML.NET: NormalizeMinMax).
/// </summary>
/// <param name="options">The options.</param>
/// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
public sealed class NeighborDistanceDetector(NeighborDistanceOptions options) : Detector(options)
{
    /// <summary>Creates a detector with the default options.</summary>
    public NeighborDistanceDetector()
        : this(new NeighborDistanceOptions())
    {
    }

    /// <inheritdoc/>
    public override string Name => "neighbour distance";

    /// <inheritdoc/>
    public override bool UsesLabels => false;

    /// <inheritdoc/>
    protected override TrainedDetector Train(TrainingRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.CancellationToken.ThrowIfCancellationRequested();
        var pool = request.Pool;
        if (pool.RowCount > options.MostReferenceRows)
        {
            var random = new SeededRandom(Seed).Derive("reference rows", request.Stage);
            var drawn = random.SampleRange(pool.RowCount, options.MostReferenceRows);
            Array.Sort(drawn);
            pool = pool.Select(drawn);
        }

        var rows = new ReferenceRows(pool.Values, pool.FeatureCount);
        return Scored(new NeighborDistanceModel(rows, Math.Min(options.NeighborCount, rows.Count - 1)), request);
    }
}
