using ActiveAnomaly.Tables.Cells;
using Parquet;
using Parquet.Schema;

namespace ActiveAnomaly.Tables.Sources;

/// <summary>The rows of a Parquet file, one row group in memory at a time.</summary>
internal sealed class ParquetCursor(ParquetSource source, ParquetReader reader, CancellationToken cancellationToken) : TableCursor
{
    /// <summary>The type that the library gives columns of text.</summary>
    private static readonly Type TextType = typeof(ReadOnlyMemory<char>);

    private readonly ColumnCells[] _columns = new ColumnCells[source.Fields.Count];
    private int _group = -1;
    private int _groupRowCount;
    private int _row = -1;
    private long _place = -1;

    public override long Line => _place;

    public override int FieldCount => _columns.Length;

    /// <summary>Tells whether columns of a type can be read.</summary>
    public static bool CanRead(Type type) =>
        type == TextType || type == typeof(bool) || type == typeof(DateTime) || type == typeof(DateOnly) || type == typeof(decimal)
        || type == typeof(double) || type == typeof(float)
        || type == typeof(byte) || type == typeof(sbyte) || type == typeof(short) || type == typeof(ushort)
        || type == typeof(int) || type == typeof(uint) || type == typeof(long) || type == typeof(ulong);

    public override bool MoveNext()
    {
        while (++_row >= _groupRowCount)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (++_group >= reader.RowGroupCount)
            {
                return false;
            }

            _row = -1;
            _groupRowCount = source.Guarded(ReadGroup);
        }

        _place++;
        return true;
    }

    public override Cell Field(int index) => _columns[index][_row];

    public override void Dispose() => reader.DisposeAsync().AsTask().GetAwaiter().GetResult();

    private async Task<int> ReadGroup()
    {
        using var group = reader.OpenRowGroupReader(_group);
        var rowCount = checked((int)group.RowCount);
        for (var k = 0; k < _columns.Length; k++)
        {
            _columns[k] = await Read(group, source.Fields[k], rowCount).ConfigureAwait(false);
        }

        return rowCount;
    }

    private async Task<ColumnCells> Read(ParquetRowGroupReader group, DataField field, int rowCount)
    {
        var type = field.ClrType;
        if (type == TextType)
        {
            var texts = new string?[rowCount];
            await group.ReadAsync(field, texts.AsMemory()!, null, cancellationToken).ConfigureAwait(false);
            return ColumnCells.Of(texts);
        }

        return type == typeof(bool) ? await Values<bool>().ConfigureAwait(false)
            : type == typeof(DateTime) ? await Values<DateTime>().ConfigureAwait(false)
            : type == typeof(DateOnly) ? await Values<DateOnly>().ConfigureAwait(false)
            : type == typeof(decimal) ? await Values<decimal>().ConfigureAwait(false)
            : type == typeof(double) ? await Values<double>().ConfigureAwait(false)
            : type == typeof(float) ? await Values<float>().ConfigureAwait(false)
            : type == typeof(byte) ? await Values<byte>().ConfigureAwait(false)
            : type == typeof(sbyte) ? await Values<sbyte>().ConfigureAwait(false)
            : type == typeof(short) ? await Values<short>().ConfigureAwait(false)
            : type == typeof(ushort) ? await Values<ushort>().ConfigureAwait(false)
            : type == typeof(int) ? await Values<int>().ConfigureAwait(false)
            : type == typeof(uint) ? await Values<uint>().ConfigureAwait(false)
            : type == typeof(long) ? await Values<long>().ConfigureAwait(false)
            : await Values<ulong>().ConfigureAwait(false);

        async Task<ColumnCells> Values<T>()
            where T : struct
        {
            var values = new T?[rowCount];
            if (field.IsNullable)
            {
                await group.ReadAsync<T>(field, values.AsMemory(), null, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                var present = new T[rowCount];
                await group.ReadAsync<T>(field, present.AsMemory(), null, cancellationToken).ConfigureAwait(false);
                for (var i = 0; i < present.Length; i++)
                {
                    values[i] = present[i];
                }
            }

            return ColumnCells.Of(values);
        }
    }
}
