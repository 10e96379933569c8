using ActiveAnomaly.Tables.Cells;
using ActiveAnomaly.Tables.Sources;
using ActiveAnomaly.Tables.Understanding;
using Microsoft.ML;

namespace ActiveAnomaly.Tables;

/// <summary>
/// Reads tables as their owners mean them: delimited text (plain, .gz, .zst), Parquet, and data views. What is not said is found out and
/// told of; what is unclear stops. Thread safe.
/// </summary>
public static class TableReader
{
    /// <summary>Reads a training table.</summary>
    /// <param name="path">The file; what it is is told by its content.</param>
    /// <param name="options">What is known of it; null for nothing.</param>
    /// <param name="cancellationToken">Cancels reading.</param>
    /// <returns>The table.</returns>
    /// <exception cref="TableException">
    /// The table cannot be read as its owner means it; the message names line, column and cell.
    /// </exception>
    /// <exception cref="OperationCanceledException">Reading was cancelled.</exception>
    public static Table Read(string path, TableOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        options = Valid(options);
        return Train(Open(path, options, trained: null, cancellationToken), options, cancellationToken);
    }

    /// <summary>Reads a training table out of a data view, a DataFrame for one. Cells are taken as the view has them.</summary>
    /// <param name="data">
    /// The rows; they are read twice. Scalars of numbers, truth values, text, keys and dates, and vectors of them of known size. A key is
    /// a category, by the value that it stands for.
    /// </param>
    /// <param name="options">What is known of them; null for nothing.</param>
    /// <param name="cancellationToken">Cancels reading.</param>
    /// <returns>The table.</returns>
    /// <exception cref="TableException">The table cannot be read as its owner means it; the message names row, column and cell.</exception>
    /// <exception cref="OperationCanceledException">Reading was cancelled.</exception>
    public static Table ReadDataView(IDataView data, TableOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        options = Valid(options);
        RequireNothingOfText("A data view has types", options);
        return Train(new DataViewSource(data), options, cancellationToken);
    }

    /// <summary>
    /// Reads a table for a model as its training table was read: the same columns by name, the same fills, categories and label values.
    /// A missing column stops; other columns are left out; a category that training did not have is none of the known ones; a missing
    /// cell is treated as in training, with the training table's medians. All of it is told of.
    /// </summary>
    /// <param name="path">The file; what it is is told by its content.</param>
    /// <param name="schema">What was understood of the training table.</param>
    /// <param name="options">
    /// What is different this time: separator, decimal separator, header, encoding, quotes, missing and out-of-range cells, the most rows,
    /// and <see cref="TableOptions.HasLabel"/>; null for nothing. Other options belong to training and are refused, and so are those of
    /// text where the file is Parquet.
    /// </param>
    /// <param name="cancellationToken">Cancels reading.</param>
    /// <returns>The table. Its label column may be missing: then no row has a label.</returns>
    /// <exception cref="TableException">
    /// The table cannot be read as its owner means it; the message names line, column and cell.
    /// </exception>
    /// <exception cref="OperationCanceledException">Reading was cancelled.</exception>
    public static Table ReadAs(string path, TableSchema schema, TableOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(schema);
        options = ForScoring(options);
        return Score(
            Open(path, options, schema.Dialect.Format == TableFormat.DelimitedText ? schema.Dialect : null, cancellationToken),
            schema,
            options,
            cancellationToken);
    }

    /// <summary>
    /// Reads a table for a model as <see cref="ReadAs"/> does, but hands out its rows batch by batch, so that memory does not grow with
    /// them; of Parquet one row group is held at a time. The file is gone through twice: here, to find all that stops reading before a row
    /// is handed out, and with each enumeration.
    /// </summary>
    /// <param name="path">The file; what it is is told by its content. It may have no rows.</param>
    /// <param name="schema">What was understood of the training table.</param>
    /// <param name="batchSize">The rows of a batch, at least 1; the last one may have fewer.</param>
    /// <param name="options">What is different this time, as for <see cref="ReadAs"/>; null for nothing.</param>
    /// <param name="cancellationToken">Cancels reading, here and in enumerations.</param>
    /// <returns>The batches.</returns>
    /// <exception cref="TableException">
    /// The table cannot be read as its owner means it; the message names line, column and cell.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="batchSize"/> is less than 1.</exception>
    /// <exception cref="OperationCanceledException">Reading was cancelled.</exception>
    public static TableBatches ReadBatchesAs(
        string path, TableSchema schema, int batchSize, TableOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        options = ForScoring(options);
        var (layout, plan, profile) = Understand(
            Open(path, options, schema.Dialect.Format == TableFormat.DelimitedText ? schema.Dialect : null, cancellationToken),
            schema,
            options,
            cancellationToken);
        return new TableBatches(layout, profile.RowCount, plan, batchSize, cancellationToken);
    }

