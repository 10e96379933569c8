using System.Collections.ObjectModel;
using System.Globalization;
using ActiveAnomaly.Data;
using ActiveAnomaly.Explanations;
using ActiveAnomaly.Tables;
using Microsoft.ML;
using Microsoft.ML.ActiveAnomaly;

namespace ActiveAnomaly.Labeling;

/// <summary>
/// The rows of a file that are to be labelled: as the file has them, for people, and as features, for a session. Immutable, and so safe to
/// share between threads.
/// </summary>
public sealed class LabelingPool
{
    private readonly PoolFeatures _features;
    private readonly TableColumn?[] _tableColumns;
    private readonly Lazy<Dictionary<string, int>> _rowOfId;

    internal LabelingPool(string path, LabelingPoolOptions options, Table table, TableCells cells, RowKeys keys, PoolFeatures features)
    {
        (Path, Options, Table, Cells, Keys, _features) = (path, options, table, cells, keys, features);
        if (options.HidesLabels)
        {
            RequireTruth(table);
            HiddenTruth = new ReadOnlyCollection<bool>([.. table.Labels.Values.ToArray().Select(label => label == RowLabel.Abnormal)]);
        }

        KnownLabels = options.HidesLabels ? PoolLabels.None(table.RowCount) : table.Labels;
        var columns = table.Columns.ToDictionary(column => column.Name, StringComparer.Ordinal);
        _tableColumns = [.. cells.ColumnNames.Select(columns.GetValueOrDefault)];
        Columns = [.. cells.ColumnNames.Select((_, index) => ColumnOf(index))];
        _rowOfId = new Lazy<Dictionary<string, int>>(
            () => Enumerable.Range(0, RowCount).ToDictionary(row => IdOf(row), StringComparer.Ordinal));
    }

    /// <summary>Gets the file's name.</summary>
    public string Name => Table.Name;

    /// <summary>Gets the path of the file as it was given; empty for a data view.</summary>
    public string Path { get; }

    /// <summary>Gets what was understood of the file.</summary>
    public Table Table { get; }

    /// <summary>Gets the cells of all columns of the file, the label's too, hidden or not (<see cref="CellsOf"/> hides them).</summary>
    public TableCells Cells { get; }

    /// <summary>Gets the features [n x d], named.</summary>
    public FeatureMatrix Features => _features.Matrix;

    /// <summary>Gets what the rows are known by in another file.</summary>
    public RowKeys Keys { get; }

    /// <summary>Gets the name of the column that names the rows, or null where none does.</summary>
    public string? IdColumn => Options.IdColumn;

    /// <summary>Gets the number of rows, n.</summary>
    public int RowCount => Table.RowCount;

    /// <summary>Gets the word for the place of a row: "line", or "row" where there are no lines.</summary>
    public string RowWord => Table.PlaceWord;

    /// <summary>Gets the columns of the file, in its order.</summary>
    public IReadOnlyList<PoolColumn> Columns { get; }

    /// <summary>Gets the labels that the file gives, known beforehand; none where they are hidden.</summary>
    public PoolLabels KnownLabels { get; }

    /// <summary>Gets what every row truly is [n], where the labels are hidden; else null.</summary>
    public IReadOnlyList<bool>? HiddenTruth { get; }

    /// <summary>Gets a value indicating whether the labels of the file are hidden from who answers, for trying out.</summary>
    public bool HidesLabels => Options.HidesLabels;

    /// <summary>Gets a value indicating whether the file gives every row a label, and both kinds: nothing is left to find out.</summary>
    public bool IsFullyLabeled => IsTruth(Table.Labels);

    /// <summary>Gets the transformer that makes features of rows, for the exported model.</summary>
    public ITransformer Preparation => _features.Preparation;

    /// <summary>Gets the context that <see cref="Preparation"/> belongs to.</summary>
    public MLContext MLContext => _features.MLContext;

    /// <summary>Gets the rows as ML.NET has them, before the preparation.</summary>
    internal IDataView Data => _features.Data;

    /// <summary>Gets how the file was read.</summary>
    internal LabelingPoolOptions Options { get; }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file: delimited text, packed or not, or Parquet.</param>
    /// <param name="options">What is known of it; null for nothing.</param>
    /// <param name="cancellationToken">Cancels reading.</param>
    /// <returns>The pool.</returns>
    /// <exception cref="TableException">
    /// The file cannot be read as its owner means it, an id is missing or that of another row, or labels are to be hidden and a row has
    /// none; the message names line, column and cell.
    /// </exception>
    /// <exception cref="ArgumentException">Two options contradict each other.</exception>
    /// <exception cref="OperationCanceledException">Reading was cancelled.</exception>
    /// <exception cref="NotSupportedException">The program has making code turned off, which ML.NET needs.</exception>
    public static LabelingPool Read(string path, LabelingPoolOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        DynamicCode.Require();
        options ??= new LabelingPoolOptions();
        var source = new PoolFile(path);
        return Of(source, source.Read(options, cancellationToken), options, cancellationToken);
    }

