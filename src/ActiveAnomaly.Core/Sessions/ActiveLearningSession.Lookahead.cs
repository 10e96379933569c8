using ActiveAnomaly.Data;

namespace ActiveAnomaly.Sessions;

/// <content>What would be asked next after an answer that nobody has given yet.</content>
public sealed partial class ActiveLearningSession
{
    /// <summary>
    /// Takes down what would be asked next if a row were answered: by the model that would be trained then, and with the answer among those
    /// that the strategy goes by. Look ahead wherever you like; the session stays as it is, and may go on meanwhile.
    /// </summary>
    /// <param name="rowIndex">The row, asked about or not.</param>
    /// <param name="label">What it would be found to be: normal or abnormal.</param>
    /// <returns>The look ahead.</returns>
    /// <exception cref="InvalidOperationException">There is no model, or none that knows everything (<see cref="CanTrain"/>).</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    /// <exception cref="ArgumentException">The label is none, or the row was labelled or skipped before.</exception>
    public PendingLookahead BeginLookahead(int rowIndex, RowLabel label)
    {
        var answer = SessionAnswers.Of(rowIndex, label);
        _answers.RequireRow(rowIndex);
        if (CanTrain)
        {
            throw OutOfOrder("look ahead", "Train");
        }

        if (_fold.Decision(rowIndex) is not null || _fold.KnownLabel(rowIndex) != RowLabel.Unlabeled)
        {
            throw new ArgumentException(
                $"Row {rowIndex} was labelled or skipped before; give a row that nothing is decided of.", nameof(rowIndex));
        }

        var labels = Labels.With([new(rowIndex, label)]);
        var basis = Basis(labels, _fold.OutcomesIf(rowIndex, answer), Unaskable(labels.RowCount));
        return new PendingLookahead(
            Training(Pool, labels, PseudoAbnormalRows(labels), StageCount, basis.SeenSequence),
            stage => Choice(stage, basis, queryIndex: 0));
    }
}
