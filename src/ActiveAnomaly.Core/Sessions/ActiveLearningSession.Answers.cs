using ActiveAnomaly.Data;

namespace ActiveAnomaly.Sessions;

/// <content>What people say of rows.</content>
public sealed partial class ActiveLearningSession
{
    /// <summary>Answers for a row that was asked about. The same answer twice changes nothing.</summary>
    /// <param name="rowIndex">The row.</param>
    /// <param name="label">Normal or abnormal.</param>
    /// <param name="annotator">Who answers; null for whoever the label policy expects.</param>
    /// <exception cref="InvalidOperationException">There has been no query.</exception>
    /// <exception cref="ArgumentException">
    /// The row was not asked about, the label is no answer, it contradicts the annotator's earlier one, or the policy keeps
    /// him out.
    /// </exception>
    public void Answer(int rowIndex, RowLabel label, string? annotator = null) =>
        _answers.Record(rowIndex, SessionAnswers.Of(rowIndex, label), annotator);

    /// <summary>
    /// Says what a row is that nobody need have asked about: a label that became known elsewhere. For a row that waits for an answer it
    /// is one. The same label twice changes nothing; <see cref="Withdraw"/> takes it back.
    /// </summary>
    /// <param name="rowIndex">The row.</param>
    /// <param name="label">Normal or abnormal.</param>
    /// <param name="annotator">Who says so; null for whoever the label policy expects.</param>
    /// <param name="saidAt">When it was said, if that was elsewhere; null for now. It influences no result.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    /// <exception cref="ArgumentException">
    /// The label is none, it contradicts the annotator's earlier one or what was known beforehand, or the policy keeps him out.
    /// </exception>
    public void Label(int rowIndex, RowLabel label, string? annotator = null, DateTimeOffset? saidAt = null) =>
        _answers.Label(rowIndex, label, annotator, saidAt);

    /// <summary>Leaves a row that was asked about without a label; it is not asked about again unless that is withdrawn.</summary>
    /// <param name="rowIndex">The row.</param>
    /// <param name="annotator">Who does not know; null for whoever the label policy expects.</param>
    /// <param name="saidAt">When it was said, if that was elsewhere; null for now. It influences no result.</param>
    /// <exception cref="InvalidOperationException">There has been no query.</exception>
    /// <exception cref="ArgumentException">
    /// The row was not asked about, was answered by the annotator, or the policy keeps him out.
    /// </exception>
    public void Skip(int rowIndex, string? annotator = null, DateTimeOffset? saidAt = null) =>
        _answers.Record(rowIndex, Sessions.Answer.Skip, annotator, saidAt);

    /// <summary>
    /// Takes an answer, a skip or a label back, however long ago it was given: undo. A row that was asked about waits for an answer again.
    /// </summary>
    /// <param name="rowIndex">The row.</param>
    /// <param name="annotator">Whose answer it was; null for whoever the label policy expects.</param>
    /// <exception cref="ArgumentException">The annotator has not answered for the row.</exception>
    public void Withdraw(int rowIndex, string? annotator = null) => _answers.Withdraw(rowIndex, annotator);

    /// <summary>Writes something down about a row, in place of what the annotator wrote before. It influences no result.</summary>
    /// <param name="rowIndex">The row.</param>
    /// <param name="text">The note; empty for none.</param>
    /// <param name="tags">The tags; null for none.</param>
    /// <param name="annotator">Who writes; null for whoever the label policy expects.</param>
    /// <param name="saidAt">When it was written, if that was elsewhere; null for now. It influences no result.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    /// <exception cref="ArgumentException">The policy keeps the annotator out, or a tag is empty.</exception>
    public void Note(
        int rowIndex, string text, IReadOnlyList<string>? tags = null, string? annotator = null, DateTimeOffset? saidAt = null) =>
        _answers.Note(rowIndex, text, tags, annotator, saidAt);

    /// <summary>Gets what an annotator said of a row, or null.</summary>
    internal Answer? AnswerOf(int rowIndex, string annotator) => _fold.AnswerOf(rowIndex, annotator);

    /// <summary>Takes an answer or a skip.</summary>
    internal void Record(int rowIndex, Answer answer, string? annotator) => _answers.Record(rowIndex, answer, annotator);
}
