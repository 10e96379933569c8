using ActiveAnomaly.Data;

namespace ActiveAnomaly.Querying;

/// <summary>What <see cref="ThirdsStrategy"/> makes of the queries so far: a fold of the history.</summary>
internal readonly record struct ThirdsState
{
    private const double LowestQuantile = 0.5;
    private const double HighestQuantile = 0.99;
    private const double HitFraction = 0.8;
    private const int PartCount = 3;

    private readonly TopShare _topShare;
    private readonly int _turn;
    private readonly bool _topHits;

    private ThirdsState(TopShare topShare, double quantile, int turn, bool topHits)
    {
        _topShare = topShare;
        Quantile = quantile;
        _turn = turn;
        _topHits = topHits;
    }

    /// <summary>Gets the quantile of the next query's boundary, q.</summary>
    public double Quantile { get; }

    /// <summary>Folds a history.</summary>
    public static ThirdsState After(IReadOnlyList<QueryOutcome> history, TopShare topShare)
    {
        var state = new ThirdsState(topShare, ThirdsStrategy.InitialQuantile, turn: 0, topHits: false);
        foreach (var outcome in history)
        {
            if (outcome.Labels.Count == 0 && outcome != default)
            {
                throw new InvalidOperationException(
                    "The thirds strategy has to know what each row of a query was found to be, and an outcome of the history has counts "
                    + "only. Make it with QueryOutcome.Of, in the order of choice.");
            }

            state = state.After(outcome.Labels);
        }

        return state;
    }

    /// <summary>Divides a query into its parts.</summary>
    public (int Top, int Boundary, int Diverse) Parts(int count)
    {
        if (_topShare == TopShare.All)
        {
            return (count, 0, 0);
        }

        if (count < PartCount)
        {
            Span<int> parts = [0, 0, 0];
            for (var i = 0; i < count; i++)
            {
                parts[(_turn + i) % PartCount]++;
            }

            return (parts[0], parts[1], parts[2]);
        }

        var third = count / PartCount;
        if (_topShare == TopShare.Adaptive && _topHits)
        {
            return (count - third, third - (third / 2), third / 2);
        }

        return (third + (count % PartCount > 0 ? 1 : 0), third + (count % PartCount > 1 ? 1 : 0), third);
    }

    private ThirdsState After(IReadOnlyList<RowLabel> labels)
    {
        var parts = Parts(labels.Count);
        var (topAbnormal, topAnswered) = Count(labels, 0, parts.Top);
        var (abnormal, answered) = Count(labels, parts.Top, parts.Boundary);
        var r = (abnormal + 0.5) / (answered + 1);
        return new ThirdsState(
            _topShare,
            Math.Clamp(Quantile - (2 * (1 - Quantile) * (r - 0.5)), LowestQuantile, HighestQuantile),
            labels.Count < PartCount ? (_turn + labels.Count) % PartCount : _turn,
            (topAbnormal + 1.0) / (topAnswered + 2) > HitFraction);
    }

    private static (int Abnormal, int Answered) Count(IReadOnlyList<RowLabel> labels, int first, int count)
    {
        var (abnormal, answered) = (0, 0);
        for (var i = first; i < first + count; i++)
        {
            abnormal += labels[i] == RowLabel.Abnormal ? 1 : 0;
            answered += labels[i] == RowLabel.Unlabeled ? 0 : 1;
        }

        return (abnormal, answered);
    }
}
