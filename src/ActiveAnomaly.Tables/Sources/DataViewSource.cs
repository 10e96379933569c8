using ActiveAnomaly.Tables.Understanding;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace ActiveAnomaly.Tables.Sources;

/// <summary>The rows of a data view: its scalar columns, and the slots of its vectors of numbers.</summary>
internal sealed class DataViewSource : TableSource
{
    private readonly List<TableNote> _notes = [];

    public DataViewSource(IDataView data)
    {
        Data = data;
        var names = new List<string>();
        foreach (var column in data.Schema.Where(column => !column.IsHidden))
        {
            if (column.Type is VectorDataViewType { IsKnownSize: true } vector && vector.ItemType.Equals(NumberDataViewType.Single))
            {
                names.AddRange(SlotNames(column, vector.Size));
                Columns.Add(column);
            }
            else if (DataViewCursor.CanRead(column.Type))
            {
                names.Add(column.Name);
                Columns.Add(column);
            }
            else
            {
                _notes.Add(new TableNote(
                    IsWarning: true,
                    $"Column {ShownText.Of(column.Name)} is {column.Type} and left out: numbers, truth values, text, keys of text, dates, "
                    + "and vectors of Single of known size can be read."));
            }
        }

        ColumnNames = names;
        if (names.Count == 0)
        {
            throw new TableException(
                "The data view has no column that can be read: numbers, truth values, text, keys of text, dates, and vectors of Single of "
                + "known size can be.");
        }
    }

    public IDataView Data { get; }

    /// <summary>Gets the columns that are read; one of vectors is several of the table's.</summary>
    public List<DataViewSchema.Column> Columns { get; } = [];

    public override string Name => "the data view";

    public override TableDialect Dialect { get; } = new() { Format = TableFormat.DataView };

    public override IReadOnlyList<string>? ColumnNames { get; }

    public override string PlaceWord => "row";

    public override IReadOnlyList<TableNote> Notes => _notes;

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
