using System.Globalization;
using System.Text;
using ActiveAnomaly.Labeling;
using ActiveAnomaly.Sessions.Events;
using ActiveAnomaly.Tables;

namespace ActiveAnomaly.Tool.Labeling;

/// <summary>
/// What a session began with and keeps: how its table was read, its detector, seed and policy. The same command goes on another day, so
/// that all of it may be said again; what would be something else is refused.
/// </summary>
/// <param name="options">What the command line says.</param>
/// <param name="id">The session's id.</param>
/// <param name="place">Where it is, for people.</param>
internal sealed class KeptSettings(LabelOptions options, string id, string place)
{
    /// <summary>Refuses a command line that says something else than the session has.</summary>
    /// <param name="log">The session's log.</param>
    /// <param name="choice">Its detector, in the words of the command line.</param>
    /// <param name="changes">Whether what may change on another day, budget and audits, is changed by whoever opens the session.</param>
    /// <exception cref="UsageException">It does; the message says what, and what the session has.</exception>
    public void Require(IReadOnlyList<SessionEvent> log, SessionDetector choice, bool changes = true)
    {
        var created = (SessionCreated)log[0];
        var properties = log.OfType<PoolDescribed>().LastOrDefault()?.Properties;
        string[] differences =
        [
            .. OfTable(properties is null ? null : PoolProperties.Of(properties)),
            .. OfLearning(created, choice),
            .. changes ? [] : OfCourse(properties ?? new Dictionary<string, string>()),
        ];
        if (differences.Length > 0)
        {
            throw new UsageException(
                $"The session '{id}' in {place} goes on as it began, and the command line says otherwise:\n  "
                + $"{string.Join("\n  ", differences)}\nLeave that out to go on with it, or begin another session (--session), to which "
                + "--continues carries the answers over.");
        }
    }

    /// <summary>Says why a table cannot be read as it was: one that is written in another way now has the session's columns.</summary>
    /// <param name="path">The table.</param>
    /// <param name="log">The session's log.</param>
    /// <param name="exception">Why it cannot be read.</param>
    public InputException Explain(string path, IReadOnlyList<SessionEvent> log, TableException exception)
    {
        var schema = PoolProperties.Of(log.OfType<PoolDescribed>().Last().Properties).Schema;
        return schema.Dialect.Format == TableFormat.DelimitedText && IsWrittenOtherwise(path, schema)
            ? new InputException(
                $"'{path}' has the columns of the session '{id}' in {place}, and is not written as it was when the session began: "
                + $"{Written(schema.Dialect)}. A session reads its table as it was. Write it so again, or begin another session "
                + "(--session), to which --continues carries the answers over.")
            : new InputException(exception.Message);
    }

    private static bool IsWrittenOtherwise(string path, TableSchema schema)
    {
        try
        {
            var (kept, names) = (schema.Dialect, TableReader.ReadColumnNames(path));
            return schema.Columns.All(column => names.Contains(column.Name))
                && !schema.Columns.All(column => TableReader.ReadColumnNames(
                    path, new TableOptions { Separator = kept.Separator, HasHeader = kept.HasHeader }).Contains(column.Name));
        }
        catch (TableException)
        {
            return false;
        }
    }

    private static string Written(TableDialect dialect) =>
        $"separated by {Shown(dialect.Separator)}, decimal {Shown(dialect.DecimalSeparator)}, "
        + $"{(dialect.HasHeader ? "with" : "without")} a header, {dialect.EncodingName}";

    private static string Shown(char character) => character == '\t' ? "tab" : $"'{character}'";