    /// <summary>Reads the rows of a data view for a model as its training table was read.</summary>
    /// <param name="data">The rows; they are read twice.</param>
    /// <param name="schema">What was understood of the training table.</param>
    /// <param name="options">What is different this time; null for nothing.</param>
    /// <param name="cancellationToken">Cancels reading.</param>
    /// <returns>The table. Its label column may be missing: then no row has a label.</returns>
    /// <exception cref="TableException">The table cannot be read as its owner means it; the message names row, column and cell.</exception>
    /// <exception cref="OperationCanceledException">Reading was cancelled.</exception>
    public static Table ReadDataViewAs(
        IDataView data, TableSchema schema, TableOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(schema);
        options = ForScoring(options);
        RequireNothingOfText("A data view has types", options);
        return Score(new DataViewSource(data), schema, options, cancellationToken);
    }

    /// <summary>
    /// Reads the cells of a table as its file has them, all columns of it: those that become no features too, and the label. The file is
    /// gone through once more.
    /// </summary>
    /// <param name="path">The file that the table was read from.</param>
    /// <param name="table">The table, or some of its rows (<see cref="Table.Select"/>).</param>
    /// <param name="cancellationToken">Cancels reading.</param>
    /// <returns>The cells; their rows are those of the table.</returns>
    /// <exception cref="TableException">
    /// The table was not read from a file, or the file is not what it was: a cell differs in any column of any row, or a row is gone or
    /// new.
    /// </exception>
    /// <exception cref="OperationCanceledException">Reading was cancelled.</exception>
    public static TableCells ReadCells(string path, Table table, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(table);
        var (dialect, content) = (table.Schema.Dialect, FileContent.Of(path));
        var format = content.IsParquet ? TableFormat.Parquet : TableFormat.DelimitedText;
        if (dialect.Format != format)
        {
            throw new TableException(
                $"The table was read from {TextOf(dialect.Format)}, and '{path}' is {TextOf(format)}. Give what it was read from"
                + $"{(dialect.Format == TableFormat.DataView ? " (TableReader.ReadDataViewCells)" : string.Empty)}.");
        }

        TableSource source = content.IsParquet
            ? ParquetSource.Open(content, cancellationToken)
            : new DelimitedSource(
                content,
                new TableOptions { Separator = dialect.Separator, EncodingName = dialect.EncodingName, ReadsQuotes = dialect.ReadsQuotes },
                trained: null);
        var layout = TableLayout.Of(source, new TableOptions(), dialect.HasHeader, cancellationToken);
        Expect(layout, table.Schema);
        return CellLoader.Load(layout, table, cancellationToken);
    }

    /// <summary>
    /// Reads the cells of a table as its data view has them, all columns that can be read. The view is gone through once more.
    /// </summary>
    /// <param name="data">The data view that the table was read from; it has to give the same rows in the same order each time.</param>
    /// <param name="table">The table, or some of its rows (<see cref="Table.Select"/>).</param>
    /// <param name="cancellationToken">Cancels reading.</param>
    /// <returns>The cells; their rows are those of the table.</returns>
    /// <exception cref="TableException">
    /// The table was not read from a data view, or the view gives other rows than it did, or in another order.
    /// </exception>
    /// <exception cref="OperationCanceledException">Reading was cancelled.</exception>
    public static TableCells ReadDataViewCells(IDataView data, Table table, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(table);
        return table.Schema.Dialect.Format != TableFormat.DataView
            ? throw new TableException(
                $"The table was read from {TextOf(table.Schema.Dialect.Format)} and not from a data view. Give the file that it was read "
                + "from (TableReader.ReadCells).")
            : CellLoader.Load(
                TableLayout.Of(new DataViewSource(data), new TableOptions(), hasHeader: false, cancellationToken),
                table,
                cancellationToken);
    }

