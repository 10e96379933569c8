using ActiveAnomaly.Graphs;
using ActiveAnomaly.Metrics;
using ActiveAnomaly.Threading;

namespace ActiveAnomaly.GaussianProcesses;

/// <summary>
/// What the detectors' scores mean by their ranks in the pool: the prior mean m = -1 + g / 2, and the features of the kernel's linear
/// part. With n rows, gauss(v) is the standard normal quantile of (average rank - 1/2) / n, limited to [1/2, n - 1/2] / n, and
/// g = gauss(rank forest + rank iNNE + rank nearest 20). Immutable and thread safe.
/// </summary>
internal sealed class PriorRanks
{
    /// <summary>The number of features of the linear part: g, a constant, and forest, iNNE, nearest 5 and tails.</summary>
    public const int LinearCount = 6;

    /// <summary>The number of rows whose ranks one thread adds up at a time.</summary>
    private const int PartRowCount = 4096;

    private const double PriorLevel = -1;
    private const double PriorSlope = 0.5;
    private const double RankWeight = 0.1;
    private const double BiasWeight = 0.1;
    private const double DetectorWeight = 0.03;

    private readonly EmpiricalDistribution[] _detectors;
    private readonly EmpiricalDistribution _sum;

    /// <summary>Makes ranks of distributions.</summary>
    /// <param name="detectors">Those of the detectors' scores.</param>
    /// <param name="sum">That of the sum of three ranks, each counted twice: a whole number where ranks are exact.</param>
    public PriorRanks(EmpiricalDistribution[] detectors, EmpiricalDistribution sum)
    {
        _detectors = detectors;
        _sum = sum;
    }

    /// <summary>Gets the distributions: the detectors', and the sum's at the end.</summary>
    public IEnumerable<EmpiricalDistribution> Distributions => _detectors.Append(_sum);

    /// <summary>Learns the ranks of a pool's scores.</summary>
    /// <param name="scores">Row-major [n x 5].</param>
    /// <param name="cancellationToken">Cancels learning.</param>
    public static PriorRanks Learn(float[] scores, CancellationToken cancellationToken = default)
    {
        var detectors = new EmpiricalDistribution[PriorDetectors.Count];
        var rowCount = scores.Length / PriorDetectors.Count;
        ParallelLoop.Run(
            detectors.Length,
            detector =>
            {
                var own = new float[rowCount];
                for (var row = 0; row < own.Length; row++)
                {
                    own[row] = scores[(row * PriorDetectors.Count) + detector];
                }

                detectors[detector] = EmpiricalDistribution.Learn(own);
            },
            cancellationToken);
        var sums = new float[rowCount];
        ParallelLoop.Run(
            (rowCount + PartRowCount - 1) / PartRowCount,
            part =>
            {
                for (var row = part * PartRowCount; row < Math.Min((part + 1) * PartRowCount, rowCount); row++)
                {
                    sums[row] = RankSum(detectors, scores.AsSpan(row * PriorDetectors.Count, PriorDetectors.Count));
                }
            },
            cancellationToken);
        return new PriorRanks(detectors, EmpiricalDistribution.Learn(sums));
    }

    /// <summary>Gives a row's prior mean and its features of the linear part.</summary>
    /// <param name="scores">The row's 5 scores.</param>
    /// <param name="linear">Receives its 6 features.</param>
    /// <returns>The prior mean m.</returns>
    public double Prior(ReadOnlySpan<float> scores, Span<float> linear)
    {
        var g = Gauss(_sum, RankSum(_detectors, scores));
        linear[0] = (float)(Math.Sqrt(RankWeight) * g);
        linear[1] = (float)Math.Sqrt(BiasWeight);
        linear[2] = Linear(0, scores);
        linear[3] = Linear(1, scores);
        linear[4] = Linear(2, scores);
        linear[5] = Linear(4, scores);
        return PriorLevel + (PriorSlope * g);
    }

    /// <summary>Adds what <see cref="Prior"/> gives to a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="scores">Single [rows x 5].</param>
    /// <returns>The prior means, Double [rows], and the features of the linear part, Single [rows x 6].</returns>
    public (GraphValue Prior, GraphValue Linear) AddPrior(GraphBuilder graph, GraphValue scores)
    {
        var (below, upTo) = EmpiricalDistribution.AddCounts(graph, scores, _detectors);
        var ranks = graph.Add(below, upTo);
        var rankSum = graph.Add(graph.Add(Column(ranks, 0), Column(ranks, 1)), Column(ranks, 3));
        var (belowSum, upToSum) = EmpiricalDistribution.AddCounts(graph, graph.Cast(rankSum, GraphElementType.Single), [_sum]);
        var g = AddGauss(graph, graph.Add(belowSum, upToSum), [_sum]);
        var own = AddGauss(graph, ranks, _detectors);
        var bias = graph.Expand(graph.Scalar((float)Math.Sqrt(BiasWeight)), graph.SizeOf(scores, 0), graph.Scalar(1L));
        var linear = graph.Concatenate(
            1,
            Weighted(g, RankWeight),
            bias,
            Weighted(Column(own, 0), DetectorWeight),
            Weighted(Column(own, 1), DetectorWeight),
            Weighted(Column(own, 2), DetectorWeight),
            Weighted(Column(own, 4), DetectorWeight));
        var prior = graph.Add(graph.Scalar(PriorLevel), graph.Multiply(graph.Scalar(PriorSlope), graph.Squeeze(g, 1)));
        return (prior, linear);

        GraphValue Column(GraphValue value, int column) => graph.Slice(value, 1, column, column + 1);

        GraphValue Weighted(GraphValue value, double weight) =>
            graph.Cast(graph.Multiply(graph.Scalar(Math.Sqrt(weight)), value), GraphElementType.Single);
    }

    /// <summary>Adds the normal quantiles of ranks, each of which is given twice.</summary>
    private static GraphValue AddGauss(GraphBuilder graph, GraphValue twiceRanks, IEnumerable<EmpiricalDistribution> distributions)
    {
        var half = graph.Scalar(0.5);
        var count = graph.Constant<double>([.. distributions.Select(distribution => (double)distribution.Count)]);
        var rank = graph.Minimum(graph.Maximum(graph.Divide(twiceRanks, graph.Scalar(2.0)), half), graph.Subtract(count, half));
        return NormalDistribution.AddQuantile(graph, graph.Divide(rank, count));
    }

    private float Linear(int detector, ReadOnlySpan<float> scores) =>
        (float)(Math.Sqrt(DetectorWeight) * Gauss(_detectors[detector], scores[detector]));

    private static double Gauss(EmpiricalDistribution distribution, float value)
    {
        var (below, upTo) = distribution.Counts(value);
        var count = distribution.Count;
        return NormalDistribution.Quantile(Math.Clamp((below + upTo) / 2, 0.5, count - 0.5) / count);
    }

    private static float RankSum(EmpiricalDistribution[] detectors, ReadOnlySpan<float> scores) =>
        (float)(TwiceRank(detectors[0], scores[0]) + TwiceRank(detectors[1], scores[1]) + TwiceRank(detectors[3], scores[3]));

    private static double TwiceRank(EmpiricalDistribution distribution, float value)
    {
        var (below, upTo) = distribution.Counts(value);
        return below + upTo;
    }
}
