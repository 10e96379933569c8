using ActiveAnomaly.Data;
using ActiveAnomaly.Labeling;
using ActiveAnomaly.Sessions;

namespace ActiveAnomaly.Benchmarks;

/// <summary>Rows in clusters (<see cref="ClusterPools"/>), what each is, and which are answered before anything is measured.</summary>
/// <param name="Rows">The rows.</param>
/// <param name="IsAbnormal">What each is.</param>
/// <param name="Before">The rows that are answered before, spread over the pool.</param>
internal sealed record LabeledPool(FeatureMatrix Rows, bool[] IsAbnormal, IReadOnlyList<int> Before)
{
    private const long Stride = 7919;

    public static LabeledPool Create(int rowCount, int featureCount, int beforeCount)
    {
        var (rows, isAbnormal) = ClusterPools.Create(rowCount, featureCount);
        return new LabeledPool(
            rows, isAbnormal, [.. Enumerable.Range(0, beforeCount).Select(i => (int)(i * Stride % rowCount)).Distinct()]);
    }

    public RowLabel LabelOf(int row) => IsAbnormal[row] ? RowLabel.Abnormal : RowLabel.Normal;

    public Answer AnswerOf(int row) => IsAbnormal[row] ? Answer.Abnormal : Answer.Normal;

    /// <summary>Answers for the rows that are answered before.</summary>
    public void AnswerBefore(LabelingSession session, string annotator)
    {
        session.AnswerAll(annotator, [.. Before.Where(row => IsAbnormal[row])], Answer.Abnormal);
        session.AnswerAll(annotator, [.. Before.Where(row => !IsAbnormal[row])], Answer.Normal);
    }
}
