using System.Globalization;
using ActiveAnomaly.Data;
using ActiveAnomaly.Labeling.Exports;
using ActiveAnomaly.Sessions;
using ActiveAnomaly.Sessions.Events;
using ActiveAnomaly.Tables;

namespace ActiveAnomaly.Labeling;

/// <summary>
/// What a session about an earlier file tells of the rows of a later one, such as next month's: rows are found again by their ids, or by
/// their content where one of both files has none. Immutable.
/// </summary>
/// <remarks>
/// The answers that stand are carried over, each annotator's own: the later session's policy decides. Skips are not, for the later file may
/// say more. Answers to edited rows, of the same id and another content, are told of, and carried over only where that is asked for.
/// </remarks>
public sealed class CarriedAnswers
{
    private readonly LabelingPool _later;
    private readonly List<string> _description;

    private CarriedAnswers(
        LabelingPool later, SessionRecords records, RowMatching matching, PoolLabels earlierKnown, EarlierSession earlier)
    {
        _later = later;
        Earlier = earlier;
        Matching = matching;
        var edited = matching.Edited.Select(pair => pair.Earlier).ToHashSet();
        var (answers, editedAnswers, notes) = (new List<CarriedAnswer>(), new List<CarriedAnswer>(), new List<CarriedNote>());
        var (skips, goneAnswers, editedNotes) = (0, 0, 0);
        foreach (var record in records.TouchedRows.Select(records.RecordOf))
        {
            var row = matching.LaterOf[record.Row];
            var isLeft = edited.Contains(record.Row) && !earlier.IncludesEdited;
            var said = record.Answers.Where(answer => answer.Answer != Answer.Skip).ToArray();
            skips += row < 0 ? 0 : record.Answers.Count - said.Length;
            goneAnswers += row < 0 ? said.Length : 0;
            if (row >= 0)
            {
                (isLeft ? editedAnswers : answers).AddRange(said.Select(
                    answer => new CarriedAnswer(record.Row, row, answer.Annotator, answer.Answer, answer.Time)));
                editedNotes += isLeft ? record.Notes.Count : 0;
                notes.AddRange(record.Notes.Where(_ => !isLeft).Select(note => new CarriedNote(record.Row, row, note)));
            }
        }

        // In the session's own order, which a policy may decide by: times are another where answers were brought from elsewhere, or a
        // clock was set back.
        var sequences = records.Sequences();
        Answers = [.. answers.OrderBy(Sequence)];
        EditedAnswers = [.. editedAnswers.OrderBy(Sequence)];
        Notes = [.. notes.OrderBy(note => note.Note.Time)];
        (KnownLabels, var carriedKnown, ContradictedRows) = Known(later, matching, earlierKnown, earlier.IncludesEdited ? [] : edited);
        _description =
        [
            .. matching.Describe(),
            $"{Count(Answers.Count, "answer")} and {Count(Notes.Count, "note")} carry over"
            + $"{(carriedKnown > 0 ? $", and {Count(carriedKnown, "label")} known beforehand" : string.Empty)}.",
        ];
        AddLeft(EditedAnswers.Count, "answer", "to edited rows", EditedAnswers.Select(answer => answer.Row));
        AddLeft(editedNotes, "note", "on edited rows", []);
        AddLeft(skips, "skip", "which may be answered now", []);
        AddLeft(goneAnswers, "answer", "to rows that are gone", []);
        if (ContradictedRows.Count > 0)
        {
            _description.Add(
                $"{Count(ContradictedRows.Count, "label")} known beforehand {(ContradictedRows.Count == 1 ? "is" : "are")} another in the "
                + $"later file, whose labels count: {Named(ContradictedRows)}.");
        }

        long Sequence(CarriedAnswer answer) => sequences[(answer.EarlierRow, answer.Annotator)];
    }

    /// <summary>Gets the answers that carry over, in the order in which the earlier session took them.</summary>
    public IReadOnlyList<CarriedAnswer> Answers { get; }

    /// <summary>Gets the answers that do not, because their rows were edited; none where they were asked for.</summary>
    public IReadOnlyList<CarriedAnswer> EditedAnswers { get; }

