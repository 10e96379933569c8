using ActiveAnomaly.Data;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace ActiveAnomaly.Tables.Views;

/// <summary>A table, or a batch of its rows, as ML.NET reads it.</summary>
internal sealed class TableDataView : IDataView
{
    private readonly IReadOnlyList<TableColumn> _columns;
    private readonly PoolLabels _labels;
    private readonly int _rowCount;

    private TableDataView(IReadOnlyList<TableColumn> columns, PoolLabels labels, int rowCount, string? labelColumnName)
    {
        (_columns, _labels, _rowCount) = (columns, labels, rowCount);
        var schema = new DataViewSchema.Builder();
        foreach (var column in columns)
        {
            schema.AddColumn(column.Name, column.Kind == ColumnKind.Category ? TextDataViewType.Instance : NumberDataViewType.Single);
        }

        if (labelColumnName is not null)
        {
            schema.AddColumn(labelColumnName, NumberDataViewType.Single);
        }

        Schema = schema.ToSchema();
    }

    public bool CanShuffle => false;

    public DataViewSchema Schema { get; }

    /// <summary>Gives rows to ML.NET.</summary>
    /// <param name="columns">Their columns.</param>
    /// <param name="label">The label column, or null where there is none.</param>
    /// <param name="labels">The labels of the rows.</param>
    /// <param name="rowCount">Their number.</param>
    /// <param name="labelColumnName">The name that the label column gets.</param>
    /// <exception cref="ArgumentException">A feature's column has the label column's name.</exception>
    public static TableDataView Of(
        IReadOnlyList<TableColumn> columns, LabelSchema? label, PoolLabels labels, int rowCount, string labelColumnName)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(labelColumnName);
        return label is not null && columns.Any(column => column.Name == labelColumnName)
            ? throw new ArgumentException(
                $"A column that becomes a feature is called '{labelColumnName}' too. Give the label column another name, such as its own, "
                + $"'{label.Name}'.",
                nameof(labelColumnName))
            : new TableDataView(columns, labels, rowCount, label is null ? null : labelColumnName);
    }

    public long? GetRowCount() => _rowCount;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new Cursor(this, columnsNeeded);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor : DataViewRowCursor
    {
        private readonly TableDataView _view;
        private readonly bool[] _isActive;
        private int _row = -1;

        public Cursor(TableDataView view, IEnumerable<DataViewSchema.Column> columnsNeeded)
        {
            _view = view;
            _isActive = new bool[view.Schema.Count];
            foreach (var column in columnsNeeded)
            {
                _isActive[column.Index] = true;
            }
        }

        public override DataViewSchema Schema => _view.Schema;

        public override long Position => _row < _view._rowCount ? _row : -1;

        public override long Batch => 0;

        public override bool MoveNext() => _row < _view._rowCount && ++_row < _view._rowCount;

        public override bool IsColumnActive(DataViewSchema.Column column) =>
            column.Index < _isActive.Length && Schema[column.Index].Name == column.Name && _isActive[column.Index];

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = new DataViewRowId((ulong)_row, 0);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            if (!IsColumnActive(column))
            {
                throw new ArgumentOutOfRangeException(
                    nameof(column), column.Name, $"The column '{column.Name}' was not asked for when the cursor was opened.");
            }

            Delegate getter = column.Index == _view._columns.Count ? Label()
                : _view._columns[column.Index] is { Kind: ColumnKind.Category } category ? Category(category)
                : Number(_view._columns[column.Index]);
            return getter as ValueGetter<TValue> ?? throw new InvalidOperationException(
                $"The column '{column.Name}' is {column.Type}, not {typeof(TValue)}.");
        }

        private ValueGetter<float> Number(TableColumn column) => (ref float value) => value = (float)column.Numbers[_row];

        private ValueGetter<float> Label() => (ref float value) => value = _view._labels[_row] switch
        {
            RowLabel.Normal => 0,
            RowLabel.Abnormal => 1,
            _ => float.NaN,
        };

        private ValueGetter<ReadOnlyMemory<char>> Category(TableColumn column)
        {
            ReadOnlyMemory<char>[] texts = [.. column.Schema.Categories.Select(category => category.AsMemory())];
            return (ref ReadOnlyMemory<char> value) => value = column.Codes[_row] is >= 0 and var code ? texts[code] : default;
        }
    }
}
