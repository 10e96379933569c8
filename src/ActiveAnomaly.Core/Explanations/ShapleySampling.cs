using System.Buffers;
using System.Numerics;
using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Randomness;

namespace ActiveAnomaly.Explanations;

/// <summary>
/// Shapley values of any model's score: the features of a background row are replaced with those of the row that is explained, in an order
/// and in its reverse, and what each replacement changes is the feature's. Immutable and thread safe.
/// </summary>
/// <remarks>
/// The orders depend on the seed alone, and a row's features that are the background's keep no place in them: each row is scored by itself,
/// with the same bits in any batch. Only features that differ cost anything.
/// </remarks>
internal sealed class ShapleySampling
{
    /// <summary>The most numbers of rows that are scored at a time: 1 MiB stays in the second-level cache.</summary>
    private const int BlockSize = 1 << 18;

    private readonly DetectorModel _model;
    private readonly FeatureMatrix _background;
    private readonly float[] _scores;
    private readonly int[][] _orders;
    private readonly int _pairCount;

    /// <summary>Draws the orders.</summary>
    /// <param name="model">The model.</param>
    /// <param name="background">What rows are compared with [m x d].</param>
    /// <param name="scores">Its scores [m].</param>
    /// <param name="options">The options.</param>
    public ShapleySampling(DetectorModel model, FeatureMatrix background, float[] scores, ExplainerOptions options)
    {
        _model = model;
        _background = background;
        _scores = scores;
        _pairCount = (int)(((long)options.PairCount + background.RowCount - 1) / background.RowCount);
        _orders = new int[background.RowCount * _pairCount][];
        var random = new SeededRandom(options.Seed);
        for (var i = 0; i < _orders.Length; i++)
        {
            _orders[i] = [.. Enumerable.Range(0, model.FeatureCount)];
            random.Derive("order", i).Shuffle(_orders[i].AsSpan());
        }
    }

    /// <summary>Computes the contributions of a row.</summary>
    /// <param name="row">The row [d], finite.</param>
    /// <param name="score">Its score.</param>
    /// <param name="contributions">Receives the contributions [d]; zeros before.</param>
    /// <param name="errors">Receives their standard errors [d]; zeros before.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>Whether they are exact: of every background row all subsets were scored.</returns>
    public bool Explain(
        ReadOnlySpan<float> row, float score, Span<double> contributions, Span<double> errors, CancellationToken cancellationToken)
    {
        var isExact = true;
        var differing = new int[row.Length];
        for (var i = 0; i < _background.RowCount; i++)
        {
            var reference = _background.Row(i);
            var count = 0;
            for (var k = 0; k < row.Length; k++)
            {
                if (row[k] != reference[k])
                {
                    differing[count++] = k;
                }
            }

            var features = differing.AsSpan(0, count);
            if (IsFewSubsets(count))
            {
                AddOfSubsets(row, score, i, features, contributions, cancellationToken);
            }
            else
            {
                isExact = false;
                AddOfOrders(row, i, contributions, errors, cancellationToken);
            }
        }

        for (var k = 0; k < row.Length; k++)
        {
            contributions[k] /= _background.RowCount;
            errors[k] = Math.Sqrt(errors[k]) / _background.RowCount;
        }

        return isExact;
    }

    /// <summary>Tells whether all subsets are no more rows to score than the pairs of orders.</summary>
    private bool IsFewSubsets(int count) => count < 2 || (count < 20 && (1 << count) - 2 <= 2L * _pairCount * count);

