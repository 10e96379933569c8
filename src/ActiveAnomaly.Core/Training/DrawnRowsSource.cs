using ActiveAnomaly.Randomness;

namespace ActiveAnomaly.Training;

/// <summary>
/// Batches made of draws, one after the other: so many unlabelled rows, then so many labelled ones. Each batch is drawn anew,
/// independently of the ones before; a draw's rows are at the same places of every batch.
/// </summary>
public sealed class DrawnRowsSource : BatchSource
{
    private readonly Draw[] _draws;
    private readonly int[] _rows;
    private readonly int _stepCount;
    private readonly SeededRandom _random;

    /// <summary>Creates the source.</summary>
    /// <param name="draws">What a batch is made of, in order; at least one. The rows are copied.</param>
    /// <param name="stepCount">The number of batches an epoch, at least 1.</param>
    /// <param name="random">
    /// Where the rows come from: those of the draw at place i in epoch e from the streams ("draw", i) and ("epoch", e) of that.
    /// </param>
    /// <exception cref="ArgumentException">There are no draws, or a draw has no rows or draws none.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of batches is less than 1.</exception>
    public DrawnRowsSource(IReadOnlyList<RowDraw> draws, int stepCount, SeededRandom random)
    {
        ArgumentNullException.ThrowIfNull(draws);
        ArgumentNullException.ThrowIfNull(random);
        ArgumentOutOfRangeException.ThrowIfLessThan(stepCount, 1);
        if (draws.Count == 0 || draws.Any(draw => draw.Rows.Count == 0 || draw.Count < 1))
        {
            throw new ArgumentException(
                "There are no draws, or one of no rows; each draws at least one row, of at least one.", nameof(draws));
        }

        _stepCount = stepCount;
        _random = random;
        var first = 0;
        _draws = new Draw[draws.Count];
        for (var i = 0; i < _draws.Length; i++)
        {
            var (rows, count, withReplacement) = draws[i];
            var taken = withReplacement ? count : Math.Min(count, rows.Count);
            _draws[i] = new Draw([.. rows], taken, withReplacement, first);
            first += taken;
        }

        LargestBatch = first;
        _rows = new int[checked(first * stepCount)];
    }

    /// <inheritdoc/>
    public override int LargestBatch { get; }

    /// <inheritdoc/>
    public override int? StepCount => _stepCount;

    /// <summary>Gets the places in a batch of the rows of a draw.</summary>
    /// <param name="drawIndex">The draw, from 0.</param>
    /// <returns>Its first place, and the place after its last.</returns>
    public Range PlacesOf(int drawIndex) => _draws[drawIndex].First..(_draws[drawIndex].First + _draws[drawIndex].Count);

    /// <inheritdoc/>
    public override void BeginEpoch(int epochIndex)
    {
        for (var i = 0; i < _draws.Length; i++)
        {
            var draw = _draws[i];
            var random = _random.Derive("draw", i).Derive("epoch", epochIndex);
            for (var step = 0; step < _stepCount; step++)
            {
                draw.Fill(_rows.AsSpan((step * LargestBatch) + draw.First, draw.Count), random);
            }
        }
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<int> Rows(int stepIndex) => _rows.AsSpan(stepIndex * LargestBatch, LargestBatch);

    private sealed class Draw(int[] rows, int count, bool withReplacement, int first)
    {
        private readonly int[] _others = new int[withReplacement ? 0 : count];

        public int First => first;

        public int Count => count;

        public void Fill(Span<int> drawn, SeededRandom random)
        {
            if (withReplacement)
            {
                foreach (ref var row in drawn)
                {
                    row = rows[random.NextInt32(rows.Length)];
                }

                return;
            }

            for (var i = 0; i < drawn.Length; i++)
            {
                _others[i] = i + random.NextInt32(rows.Length - i);
                (rows[i], rows[_others[i]]) = (rows[_others[i]], rows[i]);
                drawn[i] = rows[i];
            }

            // Back in their order, so that no batch depends on the ones before.
            for (var i = drawn.Length - 1; i >= 0; i--)
            {
                (rows[i], rows[_others[i]]) = (rows[_others[i]], rows[i]);
            }
        }
    }
}