    /// <summary>Reads the texts of a file as it has them, whatever they mean: of what no model is trained on.</summary>
    /// <param name="path">The file; what it is is told by its content.</param>
    /// <param name="options">What is known of how it is written: separator, header, encoding, quotes. The rest makes no
    /// difference, but that a column to leave out that cannot be read has empty cells.</param>
    /// <param name="cancellationToken">Cancels reading.</param>
    /// <returns>The texts of all rows; none where there is a header alone.</returns>
    /// <exception cref="TableException">The file cannot be read; the message names the line.</exception>
    /// <exception cref="OperationCanceledException">Reading was cancelled.</exception>
    public static TableCells ReadTexts(string path, TableOptions? options = null, CancellationToken cancellationToken = default) =>
        CellLoader.Load(LayoutOf(path, options, cancellationToken), cancellationToken);

    /// <summary>Reads the names of the columns of a file off its beginning.</summary>
    /// <param name="path">The file; what it is is told by its content.</param>
    /// <param name="options">What is known of how it is written: separator, header, encoding, quotes. The rest makes no difference.</param>
    /// <param name="cancellationToken">Cancels reading.</param>
    /// <returns>The names in the order of the file, as the table will have them: trimmed, each different.</returns>
    /// <exception cref="TableException">The file cannot be read.</exception>
    /// <exception cref="OperationCanceledException">Reading was cancelled.</exception>
    public static IReadOnlyList<string> ReadColumnNames(
        string path, TableOptions? options = null, CancellationToken cancellationToken = default) =>
        LayoutOf(path, options, cancellationToken).ColumnNames;

    private static TableLayout LayoutOf(string path, TableOptions? options, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        options = Valid(options);
        var layout = TableLayout.Of(
            Open(path, options, trained: null, cancellationToken), options, options.HasHeader, cancellationToken);
        ExpectAllBut(options.IgnoredColumns, layout);
        return layout;
    }

    private static void ExpectAllBut(IReadOnlyList<string> ignored, TableLayout layout)
    {
        var names = ignored.Select(name => name.Trim()).ToHashSet(StringComparer.Ordinal);
        layout.Source.Expect(column => !names.Contains(layout.ColumnNames[column]), names);
    }

    /// <summary>A model needs the columns that it was trained on, and their labels.</summary>
    private static void Expect(TableLayout layout, TableSchema schema)
    {
        var names = schema.Columns.Select(column => column.Name).Append(schema.Label?.Name).ToHashSet(StringComparer.Ordinal);
        layout.Source.Expect(column => names.Contains(layout.ColumnNames[column]), schema.IgnoredColumns);
    }

    private static TableSource Open(string path, TableOptions options, TableDialect? trained, CancellationToken cancellationToken)
    {
        var content = FileContent.Of(path);
        if (!content.IsParquet)
        {
            return new DelimitedSource(content, options, trained);
        }

        RequireNothingOfText($"'{content.Name}' is Parquet", options);
        return ParquetSource.Open(content, cancellationToken);
    }

    private static Table Train(TableSource source, TableOptions options, CancellationToken cancellationToken)
    {
        var layout = TableLayout.Of(source, options, options.HasHeader, cancellationToken);
        ExpectAllBut(options.IgnoredColumns, layout);
        var cells = new CellReader(options.MissingTexts, options.DateFormat);
        var profile = TableProfile.Of(layout, _ => cells, LabelFinder.IndexOf(layout, options), cancellationToken);
        RequireRows(layout, profile);
        var plan = new Planner(layout, profile, options).Plan();
        plan = plan with { Notes = [.. plan.Notes, .. UnusedMissingTexts(options, cells)] };
        if (profile.LabelColumn is { } label)
        {
            var notes = new List<TableNote>();
            plan = plan with
            {
                Label = LabelKeys.Decide(layout, label, options, notes)
                    ?? new LabelUnderstanding(layout, layout.ColumnNames[label], profile.Labels, options).Decide(notes),
                Notes = [.. plan.Notes, .. notes],
            };
        }

        ThousandsPoints.ThrowIfAny(layout, profile, plan, options.DecimalSeparator is not null);
        CellProblems.ThrowIfAny(layout, profile, plan);
        return TableLoader.Load(layout, profile, plan, cancellationToken);
    }

