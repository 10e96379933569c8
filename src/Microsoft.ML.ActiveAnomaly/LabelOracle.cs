using ActiveAnomaly.Data;
using ActiveAnomaly.Sessions;

namespace Microsoft.ML.ActiveAnomaly;

/// <summary>Who answers what a row is: a label column that plays the expert, a delegate, or a class of your own.</summary>
public abstract class LabelOracle
{
    /// <summary>Gets the columns of the input whose values are shown with each question, raw as they stand there.</summary>
    public virtual IReadOnlyList<string> ShownColumnNames => [];

    /// <summary>
    /// Makes an oracle that reads the answers from a column: the simulation of an expert. Rows without a label are skipped.
    /// <see cref="ActiveLearningEstimator.Fit"/> reads the column in the pass in which it reads the features.
    /// </summary>
    /// <param name="labelColumnName">
    /// Single (NaN unlabelled, above 0 abnormal, else normal), Boolean (true abnormal) or a key of 2 values. ML.NET's text loader makes 0,
    /// normal, of an empty cell unless it is told TextLoader.Options.MissingRealsAsNaNs = true, and of one of a Boolean column false,
    /// normal, whatever it is told.
    /// </param>
    /// <returns>The oracle.</returns>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public static LabelOracle FromColumn(string labelColumnName = DetectorTrainerOptions.DefaultLabelColumnName)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(labelColumnName);
        return new ColumnOracle(labelColumnName);
    }

    /// <summary>Makes an oracle of a delegate, which may ask a person.</summary>
    /// <param name="answer">Answers for one row.</param>
    /// <param name="shownColumnNames">The columns whose values the questions carry; for others asking for a value throws.</param>
    /// <returns>The oracle.</returns>
    public static LabelOracle FromDelegate(Func<OracleQuestion, Answer> answer, params string[] shownColumnNames)
    {
        ArgumentNullException.ThrowIfNull(answer);
        ArgumentNullException.ThrowIfNull(shownColumnNames);
        return new DelegateOracle((question, _) => answer(question), [.. shownColumnNames]);
    }

    /// <summary>Makes an oracle of a delegate that waits, for a person say, and stops waiting when Fit is cancelled.</summary>
    /// <param name="answer">
    /// Answers for one row; it throws <see cref="OperationCanceledException"/> when its token is cancelled, and Fit then throws it.
    /// </param>
    /// <param name="shownColumnNames">The columns whose values the questions carry; for others asking for a value throws.</param>
    /// <returns>The oracle.</returns>
    public static LabelOracle FromDelegate(Func<OracleQuestion, CancellationToken, Answer> answer, params string[] shownColumnNames)
    {
        ArgumentNullException.ThrowIfNull(answer);
        ArgumentNullException.ThrowIfNull(shownColumnNames);
        return new DelegateOracle(answer, [.. shownColumnNames]);
    }

    /// <summary>
    /// Called once before a Fit asks anything: checks that the input holds what the oracle needs, and reads it. What it reads it reads in a
    /// pass of its own, in which the input has to give the same rows in the same order as in the one for the features: nothing checks that.
    /// Values that come with a question (<see cref="ShownColumnNames"/>) are checked.
    /// </summary>
    /// <param name="input">The rows.</param>
    /// <param name="cancellationToken">Cancels this Fit: reading, and waiting for an answer.</param>
    /// <returns>What answers for a question during this Fit. It may wait; it should then stop when the token is cancelled.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of a wrong type.</exception>
    public abstract Func<OracleQuestion, Answer> Open(IDataView input, CancellationToken cancellationToken);

    private sealed class ColumnOracle(string labelColumnName) : LabelOracle, IAnswerColumn
    {
        public string LabelColumnName => labelColumnName;

        public override Func<OracleQuestion, Answer> Open(IDataView input, CancellationToken cancellationToken) =>
            Answers(PoolReader.ReadLabels(input, labelColumnName, cancellationToken));

        public Func<OracleQuestion, Answer> Answers(PoolLabels labels) => question => labels[question.Row.RowIndex] switch
        {
            RowLabel.Normal => Answer.Normal,
            RowLabel.Abnormal => Answer.Abnormal,
            _ => Answer.Skip,
        };
    }

    private sealed class DelegateOracle(Func<OracleQuestion, CancellationToken, Answer> answer, string[] shownColumnNames)
        : LabelOracle
    {
        public override IReadOnlyList<string> ShownColumnNames { get; } = shownColumnNames;

        public override Func<OracleQuestion, Answer> Open(IDataView input, CancellationToken cancellationToken) =>
            question => answer(question, cancellationToken);
    }
}