    /// <summary>Reads the rows of a data view.</summary>
    /// <param name="data">The rows; they are gone through several times, and have to be the same each time.</param>
    /// <param name="options">What is known of them; null for nothing.</param>
    /// <param name="cancellationToken">Cancels reading.</param>
    /// <returns>The pool.</returns>
    /// <exception cref="TableException">See the other overload; or the view gives other rows than it did, or in another order.</exception>
    /// <exception cref="ArgumentException">Two options contradict each other.</exception>
    /// <exception cref="OperationCanceledException">Reading was cancelled.</exception>
    /// <exception cref="NotSupportedException">The program has making code turned off, which ML.NET needs.</exception>
    public static LabelingPool ReadDataView(
        IDataView data, LabelingPoolOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        DynamicCode.Require();
        options ??= new LabelingPoolOptions();
        var source = new PoolView(data);
        return Of(source, source.Read(options, cancellationToken), options, cancellationToken);
    }

    /// <summary>
    /// Looks for a column that names the rows, to be said to whoever labels and then given as <see cref="LabelingPoolOptions.IdColumn"/>:
    /// nothing takes it by itself. It is called id, key, uuid or guid, or its name ends in such a word (order_id, orderId), and each row
    /// has a text there that no other row has.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="options">What is known of the table; null for nothing.</param>
    /// <param name="cancellationToken">Cancels reading.</param>
    /// <returns>The name of the first one, those that are called so and no more before the others; null where there is none.</returns>
    /// <exception cref="TableException">The file cannot be read.</exception>
    /// <exception cref="OperationCanceledException">Reading was cancelled.</exception>
    public static string? SuggestIdColumn(string path, TableOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return IdColumnSearch.Find(path, options ?? new TableOptions(), cancellationToken).Name;
    }

    /// <summary>
    /// Reads a session's file on another day, as it was read when the session began. Rows in another order are put back in the session's.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="properties">What the session keeps of its pool (<see cref="ToProperties"/>).</param>
    /// <param name="cancellationToken">Cancels reading.</param>
    /// <returns>The pool, with the session's features bit for bit.</returns>
    /// <exception cref="PoolMismatchException">The file has other rows or labels, or the properties cannot be read.</exception>
    /// <exception cref="TableException">The file cannot be read as it was.</exception>
    /// <exception cref="OperationCanceledException">Reading was cancelled.</exception>
    /// <exception cref="NotSupportedException">The program has making code turned off, which ML.NET needs.</exception>
    public static LabelingPool Reopen(
        string path, IReadOnlyDictionary<string, string> properties, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(properties);
        DynamicCode.Require();
        return PoolProperties.Of(properties).Reopen(new PoolFile(path), cancellationToken);
    }

    /// <summary>Reads the data view of a session again; see the other overload.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="properties">What the session keeps of its pool (<see cref="ToProperties"/>).</param>
    /// <param name="cancellationToken">Cancels reading.</param>
    /// <returns>The pool, with the session's features bit for bit.</returns>
    /// <exception cref="PoolMismatchException">The view has other rows or labels, or the properties cannot be read.</exception>
    /// <exception cref="TableException">The view cannot be read as it was.</exception>
    /// <exception cref="OperationCanceledException">Reading was cancelled.</exception>
    /// <exception cref="NotSupportedException">The program has making code turned off, which ML.NET needs.</exception>
    public static LabelingPool ReopenDataView(
        IDataView data, IReadOnlyDictionary<string, string> properties, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(properties);
        DynamicCode.Require();
        return PoolProperties.Of(properties).Reopen(new PoolView(data), cancellationToken);
    }

    /// <summary>Gets the path of the file that a session began with, as it was given then.</summary>
    /// <param name="properties">What the session keeps of its pool.</param>
    /// <returns>The path; null where it was a data view.</returns>
    public static string? FileOf(IReadOnlyDictionary<string, string> properties)
    {
        ArgumentNullException.ThrowIfNull(properties);
        return properties.GetValueOrDefault(PoolProperties.FileName);
    }

    /// <summary>
    /// Gives what a session has to keep of the pool to read it again on another day: the file's path as it was given, how the file was
    /// understood, and what its rows are known by, about 8 bytes a row and the ids.
    /// </summary>
    /// <returns>The properties, by name.</returns>
    public IReadOnlyDictionary<string, string> ToProperties() => PoolProperties.Of(this).ToDictionary();

    /// <summary>Gives the same rows with their labels hidden, for trying out. Nothing is read again.</summary>
    /// <returns>The pool.</returns>
    /// <exception cref="TableException">A row has no label, or all are of one kind.</exception>
    public LabelingPool HideLabels() =>
        HidesLabels ? this : new LabelingPool(Path, Options with { HidesLabels = true }, Table, Cells, Keys, _features);

    /// <summary>Gets the place of a row in the file.</summary>
    /// <param name="row">The row, from 0.</param>
    /// <returns>The line that it begins in, from 1 (the row, from 0, where there are no lines).</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public long LineOf(int row) => Table.LineOf(row);

