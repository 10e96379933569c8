namespace ActiveAnomaly.Labeling;

/// <summary>
/// How good the model's ranking is, without ground truth, from questions drawn at random: half among the k rows of the highest scores, half
/// among the others. Immutable.
/// </summary>
/// <remarks>
/// Rows whose label is known count as what they are: with a1 known anomalies and h1 among the unknown rows of the top, a2 and h2 among the
/// others, precision at k is (a1 + h1) / k, and recall at k (a1 + h1) / (a1 + h1 + a2 + h2). The drawn rows estimate h: their share of
/// anomalies times the number of unknown rows. The intervals cover with a probability of at least 95 %: exact intervals of h1 and h2, of
/// finite populations from which rows are drawn without replacement (Buonaccorsi, The American Statistician 41, 1987), 97.5 % each where
/// both matter. A known label is no estimate: where all rows of a side are known, its interval is a point; and recall never exceeds what
/// the k rows can hold of the known anomalies, (a1 + u1) / (a1 + u1 + a2) of u1 unknown rows at the top. The intervals hold as far as the
/// drawn rows stand for those that are unknown now; as the anomalies are found, their share among these drops, so that the estimate of
/// precision is rather too high and that of recall too low.
/// </remarks>
/// <param name="TopCount">The number k.</param>
/// <param name="DrawnCount">The number of drawn rows that were answered normal or abnormal.</param>
/// <param name="DrawnFromTopCount">Those of them that were drawn among the k.</param>
/// <param name="Precision">Precision at k; null before a row of the top was answered.</param>
/// <param name="Recall">Recall at k; null before a row of either side was answered, or where no anomaly is known or expected.</param>
/// <param name="Text">A sentence for a person.</param>
public sealed record AuditResult(
    int TopCount, int DrawnCount, int DrawnFromTopCount, Interval? Precision, Interval? Recall, string Text);
