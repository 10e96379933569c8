namespace ActiveAnomaly.Detectors.Calibrated;

/// <summary>A threshold above which no more than a share of normal rows lie, and how sure that is.</summary>
/// <param name="Threshold">The threshold: rows of a higher score are taken for abnormal.</param>
/// <param name="FalseAlarmRate">The share of normal rows like the pool's that lie above it at most, in (0, 1).</param>
/// <param name="Confidence">How sure that is, in (0, 1).</param>
/// <param name="Evidence">What it rests on.</param>
/// <param name="RowCount">The number of these rows.</param>
/// <param name="RowsAbove">How many of them lie above the threshold.</param>
/// <param name="LeastNormalCount">
/// How many of them are normal at least: all normal answers, or, of the pool's rows, what is assumed or known from random answers.
/// </param>
/// <param name="RandomAnswerCount">The number of answers for rows drawn at random that it makes use of.</param>
/// <param name="Statement">The same in a sentence, with what is assumed.</param>
public sealed record FalseAlarmThreshold(
    float Threshold,
    double FalseAlarmRate,
    double Confidence,
    FalseAlarmEvidence Evidence,
    int RowCount,
    int RowsAbove,
    int LeastNormalCount,
    int RandomAnswerCount,
    string Statement);