    /// <summary>Gets what a row is called: its id, or else its place, such as "line 14".</summary>
    /// <param name="row">The row, from 0.</param>
    /// <returns>The id.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public string IdOf(int row) => Keys.IdOf(row) ?? string.Create(CultureInfo.InvariantCulture, $"{RowWord} {LineOf(row)}");

    /// <summary>Finds a row by what it is called.</summary>
    /// <param name="id">The id; the spaces around it make no difference.</param>
    /// <returns>The row; null where there is none.</returns>
    public int? RowOfId(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return _rowOfId.Value.TryGetValue(id.Trim(), out var row) ? row : null;
    }

    /// <summary>Gets the cells of a row as the file has them.</summary>
    /// <param name="row">The row, from 0.</param>
    /// <returns>One text a column; empty for what is hidden.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public IReadOnlyList<string> CellsOf(int row)
    {
        var texts = Cells.TextsOf(row);
        foreach (var column in Columns.Where(column => column.IsHidden))
        {
            texts[column.Index] = string.Empty;
        }

        return texts;
    }

    /// <summary>Gets the numbers that were understood of a row's cells: truth values are 1 and 0, dates days since the earliest.</summary>
    /// <param name="row">The row, from 0.</param>
    /// <returns>One a column; null for texts, and for cells without a value.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public IReadOnlyList<double?> ValuesOf(int row)
    {
        _ = LineOf(row);
        return [.. _tableColumns.Select(column => column is null || column.Kind == ColumnKind.Category || column.IsFilled(row)
            ? (double?)null
            : column.Numbers[row])];
    }

    /// <summary>Gets the cells of a row that have no value, and what each was filled with to become features.</summary>
    /// <param name="row">The row, from 0.</param>
    internal IEnumerable<(int Column, string Text)> FilledOf(int row) => _tableColumns.Index()
        .Where(column => column.Item?.IsFilled(row) is true)
        .Select(column => (column.Index, column.Item!.Schema.FillText()));

    /// <summary>Gets what was understood of a column; null for one that becomes no feature.</summary>
    internal TableColumn? FeatureColumn(int column) => _tableColumns[column];

    /// <summary>Sums up the contributions of each column's features; columns that none is made of are left out.</summary>
    internal IEnumerable<(int Column, double Contribution)> ContributionsByColumn(Explanation explanation)
    {
        // Features follow the table's columns, each with as many as it becomes.
        var first = 0;
        foreach (var column in Table.Columns)
        {
            var sum = 0.0;
            foreach (var contribution in explanation.Contributions.Slice(first, column.FeatureCount))
            {
                sum += contribution;
            }

            first += column.FeatureCount;
            yield return (Array.IndexOf(_tableColumns, column), sum);
        }
    }

    private static LabelingPool Of(PoolSource source, Table table, LabelingPoolOptions options, CancellationToken cancellationToken)
    {
        var cells = source.ReadCells(table, cancellationToken);
        return new LabelingPool(
            source.Path,
            options,
            table,
            cells,
            RowKeys.Of(table, cells, options.IdColumn),
            PoolFeatures.Of(table, options.Scaling, cancellationToken));
    }

    private static bool IsTruth(PoolLabels labels) =>
        labels.LabeledCount == labels.RowCount && labels.NormalRows.Count > 0 && labels.AbnormalRows.Count > 0;

    private static void RequireTruth(Table table)
    {
        if (IsTruth(table.Labels))
        {
            return;
        }

        const string needed = "Labels that are hidden, for trying out, need to be there for every row, and of both kinds";
        var label = table.Schema.Label;
        var missing = table.Labels.Values.IndexOf(RowLabel.Unlabeled);
        throw label is null ? new TableException($"'{table.Name}' has no label column. {needed}: name the column, or hide none.")
            : missing >= 0 ? new TableException(
                $"'{table.Name}', {table.PlaceWord} {table.LineOf(missing)}, label column '{label.Name}': the row has no label "
                + $"({table.RowCount - table.Labels.LabeledCount} rows have none). {needed}: fill them in, or hide none, and the labels "
                + "that are there are known beforehand.",
                table.LineOf(missing),
                label.Name)
            : new TableException(
                $"The labels of '{table.Name}' in '{label.Name}' are all of one kind. {needed}: say which values are which, or hide none.");
    }

    private PoolColumn ColumnOf(int index)
    {
        var (name, feature) = (Cells.ColumnNames[index], _tableColumns[index]);
        var isLabel = name == Table.Schema.Label?.Name;
        var kind = feature?.Kind switch
        {
            ColumnKind.Number => PoolColumnKind.Number,
            ColumnKind.Boolean => PoolColumnKind.Boolean,
            ColumnKind.Date => PoolColumnKind.Date,
            ColumnKind.Category => PoolColumnKind.Category,
            _ => PoolColumnKind.Text,
        };
        return new PoolColumn(
            name, index, kind, IsFeature: feature is not null, IsId: name == IdColumn, isLabel, IsHidden: isLabel && HidesLabels);
    }
}
