using ActiveAnomaly.Data;
using ActiveAnomaly.Sessions;

namespace Microsoft.ML.ActiveAnomaly;

/// <summary>
/// An oracle whose answers are a column of labels. It is read in one pass with the features, so that no order of rows can set them apart.
/// </summary>
internal interface IAnswerColumn
{
    /// <summary>Gets the name of the column.</summary>
    string LabelColumnName { get; }

    /// <summary>Gives what answers by labels.</summary>
    /// <param name="labels">The labels of the pool's rows.</param>
    Func<OracleQuestion, Answer> Answers(PoolLabels labels);
}
