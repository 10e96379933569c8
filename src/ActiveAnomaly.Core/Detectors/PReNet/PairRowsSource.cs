using ActiveAnomaly.Randomness;
using ActiveAnomaly.Training;

namespace ActiveAnomaly.Detectors.PReNet;

/// <summary>
/// The first or the second rows of pairs: a half of two unlabelled rows, a quarter of an unlabelled and an abnormal one, the rest of two
/// abnormal ones. Two sources of one stream of random numbers, one of each kind, give pairs that belong together.
/// </summary>
/// <remarks>
/// The unlabelled rows of a batch's first half are all different where there are enough, and so are those of its second part; two abnormal
/// rows of a pair are different ones unless there is one only.
/// </remarks>
internal sealed class PairRowsSource : BatchSource
{
    private readonly int[] _unlabeledRows;
    private readonly int[] _unlabeled;
    private readonly int[] _abnormal;
    private readonly PairShares _shares;
    private readonly bool _givesSecond;
    private readonly int _stepCount;
    private readonly SeededRandom _random;
    private readonly int[] _drawn;
    private readonly int[] _rows;

    /// <summary>Creates the source.</summary>
    /// <param name="unlabeledRows">The rows that are not labelled abnormal, at least one; copied.</param>
    /// <param name="abnormalRows">The rows labelled abnormal, at least one; copied.</param>
    /// <param name="shares">How many pairs of which kind a batch has.</param>
    /// <param name="givesSecond">Whether the second rows of the pairs are given, or the first.</param>
    /// <param name="stepCount">The number of batches an epoch.</param>
    /// <param name="random">Where the pairs come from: those of epoch e from the stream ("epoch", e).</param>
    public PairRowsSource(
        int[] unlabeledRows, int[] abnormalRows, PairShares shares, bool givesSecond, int stepCount, SeededRandom random)
    {
        _unlabeledRows = [.. unlabeledRows];
        _unlabeled = new int[unlabeledRows.Length];
        _abnormal = [.. abnormalRows];
        _shares = shares;
        _givesSecond = givesSecond;
        _stepCount = stepCount;
        _random = random;
        _drawn = new int[Math.Max(2 * shares.UnlabeledCount, shares.MixedCount)];
        _rows = new int[checked(shares.Count * stepCount)];
    }

    /// <inheritdoc/>
    public override int LargestBatch => _shares.Count;

    /// <inheritdoc/>
    public override int? StepCount => _stepCount;

    /// <inheritdoc/>
    public override void BeginEpoch(int epochIndex)
    {
        var random = _random.Derive("epoch", epochIndex);
        _unlabeledRows.CopyTo(_unlabeled, 0);
        for (var step = 0; step < _stepCount; step++)
        {
            Fill(_rows.AsSpan(step * _shares.Count, _shares.Count), random);
        }
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<int> Rows(int stepIndex) => _rows.AsSpan(stepIndex * _shares.Count, _shares.Count);

    private void Fill(Span<int> rows, SeededRandom random)
    {
        var (unlabeled, mixed) = (_shares.UnlabeledCount, _shares.MixedCount);
        DrawUnlabeled(_drawn.AsSpan(0, 2 * unlabeled), random);
        _drawn.AsSpan(_givesSecond ? unlabeled : 0, unlabeled).CopyTo(rows);
        DrawUnlabeled(_drawn.AsSpan(0, mixed), random);
        for (var i = 0; i < mixed; i++)
        {
            var abnormal = _abnormal[random.NextInt32(_abnormal.Length)];
            rows[unlabeled + i] = _givesSecond ? abnormal : _drawn[i];
        }

        for (var i = unlabeled + mixed; i < rows.Length; i++)
        {
            var first = random.NextInt32(_abnormal.Length);
            var second = _abnormal.Length == 1 ? 0 : random.NextInt32(_abnormal.Length - 1);
            second += _abnormal.Length > 1 && second >= first ? 1 : 0;
            rows[i] = _abnormal[_givesSecond ? second : first];
        }
    }

    /// <summary>Draws rows without replacement, and begins anew with all of them when none is left.</summary>
    private void DrawUnlabeled(Span<int> drawn, SeededRandom random)
    {
        var left = 0;
        foreach (ref var row in drawn)
        {
            left = left == 0 ? _unlabeled.Length : left;
            var place = random.NextInt32(left--);
            row = _unlabeled[place];
            (_unlabeled[place], _unlabeled[left]) = (_unlabeled[left], _unlabeled[place]);
        }
    }
}