    private void AddOfSubsets(
        ReadOnlySpan<float> row,
        float score,
        int background,
        ReadOnlySpan<int> features,
        Span<double> contributions,
        CancellationToken cancellationToken)
    {
        if (features.IsEmpty)
        {
            return;
        }

        var subsets = new float[1 << features.Length];
        subsets[0] = _scores[background];
        subsets[^1] = score;
        var reference = _background.Row(background);
        var blockRowCount = Math.Max(BlockSize / row.Length, 1);
        var rows = ArrayPool<float>.Shared.Rent(Math.Min(blockRowCount, subsets.Length) * row.Length);
        try
        {
            for (var first = 1; first < subsets.Length - 1; first += blockRowCount)
            {
                var count = Math.Min(blockRowCount, subsets.Length - 1 - first);
                for (var i = 0; i < count; i++)
                {
                    var mixed = rows.AsSpan(i * row.Length, row.Length);
                    reference.CopyTo(mixed);
                    for (var place = 0; place < features.Length; place++)
                    {
                        var k = features[place];
                        mixed[k] = ((first + i) >> place & 1) != 0 ? row[k] : mixed[k];
                    }
                }

                _model.ScoreInto(rows.AsSpan(0, count * row.Length), subsets.AsSpan(first, count), cancellationToken);
            }
        }
        finally
        {
            ArrayPool<float>.Shared.Return(rows);
        }

        for (var subset = 0; subset < subsets.Length - 1; subset++)
        {
            var size = BitOperations.PopCount((uint)subset);
            var weight = ShapleyWeight.Of(size, features.Length - 1 - size);
            for (var place = 0; place < features.Length; place++)
            {
                if ((subset >> place & 1) == 0)
                {
                    contributions[features[place]] += weight * ((double)subsets[subset | (1 << place)] - subsets[subset]);
                }
            }
        }
    }

    /// <summary>
    /// Adds the mean over the pairs, and to the errors its variance: from the pairs where there are two; from the two orders of a pair
    /// where it is the only one, which is too much rather than too little, for a reverse order errs to the other side.
    /// </summary>
    private void AddOfOrders(
        ReadOnlySpan<float> row, int background, Span<double> contributions, Span<double> variances, CancellationToken cancellationToken)
    {
        var forward = new double[row.Length];
        var backward = new double[row.Length];
        var sums = new double[row.Length];
        var squares = new double[row.Length];
        for (var pair = 0; pair < _pairCount; pair++)
        {
            var order = _orders[(background * _pairCount) + pair];
            Walk(row, background, order, isReverse: false, forward, cancellationToken);
            Walk(row, background, order, isReverse: true, backward, cancellationToken);
            for (var k = 0; k < row.Length; k++)
            {
                var mean = (forward[k] + backward[k]) / 2;
                var difference = (forward[k] - backward[k]) / 2;

                // Welford's way: equal pairs have a variance of exactly 0.
                var before = mean - (pair > 0 ? sums[k] / pair : 0);
                sums[k] += mean;
                squares[k] += _pairCount == 1 ? difference * difference : pair == 0 ? 0 : before * (mean - (sums[k] / (pair + 1)));
            }
        }

        for (var k = 0; k < row.Length; k++)
        {
            contributions[k] += sums[k] / _pairCount;
            variances[k] += _pairCount == 1 ? squares[k] : squares[k] / (_pairCount - 1) / _pairCount;
        }
    }

    /// <summary>Replaces features one after the other; those that are equal stay.</summary>
    private void Walk(
        ReadOnlySpan<float> row,
        int background,
        ReadOnlySpan<int> order,
        bool isReverse,
        Span<double> changes,
        CancellationToken cancellationToken)
    {
        changes.Clear();
        var mixed = _background.Row(background).ToArray();
        var blockRowCount = Math.Min(Math.Max(BlockSize / row.Length, 1), row.Length);
        var rows = ArrayPool<float>.Shared.Rent(blockRowCount * row.Length);
        var replaced = new int[blockRowCount];
        var scores = new float[blockRowCount];
        var (count, last) = (0, (double)_scores[background]);
        try
        {
            for (var place = 0; place < order.Length; place++)
            {
                var k = order[isReverse ? order.Length - 1 - place : place];
                if (mixed[k] == row[k])
                {
                    continue;
                }

                mixed[k] = row[k];
                replaced[count] = k;
                mixed.CopyTo(rows, count++ * row.Length);
                if (count == blockRowCount)
                {
                    last = Take(rows, count, replaced, scores, last, changes, cancellationToken);
                    count = 0;
                }
            }

            Take(rows, count, replaced, scores, last, changes, cancellationToken);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(rows);
        }
    }

    /// <summary>Scores rows of a walk, and gives each replaced feature what it changed.</summary>
    /// <returns>The last row's score.</returns>
    private double Take(
        float[] rows, int count, int[] replaced, float[] scores, double last, Span<double> changes, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _model.ScoreInto(rows.AsSpan(0, count * _model.FeatureCount), scores.AsSpan(0, count), cancellationToken);
        for (var i = 0; i < count; i++)
        {
            changes[replaced[i]] = scores[i] - last;
            last = scores[i];
        }

        return last;
    }
}
