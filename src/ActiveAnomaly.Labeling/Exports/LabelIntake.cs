using System.Globalization;
using ActiveAnomaly.Sessions;

namespace ActiveAnomaly.Labeling.Exports;

/// <summary>Takes answers and notes from outside into a session; what somebody said there already stays.</summary>
internal sealed class LabelIntake(LabelingSession session)
{
    private readonly List<ImportConflict> _conflicts = [];
    private int _applied;
    private int _unchanged;

    /// <summary>Takes the lines of a file.</summary>
    public static LabelImport Take(
        LabelingSession session, LabelCsvLine[] lines, string annotator, CancellationToken cancellationToken)
    {
        var intake = new LabelIntake(session);
        var unknown = lines.Where(line => line.Row is null && line.Fault is null).ToArray();
        foreach (var line in lines.Where(line => line.Fault is not null))
        {
            intake.Refuse(line.Id, $"{Place(line)}: {line.Fault}.");
        }

        var known = lines.Where(line => line.Row is not null && line.Fault is null)
            .Select(line => line with { Who = line.Who ?? annotator });
        foreach (var ofRow in known.GroupBy(line => line.Row!.Value))
        {
            // A skip is an answer to a question, which a row becomes before anybody labels it, or not at all.
            var asks = ofRow.Any(line => line.Answer == Answer.Skip);
            var all = ofRow.All(line => line.When is not null) ? ofRow.OrderBy(line => line.When).ToArray() : [.. ofRow];
            foreach (var line in intake.WithoutContradictions(all))
            {
                cancellationToken.ThrowIfCancellationRequested();
                var note = line.HasNote ? line.Note ?? string.Empty : null;
                intake.Take(line.Id, ofRow.Key, line.Who!, line.Answer, note, line.Tags, line.When, Place(line), asks);
            }
        }

        return intake.Result(unknown.Select(line => line.Id).Distinct().Take(LabelImport.MostUnknownIds), unknown.Length);
    }

    /// <summary>Takes an answer, a note, or both.</summary>
    /// <param name="id">What the row is called.</param>
    /// <param name="row">The row.</param>
    /// <param name="who">Who says so.</param>
    /// <param name="answer">What; null for nothing.</param>
    /// <param name="note">The note; null for none.</param>
    /// <param name="tags">Its tags.</param>
    /// <param name="saidAt">When he said so; null where that is not known, for now.</param>
    /// <param name="place">Where that stands, for messages; null where that is no matter.</param>
    /// <param name="asks">Whether the row is asked about first where it was not, so that others can skip it.</param>
    public void Take(
        string id,
        int row,
        string who,
        Answer? answer,
        string? note,
        IReadOnlyList<string> tags,
        DateTimeOffset? saidAt,
        string? place,
        bool asks = false)
    {
        var record = session.RowOf(row);
        var isAnswered = answer is null || record.Answers.Any(given => given.Annotator == who && given.Answer == answer)
            || (record.IsKnownBeforehand && record.Decision == answer);
        var isNoted = note is null
            || record.Notes.Any(given => given.Annotator == who && given.Text == note && given.Tags.SequenceEqual(tags));
        if (isAnswered && isNoted)
        {
            _unchanged++;
            return;
        }

        if (WhyNot(record, who, isAnswered ? null : answer, isNoted ? null : note) is { } why)
        {
            Refuse(id, place is null ? why : $"{place}: {why}");
            return;
        }

        try
        {
            if (!isAnswered && session.BringAnswer(who, row, answer!.Value, saidAt, asks) is { } refusal)
            {
                Refuse(id, place is null ? refusal : $"{place}: {refusal}");
                return;
            }

            if (!isNoted)
            {
                session.BringNote(who, row, note!, tags, saidAt);
            }

            _applied++;
        }
        catch (ArgumentException exception)
        {
            // The label policy keeps the annotator out.
            Refuse(id, place is null ? exception.Message : $"{place}: {exception.Message}");
        }
    }

    /// <summary>Gives what it came to.</summary>
    public LabelImport Result(IEnumerable<string> unknownIds, int unknownCount) => new()
    {
        Applied = _applied,
        Unchanged = _unchanged,
        UnknownIds = [.. unknownIds],
        UnknownCount = unknownCount,
        Conflicts = [.. _conflicts],
    };

    private static string Place(LabelCsvLine line) => string.Create(CultureInfo.InvariantCulture, $"line {line.Place}");

    private static string? WhyNot(RowRecord record, string who, Answer? answer, string? note)
    {
        if (answer is not null && record.Answers.FirstOrDefault(given => given.Annotator == who) is { } given)
        {
            return $"{who} answered {AnswerWords.Of(given.Answer)} in this session, and {AnswerWords.Of(answer.Value)} is to be taken. "
                + "Take the answer back first, if it is wrong.";
        }

        return note is not null && record.Notes.Any(written => written.Annotator == who)
            ? $"{who} has another note on the row in this session. Remove it first, if it is out of date."
            : null;
    }

    /// <summary>Leaves out, and refuses, the lines in which an annotator says different things of the row.</summary>
    private List<LabelCsvLine> WithoutContradictions(LabelCsvLine[] lines)
    {
        var kept = new List<LabelCsvLine>(lines.Length);
        foreach (var line in lines)
        {
            var other = Array.Find(lines, other => other.Who == line.Who && (
                (line.Answer is not null && other.Answer is not null && other.Answer != line.Answer)
                || (line.HasNote && other.HasNote && (other.Note != line.Note || !other.Tags.SequenceEqual(line.Tags)))));
            if (other is null)
            {
                kept.Add(line);
            }
            else
            {
                Refuse(line.Id, $"{Place(line)}: {line.Who} says something else of the row in {Place(other)}. Leave one of both.");
            }
        }

        return kept;
    }

    private void Refuse(string id, string why) => _conflicts.Add(new ImportConflict(id, why));
}
