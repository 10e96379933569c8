using ActiveAnomaly.Data;

namespace ActiveAnomaly.GaussianProcesses;

/// <summary>
/// How much each feature matters, learnt from the answers: automatic relevance determination (Neal, Bayesian Learning for Neural Networks,
/// 1996; Rasmussen and Williams, Gaussian Processes for Machine Learning, 2006, section 5.1). A feature's differences are multiplied by
/// exp(c + h), with c common to all features, and h the feature's own, or that of the column whose categories it is one of. Beforehand
/// each is normally distributed around 0 with variance 1; the likeliest are taken. But unless the answers are clearly likelier with them
/// than with the best c alone, all features weigh 1.
/// </summary>
/// <remarks>
/// The posterior density is climbed by Rprop (Riedmiller and Braun 1993; for Gaussian processes Blum and Riedmiller, Optimization of
/// Gaussian process hyperparameters using Rprop, ESANN 2013): a step is as long as the sign of a slope was steady, and no length has to be
/// searched for.
/// </remarks>
internal static class FeatureRelevance
{
    /// <summary>The number of times that the density is computed.</summary>
    public const int StepCount = CommonStepCount + OwnStepCount;

    private const int CommonStepCount = 10;
    private const int OwnStepCount = 16;

    /// <summary>By how much the logarithm of the density has to grow for the weights to be taken: a factor of 20.</summary>
    private const double LeastGain = 3;

    private const double FirstStep = 0.2;
    private const double LongestStep = 1;
    private const double ShortestStep = 1e-3;
    private const double Longer = 1.2;
    private const double Shorter = 0.5;

    /// <summary>The most answers that are learnt from.</summary>
    private const int MostRows = 256;

    /// <summary>The most differences of features that a step computes in each view, of 50 rows at least.</summary>
    private const int MostDifferences = 1 << 25;

    /// <summary>
    /// Gives how many of the first answers weights are learnt from: they are learnt again when there are a quarter more. In between they
    /// stay, and a further answer costs what it costs without them.
    /// </summary>
    /// <param name="answerCount">The number of answers.</param>
    public static int BasisCount(int answerCount)
    {
        var count = 0;
        for (var next = 8; next <= answerCount; next = ((next * 5) + 3) / 4)
        {
            count = next;
        }

        return count;
    }

    /// <summary>Gives the most answers that weights are learnt from.</summary>
    /// <param name="featureCount">The number of features, d.</param>
    public static int MostAnswers(int featureCount) => Math.Clamp((int)Math.Sqrt(MostDifferences / featureCount), 50, MostRows);

    /// <summary>Learns what features weigh.</summary>
    /// <param name="kernel">The kernel, in which each weighs 1.</param>
    /// <param name="rows">Answered rows.</param>
    /// <param name="isAbnormal">Their answers.</param>
    /// <param name="noise">The variance of an answer.</param>
    /// <param name="ranges">The features of one column's categories.</param>
    /// <param name="stepDone">Called after each of <see cref="StepCount"/> steps, or null.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The weights [d], or null where each weighs 1.</returns>
    public static float[]? Learn(
        LaplaceKernel kernel,
        KernelRows rows,
        bool[] isAbnormal,
        double noise,
        IReadOnlyList<CategoricalRange> ranges,
        Action? stepDone,
        CancellationToken cancellationToken)
    {
        var columns = ColumnsOf(rows.FeatureCount, ranges);
        var (common, commonLoss) = Climb([0], CommonStepCount, Loss);
        var (all, loss) = Climb([common[0], .. new double[columns[^1] + 1]], OwnStepCount, Loss);
        return commonLoss - loss < LeastGain ? null : WeightsOf(all, columns);

        // The negative logarithm of the posterior density, but for a constant, and its gradient.
        double Loss(double[] at, double[] gradient)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var weights = WeightsOf(at, columns);
            var likelihood = new AnswerLikelihood(kernel.Weighing(weights), rows, isAbnormal, noise, cancellationToken);
            var slopes = likelihood.Slopes();
            var loss = likelihood.Loss;
            for (var i = 0; i < at.Length; i++)
            {
                loss += at[i] * at[i] / 2;
                gradient[i] = at[i];
            }

            for (var k = 0; k < columns.Length; k++)
            {
                var slope = weights[k] * slopes[k];
                gradient[0] += slope;
                if (at.Length > 1)
                {
                    gradient[1 + columns[k]] += slope;
                }
            }

            stepDone?.Invoke();
            return loss;
        }
    }

    /// <summary>Goes from a point to where a loss is small.</summary>
    /// <param name="point">The point, which is moved.</param>
    /// <param name="count">How many times the loss is computed.</param>
    /// <param name="loss">Gives the loss of a point, and fills in its gradient.</param>
    /// <returns>The best point on the way, and its loss.</returns>
    private static (double[] Best, double Loss) Climb(double[] point, int count, Func<double[], double[], double> loss)
    {
        var (slopes, last) = (new double[point.Length], new double[point.Length]);
        var steps = new double[point.Length];
        Array.Fill(steps, FirstStep);
        var best = (double[])point.Clone();
        var least = loss(point, slopes);
        for (var i = 1; i < count; i++)
        {
            for (var k = 0; k < point.Length; k++)
            {
                var turn = slopes[k] * last[k];
                steps[k] = turn > 0 ? Math.Min(steps[k] * Longer, LongestStep)
                    : turn < 0 ? Math.Max(steps[k] * Shorter, ShortestStep)
                    : steps[k];
                last[k] = turn < 0 ? 0 : slopes[k];
                point[k] -= Math.Sign(last[k]) * steps[k];
            }

            var reached = loss(point, slopes);
            if (reached < least)
            {
                least = reached;
                point.CopyTo(best, 0);
            }
        }

        return (best, least);
    }

    /// <summary>Gives for each feature which column it is of: one of its own, or that of its categories.</summary>
    private static int[] ColumnsOf(int featureCount, IReadOnlyList<CategoricalRange> ranges)
    {
        var columns = new int[featureCount];
        var column = -1;
        var range = 0;
        for (var k = 0; k < columns.Length; k++)
        {
            while (range < ranges.Count && ranges[range].End <= k)
            {
                range++;
            }

            column += range < ranges.Count && ranges[range].First < k ? 0 : 1;
            columns[k] = column;
        }

        return columns;
    }

    /// <summary>Makes weights of logarithms: the common one, and those of the columns where there are any.</summary>
    private static float[] WeightsOf(double[] logarithms, int[] columns) =>
        Array.ConvertAll(columns, column => (float)Math.Exp(logarithms[0] + (logarithms.Length > 1 ? logarithms[1 + column] : 0)));
}
