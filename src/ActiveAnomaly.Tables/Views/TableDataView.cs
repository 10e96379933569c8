using ActiveAnomaly.Data;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace ActiveAnomaly.Tables.Views;

/// <summary>A table as ML.NET reads it.</summary>
internal sealed class TableDataView : IDataView
{
    private readonly Table _table;

    public TableDataView(Table table, string labelColumnName)
    {
        _table = table;
        var schema = new DataViewSchema.Builder();
        foreach (var column in table.Columns)
        {
            schema.AddColumn(column.Name, column.Kind == ColumnKind.Category ? TextDataViewType.Instance : NumberDataViewType.Single);
        }

        if (table.Schema.Label is not null)
        {
            schema.AddColumn(labelColumnName, NumberDataViewType.Single);
        }

        Schema = schema.ToSchema();
    }

    public bool CanShuffle => false;

    public DataViewSchema Schema { get; }

    public long? GetRowCount() => _table.RowCount;

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

        public override long Position => _row < _view._table.RowCount ? _row : -1;

        public override long Batch => 0;

        public override bool MoveNext() => _row < _view._table.RowCount && ++_row < _view._table.RowCount;

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

            Delegate getter = column.Index == _view._table.Columns.Count ? Label()
                : _view._table.Columns[column.Index] is { Kind: ColumnKind.Category } category ? Category(category)
                : Number(_view._table.Columns[column.Index]);
            return getter as ValueGetter<TValue> ?? throw new InvalidOperationException(
                $"The column '{column.Name}' is {column.Type}, not {typeof(TValue)}.");
        }

        private ValueGetter<float> Number(TableColumn column) => (ref float value) => value = (float)column.Numbers[_row];

        private ValueGetter<float> Label() => (ref float value) => value = _view._table.Labels[_row] switch
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
