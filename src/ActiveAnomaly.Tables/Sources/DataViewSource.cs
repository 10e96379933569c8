using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace ActiveAnomaly.Tables.Sources;

/// <summary>The rows of a data view: its scalar columns, and the slots of its vectors of known size.</summary>
internal sealed class DataViewSource : TableSource
{
    private const string ReadableColumns = "numbers, truth values, text, keys, dates, and vectors of them of known size";

    private readonly Dictionary<int, IReadOnlyList<string>?> _keyTexts = [];
    private readonly List<DataViewSchema.Column> _columnOf = [];

    public DataViewSource(IDataView data)
    {
        Data = data;
        var names = new List<string>();
        foreach (var column in data.Schema.Where(column => !column.IsHidden))
        {
            if (!DataViewCursor.CanRead(column.Type))
            {
                LeftOut[column.Name.Trim()] = $"{column.Type}";
                continue;
            }

            names.AddRange(column.Type is VectorDataViewType vector ? SlotNames(column, vector.Size) : [column.Name]);
            Columns.Add(column);
            _columnOf.AddRange(Enumerable.Repeat(column, names.Count - _columnOf.Count));
            if (DataViewCursor.ItemOf(column.Type) is KeyDataViewType key)
            {
                _keyTexts[column.Index] = KeyTexts.Of(column, key);
            }
        }

        ColumnNames = names;
        if (names.Count == 0)
        {
            throw new TableException($"The data view has no column that can be read: {ReadableColumns} can be.");
        }
    }

    public IDataView Data { get; }

    /// <summary>Gets the columns that are read; one of vectors is several of the table's.</summary>
    public List<DataViewSchema.Column> Columns { get; } = [];

    public override string Name => "the data view";

    public override TableDialect Dialect { get; } = new() { Format = TableFormat.DataView };

    public override IReadOnlyList<string>? ColumnNames { get; }

    public override string PlaceWord => "row";

    public override string Readable => ReadableColumns;

    public override bool TrimsCategories => false;

    public override bool IsText(int column) => DataViewCursor.ItemOf(_columnOf[column].Type) is TextDataViewType;

    public override bool IsKey(int column) => _keyTexts.ContainsKey(_columnOf[column].Index);

    public override ulong? BareKeyCount(int column) =>
        DataViewCursor.ItemOf(_columnOf[column].Type) is KeyDataViewType key && KeyTextsOf(_columnOf[column]) is null ? key.Count : null;

    /// <summary>Gives the texts that the keys of a column stand for; null where there are none, and for columns of no keys.</summary>
    public IReadOnlyList<string>? KeyTextsOf(DataViewSchema.Column column) => _keyTexts.GetValueOrDefault(column.Index);

    /// <inheritdoc/>
    /// <exception cref="TableException">A needed column comes from a DataFrame whose empty cells arrive in it as 0 or false.</exception>
    public override void Expect(Func<int, bool> isNeeded, IReadOnlyCollection<string> ignored)
    {
        base.Expect(isNeeded, ignored);
        if (DataFrameNulls.Of(Data) is not null)
        {
            // Which of its own cells are empty is known.
            return;
        }

        if (DataFrameNulls.FirstLost(Data, _columnOf.Where((_, index) => isNeeded(index))) is var (column, row))
        {
            throw new TableException(string.Create(
                CultureInfo.InvariantCulture,
                $"Column '{column.Name}' of the data view comes from a DataFrame, where it has empty cells, the first in row {row}; "
                + $"the steps between get them as {(column.Type is BooleanDataViewType ? "false" : "0")}. Give the DataFrame itself "
                + $"(Table.Select takes rows of the table), or make it a SingleDataFrameColumn of the same values."));
        }
    }

    public override TableCursor Open(CancellationToken cancellationToken) => new DataViewCursor(this, cancellationToken);

    private static IEnumerable<string> SlotNames(DataViewSchema.Column column, int size)
    {
        VBuffer<ReadOnlyMemory<char>> names = default;
        if (column.Annotations.Schema.GetColumnOrNull("SlotNames") is { Type: VectorDataViewType { ItemType: TextDataViewType } })
        {
            column.Annotations.GetValue("SlotNames", ref names);
        }

        string[] slots = names.Length == size ? [.. names.DenseValues().Select(name => name.ToString())] : [];
        return Enumerable.Range(0, size).Select(
            slot => slots.Length > 0 && slots[slot].Length > 0 ? slots[slot] : FormattableString.Invariant($"{column.Name}.{slot}"));
    }
}
