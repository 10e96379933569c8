namespace ActiveAnomaly.Explanations;

/// <summary>Shapley values by their definition, in double: over all subsets, with factorials.</summary>
internal static class BruteForce
{
    public static double[] Shapley(Func<float[], double> score, float[] row, float[] reference)
    {
        var d = row.Length;
        var values = new double[1 << d];
        for (var subset = 0; subset < values.Length; subset++)
        {
            values[subset] = score([.. Enumerable.Range(0, d).Select(k => (subset & (1 << k)) != 0 ? row[k] : reference[k])]);
        }

        var shapley = new double[d];
        for (var k = 0; k < d; k++)
        {
            for (var subset = 0; subset < values.Length; subset++)
            {
                if ((subset & (1 << k)) == 0)
                {
                    var size = Enumerable.Range(0, d).Count(other => (subset & (1 << other)) != 0);
                    shapley[k] += Factorial(size) * Factorial(d - 1 - size) / Factorial(d) * (values[subset | (1 << k)] - values[subset]);
                }
            }
        }

        return shapley;
    }

    /// <summary>The mean over several references.</summary>
    public static double[] Shapley(Func<float[], double> score, float[] row, IReadOnlyList<float[]> references)
    {
        double[][] all = [.. references.Select(reference => Shapley(score, row, reference))];
        return [.. Enumerable.Range(0, row.Length).Select(k => all.Average(own => own[k]))];
    }

    private static double Factorial(int n) => n < 2 ? 1 : n * Factorial(n - 1);
}
