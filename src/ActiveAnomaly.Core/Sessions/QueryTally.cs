using ActiveAnomaly.Data;
using ActiveAnomaly.Querying;

namespace ActiveAnomaly.Sessions;

/// <summary>Counts what comes of a query, answer by answer. Not thread safe.</summary>
internal sealed class QueryTally(int rowCount)
{
    private readonly RowLabel[] _labels = new RowLabel[rowCount];
    private int _normalCount;
    private int _abnormalCount;
    private int _skippedCount;

    /// <summary>Gets what came of the query up to now; it does not change with the next answer.</summary>
    public QueryOutcome Outcome => new(_normalCount, _abnormalCount, _skippedCount) { Labels = [.. _labels] };

    /// <summary>Takes another decision of the row at a position of the query.</summary>
    public void Decide(int position, Answer? before, Answer? now)
    {
        Count(before, -1);
        Count(now, 1);
        _labels[position] = now.ToLabel();
    }

    /// <summary>Gives what would have come of the query if the decision of the row at a position were another.</summary>
    public QueryOutcome OutcomeIf(int position, Answer? before, Answer? now)
    {
        Decide(position, before, now);
        var outcome = Outcome;
        Decide(position, now, before);
        return outcome;
    }

    private void Count(Answer? decision, int count)
    {
        switch (decision)
        {
            case Answer.Normal:
                _normalCount += count;
                break;
            case Answer.Abnormal:
                _abnormalCount += count;
                break;
            case Answer.Skip:
                _skippedCount += count;
                break;
            default:
                break;
        }
    }
}
