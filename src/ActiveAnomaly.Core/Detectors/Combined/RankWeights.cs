using ActiveAnomaly.Data;

namespace ActiveAnomaly.Detectors.Combined;

/// <summary>
/// The weights of a combination. Learnt ones minimise the balanced logistic loss of the answers plus a pull to equal weights,
/// sum over kinds of mean ln(1 + exp(-t (sum_i w_i z_i - b))) + |w - 1/k|^2 k / m, with t = 1 for abnormal and -1 for normal rows, z = 10
/// (rank - 1/2), k members, m answers and a free offset b, over w >= 0; then they are scaled to sum 1. The function is convex, and is
/// minimised by projected gradient steps with momentum (Nesterov; Beck and Teboulle 2009).
/// </summary>
internal static class RankWeights
{
    private const int StepCount = 2000;
    private const double Scale = 10;

    /// <summary>Gives equal weights.</summary>
    public static float[] Equal(int count)
    {
        var weights = new float[count];
        Array.Fill(weights, 1f / count);
        return weights;
    }

    /// <summary>Learns weights of the members' ranks [k][n], in [0, 1].</summary>
    public static float[] Learn(float[][] ranks, PoolLabels labels)
    {
        var count = ranks.Length;
        if (labels.NormalRows.Count == 0 || labels.AbnormalRows.Count == 0)
        {
            return Equal(count);
        }

        // The loss's second derivative is at most a quarter of the mean |(z, 1)|^2 over each of the two kinds.
        var pull = count / (double)labels.LabeledCount;
        var step = 1 / ((((count * Scale * Scale / 4) + 1) / 2) + (2 * pull));
        var (current, ahead, gradient) = (new double[count + 1], new double[count + 1], new double[count + 1]);
        Array.Fill(current, 1.0 / count, 0, count);
        current.CopyTo(ahead, 0);
        for (var i = 0; i < StepCount; i++)
        {
            Array.Clear(gradient);
            AddSlopes(ranks, labels.AbnormalRows, 1, ahead, gradient);
            AddSlopes(ranks, labels.NormalRows, -1, ahead, gradient);
            var momentum = i / (i + 3.0);
            for (var k = 0; k <= count; k++)
            {
                var next = k < count
                    ? Math.Max(ahead[k] - (step * (gradient[k] + (2 * pull * (ahead[k] - (1.0 / count))))), 0)
                    : ahead[k] - (step * gradient[k]);
                ahead[k] = next + (momentum * (next - current[k]));
                current[k] = next;
            }
        }

        var sum = current.AsSpan(0, count).ToArray().Sum();
        return sum > 0 ? [.. current.Take(count).Select(weight => (float)(weight / sum))] : Equal(count);
    }

    /// <summary>Adds what rows of one kind add to the gradient of (w, b).</summary>
    private static void AddSlopes(float[][] ranks, IReadOnlyList<int> rows, int sign, double[] parameters, double[] gradient)
    {
        var count = ranks.Length;
        foreach (var row in rows)
        {
            var output = -parameters[count];
            for (var k = 0; k < count; k++)
            {
                output += parameters[k] * Scale * (ranks[k][row] - 0.5);
            }

            var slope = -sign / (1 + Math.Exp(sign * output)) / rows.Count;
            for (var k = 0; k < count; k++)
            {
                gradient[k] += slope * Scale * (ranks[k][row] - 0.5);
            }

            gradient[count] -= slope;
        }
    }
}
