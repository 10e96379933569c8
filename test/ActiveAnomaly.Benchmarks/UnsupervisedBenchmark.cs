using System.Globalization;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.Forests;
using ActiveAnomaly.Detectors.Neighbors;

namespace ActiveAnomaly.Benchmarks;

/// <summary>
/// Times methods that need no labels, training and scoring together, on rows that another program can draw too: a multiplicative
/// generator gives the numbers. docs/benchmarks/compare_sklearn.py runs it in turn with scikit-learn.
/// </summary>
internal static class UnsupervisedBenchmark
{
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(3);

    public static void Run(string method)
    {
        Action action;
        switch (method)
        {
            case "forest":
                var rows = Pool(100_000, 30);
                var forest = new IsolationForestDetector(new IsolationForestOptions { Seed = 1, TreeCount = 200 });
                action = () => forest.Fit(new TrainingRequest(rows));
                break;
            case "neighbors":
                var few = Pool(10_000, 30);
                var neighbors = new NeighborDistanceDetector(new NeighborDistanceOptions { Seed = 1 });
                action = () => neighbors.Fit(new TrainingRequest(few));
                break;
            default:
                throw new ArgumentException($"'{method}' is unknown; forest and neighbors are allowed.");
        }

        var times = Timing.Microseconds(action, Budget);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{method} {Timing.At(times, 0.5) / 1000:F1} ms"));
    }

    /// <summary>Rows uniform in [0, 1): the numbers x &lt;- 48271 x mod (2^31 - 1), from x = 1 on (Park and Miller).</summary>
    private static Data.FeatureMatrix Pool(int rowCount, int featureCount)
    {
        const long modulus = (1L << 31) - 1;
        var values = new float[rowCount * featureCount];
        var state = 1L;
        foreach (ref var value in values.AsSpan())
        {
            state = state * 48271 % modulus;
            value = (float)(state / (double)modulus);
        }

        return Data.FeatureMatrix.Copy(values, featureCount);
    }
}