    private IEnumerable<string> OfLearning(SessionCreated created, SessionDetector choice)
    {
        if ((options.Detector is { } word && word != choice.Word)
            || (options.EnsembleSize is { } size && size != choice.EnsembleSize)
            || (options.Combination is { } combination && combination != choice.Combination))
        {
            yield return $"--detector, --ensemble and --combine: the session learns with {choice.Describe()}";
        }

        if (options.Seed is { } seed && seed != created.DetectorSeed)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"--seed is {seed}: the session has the seed {created.DetectorSeed}");
        }

        if (options.Policy is { } policy && policy.Name != created.LabelPolicy)
        {
            yield return $"--policy is {policy.Name}: the session has {created.LabelPolicy}";
        }
    }

    private IEnumerable<string> OfCourse(IReadOnlyDictionary<string, string> properties)
    {
        // The number of rows matters to what was not kept, and all was.
        var kept = LabelingProperties.Of(new LabelingOptions(), properties, rowCount: 1);
        if (options.Budget is { } budget && budget != kept.Budget)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"--budget is {budget}: the session has {kept.Budget}");
        }

        if (options.AuditShare is { } share && share != kept.AuditShare)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"--audit is {share}: the session has {kept.AuditShare}");
        }
    }

    private IEnumerable<string> OfTable(PoolProperties? kept)
    {
        if (kept is null)
        {
            return [];
        }

        var (table, schema, label) = (options.Table, kept.Schema, kept.Schema.Label);
        string[] categories = [.. schema.Columns.Where(column => column.Kind == ColumnKind.Category).Select(column => column.Name)];
        return
        [
            .. Differs("--id", options.IdColumn, kept.IdColumn),
            .. Differs("--no-id", kept.IdColumn is null, $"the column '{kept.IdColumn}' names the rows"),
            .. Differs(
                "--labels", options.HidesLabels == kept.HidesLabels, $"they are {(kept.HidesLabels ? "hidden" : "known")} there"),
            .. Differs("--label", table.LabelColumn, label?.Name),
            .. Differs("--no-label", label is null, $"'{label?.Name}' is its label column"),
            .. Differs("--abnormal", table.AbnormalValues, label?.AbnormalValues),
            .. Differs("--normal", table.NormalValues, label?.NormalValues),
            .. Differs("--unlabelled", table.UnlabeledValues, label?.UnlabeledValues),
            .. Differs("--ignore", table.IgnoredColumns, schema.IgnoredColumns),
            .. Differs("--category", table.CategoryColumns, [.. categories, .. schema.IgnoredColumns]),
            .. Differs(
                "--most-categories",
                schema.Columns.All(column => column.Categories.Count <= table.MostCategories),
                "a column has more there"),
            .. Differs("--missing-text", table.MissingTexts, schema.MissingTexts),
            .. Differs("--missing", table.Missing == schema.Missing, $"it is {schema.Missing} there"),
            .. Differs("--out-of-range", table.OutOfRange == schema.OutOfRange, $"it is {schema.OutOfRange} there"),
            .. Differs(
                "--dates",
                table.Dates == DateCells.Days || schema.Columns.All(column => column.Kind != ColumnKind.Date),
                "columns of dates are days there"),
            .. Differs(
                "--date-format",
                schema.Columns.All(column => column.Kind != ColumnKind.Date || column.DateFormat == table.DateFormat),
                "dates are written otherwise there"),
            .. Differs(
                "--rows",
                table.MostRows == kept.MostRows,
                kept.MostRows is { } most ? string.Create(CultureInfo.InvariantCulture, $"it took {most}") : "it took all"),
            .. OfWriting(schema.Dialect),
        ];
    }

    /// <summary>A session reads its table as it was written, as long as it lasts: export and report have to read it too.</summary>
    private IEnumerable<string> OfWriting(TableDialect dialect) =>
    [
        .. Differs("--separator", options.Table.Separator == dialect.Separator, $"its table is separated by {Shown(dialect.Separator)}"),
        .. Differs(
            "--decimal",
            options.Table.DecimalSeparator == dialect.DecimalSeparator,
            $"its table has the decimal separator {Shown(dialect.DecimalSeparator)}"),
        .. Differs("--header", dialect.HasHeader, "its table has no header"),
        .. Differs("--no-header", !dialect.HasHeader, "its table has a header"),
        .. Differs("--no-quotes", !dialect.ReadsQuotes, "quotes are read there"),
        .. Differs("--encoding", IsSameEncoding(options.Table.EncodingName, dialect.EncodingName), $"its table is {dialect.EncodingName}"),
    ];

    private static bool IsSameEncoding(string? given, string? kept) =>
        given is null || kept is null ? given == kept : WebNameOf(given) == WebNameOf(kept);

    private static string WebNameOf(string name) =>
        (CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name)).WebName;

    private IEnumerable<string> Differs(string option, bool isSame, string what) =>
        !isSame && options.OfSession.Contains(option) ? [$"{option}: {what}"] : [];

    private IEnumerable<string> Differs(string option, string? given, string? kept) => Differs(
        option, given?.Trim() == kept, kept is null ? $"it is '{given}', and the session has none" : $"it is '{given}', not '{kept}'");

    /// <summary>What is given has to be among what the session keeps, which has all others too where * was given.</summary>
    private IEnumerable<string> Differs(string option, IReadOnlyList<string> given, IReadOnlyList<string>? kept)
    {
        string[] others = [.. given.Where(text => kept is null || !kept.Contains(text.Trim()))];
        return Differs(
            option,
            others.Length == 0,
            $"it is {Listed(others)}, and the session has {(kept is null or [] ? "none" : Listed(kept))}");
    }

    private static string Listed(IEnumerable<string> texts) => string.Join(", ", texts.Select(text => $"'{text}'"));
}
