using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.Networks;
using ActiveAnomaly.Tool.Reporting;
using ActiveAnomaly.Randomness;
using ActiveAnomaly.Sessions;

namespace ActiveAnomaly.Tool.Benchmark;

/// <summary>What a report shows of single runs, and results do not hold: a map of the codes.</summary>
internal static class RunDetail
{
    private const int LargestMap = 1500;
    private const int PowerIterationCount = 100;

    /// <summary>The codes of the last stage on their first two principal components; large pools are thinned, labelled rows kept.</summary>
    public static CodeMap Map(BenchmarkCell cell, ActiveLearningSession session, bool[] truth)
    {
        var last = session.History[^1];
        var codes = ((NetworkModel)last.Model).Encode(session.Pool);
        var size = codes.Length / truth.Length;
        var labelled = session.Labels.NormalRows.Concat(session.Labels.AbnormalRows).ToHashSet();
        var lastQuery = session.History.Count > 1 ? session.History[^2].QueriedRows.ToHashSet() : [];
        var others = Enumerable.Range(0, truth.Length).Where(row => !labelled.Contains(row)).ToArray();
        var shown = new SeededRandom(cell.Seed).Derive("map").Sample(others, Math.Min(others.Length, LargestMap))
            .Concat(labelled).Order().ToArray();
        var (first, second, mean) = PrincipalComponents(codes, size);
        return new CodeMap(cell.Dataset, cell.Loss, cell.Query, last.Stage, [.. shown.Select(row => new CodePoint(
            Project(codes.AsSpan(row * size, size), mean, first),
            Project(codes.AsSpan(row * size, size), mean, second),
            truth[row],
            labelled.Contains(row),
            lastQuery.Contains(row)))]);
    }

    /// <summary>The two leading eigenvectors of the codes' covariance, by power iteration with deflation.</summary>
    private static (double[] First, double[] Second, double[] Mean) PrincipalComponents(float[] codes, int size)
    {
        var count = codes.Length / size;
        var mean = new double[size];
        var covariance = new double[size, size];
        for (var i = 0; i < codes.Length; i++)
        {
            mean[i % size] += codes[i] / (double)count;
        }

        for (var row = 0; row < count; row++)
        {
            for (var a = 0; a < size; a++)
            {
                for (var b = 0; b < size; b++)
                {
                    covariance[a, b] += (codes[(row * size) + a] - mean[a]) * (codes[(row * size) + b] - mean[b]) / count;
                }
            }
        }

        var first = Leading(covariance, size, out var variance);
        for (var a = 0; a < size; a++)
        {
            for (var b = 0; b < size; b++)
            {
                covariance[a, b] -= variance * first[a] * first[b];
            }
        }

        return (first, Leading(covariance, size, out _), mean);
    }

    private static double[] Leading(double[,] matrix, int size, out double value)
    {
        // A start that is no eigenvector of anything likely: 1, 1/2, 1/3, ...
        double[] vector = [.. Enumerable.Range(1, size).Select(i => 1.0 / i)];
        value = 0;
        for (var iteration = 0; iteration < PowerIterationCount; iteration++)
        {
            double[] next = [.. Enumerable.Range(0, size).Select(a => Enumerable.Range(0, size).Sum(b => matrix[a, b] * vector[b]))];
            value = Math.Sqrt(next.Sum(x => x * x));
            if (value <= 0)
            {
                return vector;
            }

            var length = value;
            vector = [.. next.Select(x => x / length)];
        }

        return vector;
    }

    private static double Project(ReadOnlySpan<float> code, double[] mean, double[] direction)
    {
        var sum = 0.0;
        for (var k = 0; k < code.Length; k++)
        {
            sum += (code[k] - mean[k]) * direction[k];
        }

        return sum;
    }
}
