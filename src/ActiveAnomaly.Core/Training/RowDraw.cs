namespace ActiveAnomaly.Training;

/// <summary>Rows that a batch draws from, and how many.</summary>
/// <param name="Rows">The pool indices that are drawn from; at least one.</param>
/// <param name="Count">How many are drawn for a batch, at least 1.</param>
/// <param name="WithReplacement">
/// Whether each is drawn from all of the rows, so that one may be there several times; otherwise a batch has no row twice from this
/// draw, and all of the rows where there are no more than <paramref name="Count"/>.
/// </param>
public sealed record RowDraw(IReadOnlyList<int> Rows, int Count, bool WithReplacement);
