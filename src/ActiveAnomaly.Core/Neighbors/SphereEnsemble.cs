using System.Numerics;
using System.Runtime.Intrinsics;
using ActiveAnomaly.Data;
using ActiveAnomaly.Kernels;
using ActiveAnomaly.Randomness;
using ActiveAnomaly.Threading;

namespace ActiveAnomaly.Neighbors;

/// <summary>
/// Rounds of spheres around drawn rows, each as large as the distance to the nearest other drawn row (Bandaragoda et al., Computational
/// Intelligence 2018, definitions 1 to 4). A row outside all spheres of a round is isolated there; one inside is the more so, the smaller
/// the sphere next to its own. Immutable and thread safe.
/// </summary>
/// <remarks>
/// The spheres of a round are kept in the order of their radii, 16 to a panel of the distance kernels: the smallest one that holds a row
/// is the first whose radius exceeds the distance, one comparison of a panel's vectors.
/// </remarks>
internal sealed partial class SphereEnsemble
{
    /// <summary>The most rows that may be drawn a round: each is compared with every other.</summary>
    public const int MostSampleRows = 256;

    private const int PanelRowCount = KernelSet.PanelRowCount;
    private const int BlockRowCount = 64;

    /// <summary>The smallest squared radius: around rows that are drawn twice.</summary>
    private const float SmallestSquaredRadius = 1e-12f;

    /// <summary>
    /// Centres whose numbers have, in the median, a binary exponent outside these bounds are measured in a unit of about that size, a power
    /// of two: the squares of distances would lie below the smallest radius, or beyond Single's range.
    /// </summary>
    private const int LeastExponent = -10;

    private const int MostExponent = 56;
    private const int MostShift = 126;

    private readonly KernelSet _kernels = KernelSet.For(VectorPaths.Default);
    private readonly int _panelCount;
    private readonly float[] _panels;
    private readonly float[] _squaredRadii;
    private readonly float[] _isolation;
    private readonly float _scale;

