using System.Globalization;
using ActiveAnomaly.Sessions;
using ActiveAnomaly.Tables;

namespace ActiveAnomaly.Labeling.Exports;

/// <summary>
/// What people said of rows, as comma-separated lines: id, row, answer, who, when, note, tags, a line for each row and annotator. Lines end
/// as RFC 4180 has it; texts that spreadsheets would calculate get an apostrophe, which reading takes off again; tags are separated by
/// semicolons.
/// </summary>
public static class LabelCsv
{
    /// <summary>The most characters of a note that is read.</summary>
    public const int MostNoteLength = NoteLimits.MostCharacters;

    /// <summary>The most tags of a note that is read.</summary>
    public const int MostTags = NoteLimits.MostTags;

    /// <summary>The most characters of a tag that is read.</summary>
    public const int MostTagLength = NoteLimits.MostTagCharacters;

    internal const string IdName = "id";
    internal const string RowName = "row";
    internal const string AnswerName = "answer";
    internal const string WhoName = "who";
    internal const string WhenName = "when";
    internal const string NoteName = "note";
    internal const string TagsName = "tags";

    private const string FileName = "labels.csv";
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'";

    /// <summary>Writes the answers and notes that stand.</summary>
    /// <param name="pool">The pool.</param>
    /// <param name="records">What people said (<see cref="LabelingSession.Records"/>).</param>
    /// <param name="stream">Where to; it is left open, and need not be able to seek.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>A task that ends when all is written.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static async Task WriteAsync(
        LabelingPool pool, IReadOnlyList<RowRecord> records, Stream stream, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentNullException.ThrowIfNull(records);
        ArgumentNullException.ThrowIfNull(stream);
        var csv = new CsvWriter(stream);
        foreach (var name in (string[])[IdName, RowName, AnswerName, WhoName, WhenName, NoteName, TagsName])
        {
            csv.Add(name);
        }

        await csv.EndLineAsync(cancellationToken).ConfigureAwait(false);
        foreach (var record in records)
        {
            // Answers in the order in which they came, and then the notes of those who did not answer.
            foreach (var who in record.Answers.Select(answer => answer.Annotator).Union(record.Notes.Select(note => note.Annotator)))
            {
                cancellationToken.ThrowIfCancellationRequested();
                Add(csv, pool, record, who);
                await csv.EndLineAsync(cancellationToken).ConfigureAwait(false);
            }
        }

        await csv.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Takes answers and notes from a file that <see cref="WriteAsync"/> wrote, or one like it: columns by name, in any order; id or, where
    /// that is missing, row; who, when, note and tags may be missing. All lines are read before the first one is taken. The lines of a row
    /// are taken in the order of their times, or of the file where a time is missing, and keep their times; what has none is said now.
    /// What somebody said already stays: another answer of the same annotator, in the session or in another line, is a conflict, and
    /// neither line is taken.
    /// </summary>
    /// <param name="session">The session.</param>
    /// <param name="pool">Its pool.</param>
    /// <param name="stream">The file.</param>
    /// <param name="annotator">Who says what has no name beside it.</param>
    /// <param name="encodingName">The encoding, such as windows-1252; null for UTF-8, or UTF-16 where the file says so.</param>
    /// <param name="cancellationToken">Cancels; what was taken so far is kept, and is unchanged when the file is read again.</param>
    /// <returns>What it came to.</returns>
    /// <exception cref="TableException">
    /// The encoding is unknown, or the file cannot be read; the message names the line. Nothing was taken.
    /// </exception>
    /// <exception cref="ArgumentException">The name of the annotator is empty.</exception>
    /// <exception cref="Stores.SessionStoreException">The store cannot keep an answer; those before it are kept.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static async Task<LabelImport> ImportAsync(
        LabelingSession session,
        LabelingPool pool,
        Stream stream,
        string annotator,
        string? encodingName = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentException.ThrowIfNullOrWhiteSpace(annotator);
        var lines = await ReadAsync(
            pool, stream, FileName, encodingName, "say which encoding it has (encodingName)", cancellationToken).ConfigureAwait(false);
        return await TakeAsync(session, lines, annotator, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads a file of answers and notes, of whoever gave it.</summary>
    /// <param name="pool">The pool.</param>
    /// <param name="stream">The file.</param>
    /// <param name="name">What people call it; null where that is not known.</param>
    /// <param name="encodingName">The encoding, or null.</param>
    /// <param name="howToSayEncoding">What he does to say that it has another encoding, as the end of a sentence.</param>
    /// <param name="cancellationToken">Cancels.</param>
    internal static Task<LabelCsvLine[]> ReadAsync(
        LabelingPool pool,
        Stream stream,
        string? name,
        string? encodingName,
        string howToSayEncoding,
        CancellationToken cancellationToken) =>
        TemporaryFile.ReadAsync(
            Path.GetFileName(name ?? FileName),
            path => LabelCsvReader.Read(pool, new LabelFile(path, name, encodingName, howToSayEncoding), cancellationToken),
            stream,
            cancellationToken);

    /// <summary>Takes the lines of a file.</summary>
    internal static async Task<LabelImport> TakeAsync(
        LabelingSession session, LabelCsvLine[] lines, string annotator, CancellationToken cancellationToken)
    {
        if (lines.Any(line => line.Answer == Answer.Skip) && session.State.Model is null)
        {
            await FirstModelAsync(session, cancellationToken).ConfigureAwait(false);
        }

        return LabelIntake.Take(session, lines, annotator, cancellationToken);
    }

    /// <summary>Rows that were skipped are asked about, which takes a model.</summary>
    private static async Task FirstModelAsync(LabelingSession session, CancellationToken cancellationToken)
    {
        try
        {
            await session.WaitForModelAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidOperationException exception) when (exception is not ObjectDisposedException)
        {
            // There is none, as whoever is asked for one is told; the skips are refused one by one.
        }
    }

    private static void Add(CsvWriter csv, LabelingPool pool, RowRecord record, string who)
    {
        var answer = record.Answers.FirstOrDefault(answer => answer.Annotator == who);
        var note = record.Notes.FirstOrDefault(note => note.Annotator == who);
        csv.Add(pool.IdOf(record.Row));
        csv.Add(record.Row);
        csv.Add(answer is null ? string.Empty : AnswerWords.Of(answer.Answer));
        csv.Add(who);
        csv.Add((answer?.Time ?? note!.Time).UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture));
        csv.Add(note?.Text ?? string.Empty);
        csv.Add(TagText.Of(note?.Tags ?? []));
    }
}
