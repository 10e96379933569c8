using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Metrics;
using ActiveAnomaly.Randomness;

namespace ActiveAnomaly.Explanations;

/// <summary>Chooses what rows are compared with when their scores are explained.</summary>
public static class Background
{
    /// <summary>How many rows <see cref="Ordinary(DetectorModel, FeatureMatrix, int, CancellationToken)"/> gives by default.</summary>
    public const int DefaultRowCount = 4;

    /// <summary>The most rows of a pool that are looked at: medians of a thousand rows are known well enough.</summary>
    private const int MostSampleRows = 1000;

    /// <summary>
    /// Chooses ordinary rows: rows of the pool, as they are, whose scores lie in its lower half, and whose features lie closest to the
    /// middle of those rows', by the mean difference of their ranks. So the comparison is with rows that exist, that the model finds
    /// nothing in, and that have nothing special about them; where a pool falls into groups, it is with the middle one.
    /// </summary>
    /// <param name="model">The model that is explained.</param>
    /// <param name="pool">
    /// The rows to choose of [n x d], at least one; of a large pool 1000 drawn ones are looked at, always the same.
    /// </param>
    /// <param name="rowCount">How many, at least 1; fewer where the lower half has fewer.</param>
    /// <param name="cancellationToken">Cancels scoring.</param>
    /// <returns>The rows, the most ordinary first.</returns>
    /// <exception cref="ArgumentException">The pool has no row, or other features than the model.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="rowCount"/> is less than 1.</exception>
    /// <exception cref="OperationCanceledException">Scoring was cancelled.</exception>
    public static FeatureMatrix Ordinary(
        DetectorModel model, FeatureMatrix pool, int rowCount = DefaultRowCount, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        var sample = pool.Select(Sample(pool, rowCount));
        return Choose(sample, model.Score(sample, cancellationToken), rowCount);
    }

    /// <summary>The same, where the pool's scores are known.</summary>
    /// <param name="pool">The rows to choose of [n x d].</param>
    /// <param name="scores">Their scores [n].</param>
    /// <param name="rowCount">How many, at least 1, such as <see cref="DefaultRowCount"/>; fewer where the lower half has fewer.</param>
    /// <returns>The rows, the most ordinary first.</returns>
    /// <exception cref="ArgumentException">The pool has no row, or there is not one score a row.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="rowCount"/> is less than 1.</exception>
    public static FeatureMatrix Ordinary(FeatureMatrix pool, ReadOnlySpan<float> scores, int rowCount)
    {
        var drawn = Sample(pool, rowCount);
        if (scores.Length != pool.RowCount)
        {
            throw new ArgumentException(
                $"There are {scores.Length} scores for a pool of {pool.RowCount} rows. Give one score a row.", nameof(scores));
        }

        var known = new float[drawn.Length];
        for (var i = 0; i < drawn.Length; i++)
        {
            known[i] = scores[drawn[i]];
        }

        return Choose(pool.Select(drawn), known, rowCount);
    }

    /// <summary>
    /// Gives one row of the pool's medians, feature by feature. It is the easiest to tell of, "what is usual in every column", and may be a
    /// row as none is: of features that exclude each other, such as those of categories, or between the groups that a pool falls into.
    /// </summary>
    /// <param name="pool">The rows [n x d], at least one.</param>
    /// <returns>One row.</returns>
    /// <exception cref="ArgumentException">The pool has no row.</exception>
    public static FeatureMatrix Medians(FeatureMatrix pool)
    {
        Require(pool);
        var medians = new float[pool.FeatureCount];
        var column = new float[pool.RowCount];
        for (var k = 0; k < medians.Length; k++)
        {
            for (var row = 0; row < column.Length; row++)
            {
                column[row] = pool.Values[(row * pool.FeatureCount) + k];
            }

            medians[k] = (float)Quantile.Of(column, 0.5);
        }

        return FeatureMatrix.Copy(medians, pool.FeatureCount, pool.FeatureNames);
    }

    private static int[] Sample(FeatureMatrix pool, int rowCount)
    {
        Require(pool);
        ArgumentOutOfRangeException.ThrowIfLessThan(rowCount, 1);

        // Where more rows are wanted, more are looked at: only half of them can be chosen.
        var count = (int)Math.Min(pool.RowCount, Math.Max(MostSampleRows, 4L * rowCount));
        var drawn = new SeededRandom(0).Derive("background").SampleRange(pool.RowCount, count);
        Array.Sort(drawn);
        return drawn;
    }

    private static void Require(FeatureMatrix pool)
    {
        ArgumentNullException.ThrowIfNull(pool);
        if (pool.RowCount == 0)
        {
            throw new ArgumentException("The pool has no row to compare with. Give the rows that the model was trained on.", nameof(pool));
        }
    }

    private static FeatureMatrix Choose(FeatureMatrix sample, ReadOnlySpan<float> scores, int rowCount)
    {
        var median = Quantile.Of(scores, 0.5);
        var lower = new List<int>();
        for (var row = 0; row < scores.Length; row++)
        {
            if (scores[row] <= median)
            {
                lower.Add(row);
            }
        }

        var rows = sample.Select([.. lower]);
        var distances = new double[rows.RowCount];
        var column = new float[rows.RowCount];
        for (var k = 0; k < rows.FeatureCount; k++)
        {
            for (var row = 0; row < column.Length; row++)
            {
                column[row] = rows.Values[(row * rows.FeatureCount) + k];
            }

            // This sorts the column.
            var distribution = EmpiricalDistribution.Learn(column);
            for (var row = 0; row < column.Length; row++)
            {
                var (below, upTo) = distribution.Counts(rows.Row(row)[k]);
                distances[row] += Math.Abs(below + upTo - column.Length);
            }
        }

        // Stable: rows as ordinary as each other stay in the order of the pool.
        return rows.Select([.. Enumerable.Range(0, distances.Length).OrderBy(row => distances[row]).Take(rowCount)]);
    }
}
