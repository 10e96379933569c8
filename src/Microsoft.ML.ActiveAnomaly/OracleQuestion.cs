using ActiveAnomaly.Sessions;

namespace Microsoft.ML.ActiveAnomaly;

/// <summary>A question to an oracle: what is this row?</summary>
/// <param name="Row">
/// The row's index in the input of Fit (that of a view after TrainTestSplit is not the index in the original), its score, and its place
/// in the query.
/// </param>
/// <param name="Values">
/// The row's values of the columns that the oracle wants shown, by column name, raw as <see cref="RowPreview"/> reads them:
/// those whose names <see cref="LabelOracle.FromDelegate(Func{OracleQuestion, Answer}, string[])"/> was given. For another one a
/// <see cref="KeyNotFoundException"/> says so.
/// </param>
public sealed record OracleQuestion(QueriedRow Row, IReadOnlyDictionary<string, object> Values);