    /// <summary>Makes the spheres around centres.</summary>
    /// <param name="centers">Row-major [rounds x sample x d], finite.</param>
    /// <param name="sampleSize">The number of centres a round, at least 2.</param>
    /// <param name="featureCount">The number of features, d.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public SphereEnsemble(
        ReadOnlyMemory<float> centers, int sampleSize, int featureCount, CancellationToken cancellationToken = default)
    {
        _scale = ScaleOf(centers.Span, featureCount);
        SampleSize = sampleSize;
        FeatureCount = featureCount;
        RoundCount = centers.Length / featureCount / sampleSize;
        Centers = centers;
        _panelCount = (sampleSize + PanelRowCount - 1) / PanelRowCount;
        _panels = new float[checked(RoundCount * _panelCount * PanelRowCount * featureCount)];

        // What fills up the last panel holds nothing.
        _squaredRadii = new float[RoundCount * _panelCount * PanelRowCount];
        _isolation = new float[_squaredRadii.Length];
        ParallelLoop.Run(RoundCount, Place, cancellationToken);
    }

    /// <summary>Gets the number of rounds.</summary>
    public int RoundCount { get; }

    /// <summary>Gets the number of centres a round.</summary>
    public int SampleSize { get; }

    /// <summary>Gets the number of features, d.</summary>
    public int FeatureCount { get; }

    /// <summary>Gets the centres, row-major [rounds x sample x d].</summary>
    public ReadOnlyMemory<float> Centers { get; }

    /// <summary>Draws rounds of centres from a pool.</summary>
    /// <param name="pool">The rows, at least 2.</param>
    /// <param name="roundCount">The number of rounds.</param>
    /// <param name="sampleSize">The number of rows a round, drawn without replacement; all when there are fewer.</param>
    /// <param name="random">Each round has a stream of its own, derived from this one.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static SphereEnsemble Draw(
        FeatureMatrix pool, int roundCount, int sampleSize, SeededRandom random, CancellationToken cancellationToken)
    {
        sampleSize = Math.Min(sampleSize, pool.RowCount);
        var roundLength = sampleSize * pool.FeatureCount;
        if ((long)roundCount * (sampleSize + PanelRowCount) * pool.FeatureCount > Array.MaxLength)
        {
            throw new FeatureDataException(
                $"{roundCount} rounds of {sampleSize} rows with {pool.FeatureCount} features are more numbers than an array holds. "
                + "Take fewer rounds, smaller samples or fewer features.");
        }

        var centers = new float[roundCount * roundLength];
        for (var round = 0; round < roundCount; round++)
        {
            var rows = random.Derive("round", round).SampleRange(pool.RowCount, sampleSize);
            pool.Select(rows).Values.CopyTo(centers.AsSpan(round * roundLength));
        }

        return new SphereEnsemble(centers, sampleSize, pool.FeatureCount, cancellationToken);
    }

    /// <summary>Scores rows: the mean over the rounds of how isolated they are, in [0, 1]; higher is more anomalous.</summary>
    /// <param name="rows">Row-major, finite.</param>
    /// <param name="scores">Receives one score a row.</param>
    /// <param name="cancellationToken">Cancels scoring.</param>
    public void Score(ReadOnlySpan<float> rows, Span<float> scores, CancellationToken cancellationToken)
    {
        Span<float> distances = stackalloc float[BlockRowCount * PanelRowCount];
        Span<double> sums = stackalloc double[BlockRowCount];
        Span<bool> isHeld = stackalloc bool[BlockRowCount];
        var scaled = _scale == 1 ? [] : new float[Math.Min(BlockRowCount, scores.Length) * FeatureCount];
        for (var first = 0; first < scores.Length; first += BlockRowCount)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var count = Math.Min(BlockRowCount, scores.Length - first);
            var block = rows.Slice(first * FeatureCount, count * FeatureCount);
            if (scaled.Length > 0)
            {
                block = Scaled(block, scaled);
            }

            sums.Clear();
            for (var round = 0; round < RoundCount; round++)
            {
                isHeld.Clear();
                for (var panel = round * _panelCount; panel < (round + 1) * _panelCount; panel++)
                {
                    _kernels.SquaredPanelDistances(block, count, FeatureCount, Panel(panel), distances);
                    AddHeld(panel, distances, sums[..count], isHeld);
                }

                for (var i = 0; i < count; i++)
                {
                    sums[i] += isHeld[i] ? 0 : 1;
                }
            }

            for (var i = 0; i < count; i++)
            {
                scores[first + i] = (float)(sums[i] / RoundCount);
            }
        }
    }

    /// <summary>Adds the isolation of rows that a panel's spheres hold, and no smaller sphere before.</summary>
    private void AddHeld(int panel, ReadOnlySpan<float> distances, Span<double> sums, Span<bool> isHeld)
    {
        var radii = Vector512.Create<float>(_squaredRadii.AsSpan(panel * PanelRowCount, PanelRowCount));
        for (var i = 0; i < sums.Length; i++)
        {
            var own = Vector512.Create(distances.Slice(i * PanelRowCount, PanelRowCount));
            var held = Vector512.LessThan(own, radii).ExtractMostSignificantBits();
            if (held != 0 && !isHeld[i])
            {
                isHeld[i] = true;
                sums[i] += _isolation[(panel * PanelRowCount) + BitOperations.TrailingZeroCount(held)];
            }
        }
    }

    private Span<float> Panel(int panel) => _panels.AsSpan(panel * PanelRowCount * FeatureCount, PanelRowCount * FeatureCount);

    /// <summary>
    /// Measures a round's spheres and puts them in the order of their radii, equal ones in that of the draw. A radius beyond Single's range
    /// is infinite, and what such a sphere isolates is computed in double.
    /// </summary>
    private void Place(int round)
    {
        var length = SampleSize * FeatureCount;
        var centers = Scaled(Centers.Span.Slice(round * length, length), new float[length]);
        var (radii, nearest) = (new float[SampleSize], new int[SampleSize]);
        for (var i = 0; i < SampleSize; i++)
        {
            var smallest = float.PositiveInfinity;
            for (var j = 0; j < SampleSize; j++)
            {
                var distance = j == i ? float.PositiveInfinity : SquaredDistance(
                    centers.Slice(i * FeatureCount, FeatureCount), centers.Slice(j * FeatureCount, FeatureCount));
                (smallest, nearest[i]) = distance < smallest ? (distance, j) : (smallest, nearest[i]);
            }

            radii[i] = Math.Max(smallest, SmallestSquaredRadius);
        }

        int[] order = [.. Enumerable.Range(0, SampleSize).OrderBy(i => radii[i])];
        for (var place = 0; place < SampleSize; place++)
        {
            var (i, panel, lane) = (order[place], (round * _panelCount) + (place / PanelRowCount), place % PanelRowCount);
            _squaredRadii[(panel * PanelRowCount) + lane] = radii[i];
            _isolation[(panel * PanelRowCount) + lane] = float.IsFinite(radii[i])
                ? 1 - Math.Min(radii[nearest[i]] / radii[i], 1)
                : IsolationOfInfinite(centers, i);
            PanelLayout.Put(
                _panels, FeatureCount, (panel * PanelRowCount) + lane, centers.Slice(i * FeatureCount, FeatureCount));
        }
    }

    /// <summary>What a sphere isolates whose radius is beyond Single's range: nothing only where its neighbour's is as large.</summary>
    private float IsolationOfInfinite(ReadOnlySpan<float> centers, int i)
    {
        var (radius, neighbor) = Nearest(centers, i);
        return (float)(1 - Math.Min(Nearest(centers, neighbor).SquaredRadius / radius, 1));
    }

    /// <summary>Finds the centre nearest to another one, in double.</summary>
    private (double SquaredRadius, int Neighbor) Nearest(ReadOnlySpan<float> centers, int i)
    {
        var best = (SquaredRadius: double.PositiveInfinity, Neighbor: 0);
        for (var j = 0; j < SampleSize; j++)
        {
            var sum = 0.0;
            for (var k = 0; k < FeatureCount; k++)
            {
                var difference = (double)centers[(i * FeatureCount) + k] - centers[(j * FeatureCount) + k];
                sum += difference * difference;
            }

            best = j != i && sum < best.SquaredRadius ? (sum, j) : best;
        }

        return best;
    }

    /// <summary>
    /// Gives the factor, a power of two, by which centres of very small or very large numbers are measured; 1 for others.
    /// </summary>
    private static float ScaleOf(ReadOnlySpan<float> centers, int featureCount)
    {
        // The median: one row far out does not make all others small.
        var sizes = new float[centers.Length / featureCount];
        for (var i = 0; i < sizes.Length; i++)
        {
            foreach (var number in centers.Slice(i * featureCount, featureCount))
            {
                sizes[i] = Math.Max(sizes[i], Math.Abs(number));
            }
        }

        Array.Sort(sizes);
        var median = sizes[sizes.Length / 2];
        var exponent = median == 0 ? 0 : float.ILogB(median);
        return exponent is >= LeastExponent and <= MostExponent ? 1 : float.ScaleB(1, Math.Clamp(-exponent, -MostShift, MostShift));
    }

    /// <summary>Multiplies numbers by the scale; those that would lie beyond Single's range are its ends.</summary>
    private ReadOnlySpan<float> Scaled(ReadOnlySpan<float> numbers, Span<float> scaled)
    {
        for (var k = 0; k < numbers.Length; k++)
        {
            scaled[k] = Math.Clamp(numbers[k] * _scale, float.MinValue, float.MaxValue);
        }

        return scaled[..numbers.Length];
    }

    private static float SquaredDistance(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        var sum = 0f;
        for (var k = 0; k < x.Length; k++)
        {
            var difference = x[k] - y[k];
            sum = MathF.FusedMultiplyAdd(difference, difference, sum);
        }

        return sum;
    }
}