    /// <summary>Gets the notes that carry over, in the order of their times.</summary>
    public IReadOnlyList<CarriedNote> Notes { get; }

    /// <summary>
    /// Gets the labels known beforehand: the later file's and, of the other rows, those that the earlier session knew beforehand. The later
    /// session is to be created with them.
    /// </summary>
    public PoolLabels KnownLabels { get; }

    /// <summary>Gets the rows of the later file whose label is not what the earlier session knew beforehand; the file's counts.</summary>
    public IReadOnlyList<int> ContradictedRows { get; }

    /// <summary>Gets which rows both files have in common, and which are edited, new and gone.</summary>
    public RowMatching Matching { get; }

    /// <summary>Gets the session that the answers are of.</summary>
    internal EarlierSession Earlier { get; }

    /// <summary>Finds what carries over.</summary>
    /// <param name="earlierLog">The log of the earlier session, which keeps its pool's properties.</param>
    /// <param name="later">The later file.</param>
    /// <param name="includesEdited">Whether answers to edited rows carry over too.</param>
    /// <returns>What carries over; nothing is changed yet.</returns>
    /// <exception cref="PoolMismatchException">The earlier session does not keep its pool's properties, or they cannot be read.</exception>
    /// <exception cref="ArgumentException">Both files have ids, of columns of different names.</exception>
    public static CarriedAnswers From(IReadOnlyList<SessionEvent> earlierLog, LabelingPool later, bool includesEdited = false)
    {
        ArgumentNullException.ThrowIfNull(earlierLog);
        ArgumentNullException.ThrowIfNull(later);
        var records = new SessionRecords(earlierLog, new LatestAnswerPolicy(), twinPool: null);
        var earlier = PoolProperties.Of(records.Properties).Keys;
        var rowCount = earlierLog.Sum(happened => happened switch
        {
            SessionCreated created => created.RowCount,
            RowsAdded added => added.RowCount,
            _ => 0,
        });
        if (rowCount != earlier.RowCount)
        {
            throw new PoolMismatchException(
                $"The earlier session is about {rowCount} rows, and keeps what {earlier.RowCount} rows are known by. Take its log "
                + "from a copy.");
        }

        var known = PoolLabels.None(rowCount).With(earlierLog.OfType<SessionCreated>().SelectMany(created =>
            created.NormalRows.Select(row => KeyValuePair.Create(row, RowLabel.Normal))
                .Concat(created.AbnormalRows.Select(row => KeyValuePair.Create(row, RowLabel.Abnormal)))));
        return new CarriedAnswers(
            later, records, RowKeys.Compare(earlier, later.Keys), known, EarlierSession.Of(earlierLog, includesEdited));
    }

    /// <summary>
    /// Says what carries over and what does not, a sentence a line: rows that are the same, edited, new and gone, and what becomes of
    /// answers, notes and labels.
    /// </summary>
    /// <returns>The sentences.</returns>
    public IReadOnlyList<string> Describe() => _description;

