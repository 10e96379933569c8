namespace ActiveAnomaly.Labeling;

/// <summary>
/// How good the model's ranking is, without ground truth, from questions drawn at random: half among the k rows of the highest scores, half
/// among the others. Immutable.
/// </summary>
/// <remarks>
/// Rows whose label is known count as what they are. Of the unknown ones a share r1 of those at the top and r2 of the others is taken to be
/// abnormal, which the drawn rows estimate: with a known and u unknown rows on either side, precision at k is (a1 + r1 u1) / k, and recall
/// at k
/// (a1 + r1 u1) / (a1 + r1 u1 + a2 + r2 u2). The intervals cover with a probability of at least 95 %: exact intervals of both shares
/// (Clopper and Pearson, Biometrika 1934), 97.5 % each where both matter. They hold as far as the drawn rows stand for those that are
/// unknown now; as the anomalies are found, the shares drop, so that the estimate of precision is rather too high and that of recall too
/// low.
/// </remarks>
/// <param name="TopCount">The number k.</param>
/// <param name="DrawnCount">The number of drawn rows that were answered normal or abnormal.</param>
/// <param name="DrawnFromTopCount">Those of them that were drawn among the k.</param>
/// <param name="Precision">Precision at k; null before a row of the top was answered.</param>
/// <param name="Recall">Recall at k; null before a row of either side was answered, or where no anomaly is known or expected.</param>
/// <param name="Text">A sentence for a person.</param>
public sealed record AuditResult(
    int TopCount, int DrawnCount, int DrawnFromTopCount, Interval? Precision, Interval? Recall, string Text);