    /// <summary>Warns of texts that mean that there is no value, where the user gave them and no cell holds them.</summary>
    private static IEnumerable<TableNote> UnusedMissingTexts(TableOptions options, CellReader cells)
    {
        string[] unused = options.MissingTexts.SequenceEqual(TableOptions.Defaults.MissingTexts) ? [] : [.. cells.UnusedMissingTexts];
        return unused.Length == 0
            ? []
            :
            [
                new TableNote(
                    IsWarning: true,
                    $"No cell holds {ShownText.List(unused)}, which {(unused.Length == 1 ? "is given as a text" : "are given as texts")} "
                    + "of cells without a value (--missing-text): is it spelt so?"),
            ];
    }

    private static Table Score(TableSource source, TableSchema schema, TableOptions options, CancellationToken cancellationToken)
    {
        var (layout, plan, profile) = Understand(source, schema, options, cancellationToken);
        RequireRows(layout, profile);
        return TableLoader.Load(layout, profile, plan, cancellationToken);
    }

    /// <summary>Goes once through a table for a model, and stops where it cannot be read for it.</summary>
    private static (TableLayout Layout, TablePlan Plan, TableProfile Profile) Understand(
        TableSource source, TableSchema schema, TableOptions options, CancellationToken cancellationToken)
    {
        options = options with { MissingTexts = schema.MissingTexts };
        bool? hasHeader = options.HasHeader ?? (schema.Dialect.Format == TableFormat.DelimitedText ? schema.Dialect.HasHeader : null);
        var layout = TableLayout.Of(source, options, hasHeader, cancellationToken);
        var plan = TrainedPlanner.Plan(layout, schema, options);
        Expect(layout, schema);
        var planned = plan.Columns.ToDictionary(column => column.Index);
        var profile = TableProfile.Of(
            layout,
            column => !planned.TryGetValue(column, out var known) ? null
                : known.Kind == ColumnKind.Date ? new CellReader(schema.MissingTexts, known.DateFormat, isOfDates: true)
                : new CellReader(schema.MissingTexts, dateFormat: null),
            plan.LabelIndex,
            cancellationToken);
        ThousandsPoints.ThrowIfAny(layout, profile, plan, options.DecimalSeparator is not null);
        CellProblems.ThrowIfAny(layout, profile, plan);
        plan = plan with { Notes = [.. plan.Notes, .. TextsAmongNumbers.Notes(layout, profile, plan)] };
        return (layout, plan, profile);
    }

    private static string TextOf(TableFormat format) => format switch
    {
        TableFormat.DelimitedText => "delimited text",
        TableFormat.Parquet => "Parquet",
        _ => "a data view",
    };

    private static void RequireRows(TableLayout layout, TableProfile profile)
    {
        if (profile.RowCount == 0)
        {
            throw new TableException(
                $"'{layout.Source.Name}' has {(layout.HasHeader ? "a header and no rows" : "no rows")}; a header and rows are needed.");
        }
    }

    /// <summary>Nothing that is said is ignored in silence.</summary>
    private static void RequireNothingOfText(string what, TableOptions options)
    {
        string?[] said =
        [
            options.Separator is null ? null : "the separator", options.HasHeader is null ? null : "the header",
            options.EncodingName is null ? null : "the encoding", options.ReadsQuotes ? null : "quotes",
        ];
        if (said.OfType<string>().ToArray() is { Length: > 0 } all)
        {
            throw new TableException(
                $"{what}, and so nothing can be said of {string.Join(", ", all)}, as of delimited text. Leave it out.");
        }
    }

    private static TableOptions Valid(TableOptions? options)
    {
        options ??= new TableOptions();
        options.Validate();
        return options;
    }

    private static TableOptions ForScoring(TableOptions? options)
    {
        options = Valid(options);
        var (defaults, found) = (new TableOptions(), new List<string>());
        Check(options.LabelColumn is null && options.AbnormalValues.Count == 0 && options.NormalValues.Count == 0, "the label");
        Check(options.UnlabeledValues.Count == 0, "the unlabelled values");
        Check(options.IgnoredColumns.Count == 0 && options.CategoryColumns.Count == 0, "columns to leave out or of categories");
        Check(options.MostCategories == defaults.MostCategories, "the most categories");
        Check(options.MissingTexts.SequenceEqual(defaults.MissingTexts), "the missing texts");
        Check(options.Dates == defaults.Dates && options.DateFormat is null, "dates");
        return found.Count == 0
            ? options
            : throw new TableException(
                $"A table for a model is read as its training table was; what is said about {string.Join(", ", found)} belongs to "
                + "training. Leave it out here, or train again with it.");

        void Check(bool holds, string what)
        {
            if (!holds)
            {
                found.Add(what);
            }
        }
    }
}