    /// <summary>
    /// Takes the answers and notes into a session, each once, with when they were given: answers as answers from outside, in the order
    /// of their times. What somebody said there already stays.
    /// </summary>
    /// <param name="session">The session about the later file, created with <see cref="KnownLabels"/>.</param>
    /// <param name="cancellationToken">Cancels; what was taken so far is kept, and is unchanged the next time.</param>
    /// <returns>What it came to.</returns>
    /// <exception cref="ArgumentException">The session is about other rows, or was created without the known labels.</exception>
    /// <exception cref="Stores.SessionStoreException">The store cannot keep an answer; those before it are kept.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public LabelImport ApplyTo(LabelingSession session, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(session);
        return Apply(session, Answers, Notes, cancellationToken);
    }

    /// <summary>
    /// Takes the answers and notes that were never taken into a session that was begun with them, because the program ended before. What
    /// was taken, and changed or taken back since, stays as it is.
    /// </summary>
    /// <param name="session">The session.</param>
    /// <param name="log">Its log.</param>
    /// <param name="cancellationToken">Cancels.</param>
    internal LabelImport Complete(LabelingSession session, IReadOnlyList<SessionEvent> log, CancellationToken cancellationToken)
    {
        var (answered, noted) = (new HashSet<(int Row, string Annotator)>(), new HashSet<(int Row, string Annotator)>());
        foreach (var happened in log)
        {
            _ = happened switch
            {
                RowAnswered answer => answered.Add((answer.Row, answer.Annotator)),
                RowLabeled label => answered.Add((label.Row, label.Annotator)),
                RowNoted note => noted.Add((note.Row, note.Annotator)),
                _ => false,
            };
        }

        return Apply(
            session,
            Answers.Where(answer => !answered.Contains((answer.Row, answer.Annotator))),
            Notes.Where(note => !noted.Contains((note.Row, note.Note.Annotator))),
            cancellationToken);
    }

    private LabelImport Apply(
        LabelingSession session, IEnumerable<CarriedAnswer> answers, IEnumerable<CarriedNote> notes, CancellationToken cancellationToken)
    {
        RequireSession(session);
        var intake = new LabelIntake(session);
        foreach (var answer in answers)
        {
            cancellationToken.ThrowIfCancellationRequested();
            intake.Take(
                _later.IdOf(answer.Row), answer.Row, answer.Annotator, answer.Answer, note: null, tags: [], answer.Time, place: null);
        }

        foreach (var (_, row, note) in notes)
        {
            cancellationToken.ThrowIfCancellationRequested();
            intake.Take(_later.IdOf(row), row, note.Annotator, answer: null, note.Text, note.Tags, note.Time, place: null);
        }

        return intake.Result([], 0);
    }

    private static (PoolLabels Labels, int CarriedCount, List<int> Contradicted) Known(
        LabelingPool later, RowMatching matching, PoolLabels earlier, HashSet<int> left)
    {
        var (carried, contradicted) = (new Dictionary<int, RowLabel>(), new List<int>());
        foreach (var earlierRow in earlier.LabeledRows.Where(row => matching.LaterOf[row] >= 0 && !left.Contains(row)))
        {
            var row = matching.LaterOf[earlierRow];
            if (later.KnownLabels[row] == RowLabel.Unlabeled)
            {
                carried.Add(row, earlier[earlierRow]);
            }
            else if (later.KnownLabels[row] != earlier[earlierRow])
            {
                contradicted.Add(row);
            }
        }

        return (PoolLabels.Copy(later.KnownLabels.With(carried).Values), carried.Count, contradicted);
    }

    private void RequireSession(LabelingSession session)
    {
        if (session.Pool.RowCount != _later.RowCount || PoolFingerprint.Of(session.Pool) != PoolFingerprint.Of(_later.Features))
        {
            throw new ArgumentException(
                $"The session is about other rows than '{_later.Name}' has. Give the session that was created with its features.",
                nameof(session));
        }

        foreach (var row in KnownLabels.LabeledRows)
        {
            if (session.RowOf(row) is not { IsKnownBeforehand: true } record
                || record.Decision != (KnownLabels[row] == RowLabel.Normal ? Answer.Normal : Answer.Abnormal))
            {
                throw new ArgumentException(
                    $"The session does not know beforehand that {_later.IdOf(row)} is {KnownLabels[row].ToString().ToLowerInvariant()}. "
                    + "Create it with the labels known beforehand (CarriedAnswers.KnownLabels).",
                    nameof(session));
            }
        }
    }

    private void AddLeft(int count, string what, string why, IEnumerable<int> rows)
    {
        if (count > 0)
        {
            int[] all = [.. rows.Distinct()];
            _description.Add(
                $"{Count(count, what)} {(count == 1 ? "does" : "do")} not carry over, {why}"
                + $"{(all.Length > 0 ? $": {Named(all)}" : string.Empty)}.");
        }
    }

    private string Named(IReadOnlyCollection<int> rows)
    {
        const int mostExamples = 5;
        return string.Join(", ", rows.Take(mostExamples).Select(_later.IdOf))
            + (rows.Count > mostExamples ? FormattableString.Invariant($" and {rows.Count - mostExamples} more") : string.Empty);
    }

    private static string Count(int count, string what) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? what : what + "s")}");
}
