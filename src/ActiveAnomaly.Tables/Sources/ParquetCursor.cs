using ActiveAnomaly.Tables.Cells;
using Parquet;
using Parquet.Schema;
using ColumnChunk = Parquet.Meta.ColumnChunk;
using RowGroup = Parquet.Meta.RowGroup;

namespace ActiveAnomaly.Tables.Sources;

/// <summary>The rows of a Parquet file, one row group in memory at a time.</summary>
internal sealed class ParquetCursor(ParquetSource source, ParquetReader reader, CancellationToken cancellationToken) : TableCursor
{
    private readonly ColumnCells[] _columns = new ColumnCells[source.Columns.Count];
    private int _group = -1;
    private int _groupRowCount;
    private int _row = -1;
    private long _place = -1;

    public override long Line => _place;

    public override int FieldCount => _columns.Length;

    /// <summary>Tells whether columns of a type can be read as the library reads them.</summary>
    public static bool CanRead(Type type) =>
        type == typeof(bool) || type == typeof(DateTime) || type == typeof(double) || type == typeof(float)
        || type == typeof(short) || type == typeof(ushort)
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
        var chunks = ChunksOf(group.RowGroup);

        // Where there are no rows the pages that columns are said to have need not be there.
        for (var k = 0; k < _columns.Length && rowCount > 0; k++)
        {
            var column = source.Columns[k];
            var chunk = chunks.GetValueOrDefault(column.Field.Name);
            try
            {
                source.RequireReadable(column, chunk);
                _columns[k] = await Read(group, column, chunk, rowCount).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                if (source.IsNeeded(k))
                {
                    throw exception as TableException ?? source.Unreadable(column, chunk, exception);
                }

                _columns[k] = ColumnCells.Of(new string?[rowCount]);
            }
        }

        return rowCount;
    }

    /// <summary>Gives where the flat columns of a group of rows lie, by their names.</summary>
    private static Dictionary<string, ColumnChunk> ChunksOf(RowGroup group)
    {
        var chunks = new Dictionary<string, ColumnChunk>();
        foreach (var chunk in group.Columns)
        {
            if (chunk.MetaData?.PathInSchema is [var name])
            {
                chunks[name] = chunk;
            }
        }

        return chunks;
    }

    private async Task<ColumnCells> Read(ParquetRowGroupReader group, ParquetColumn column, ColumnChunk? chunk, int rowCount)
    {
        var (field, type) = (column.Field, column.Field.ClrType);

        // Differences of numbers of 32 bits take up to 33, as DuckDB writes them, and the library then reads others in silence. In 64 bits
        // both these and those of writers who let them overflow end in the same 32.
        if (source.IsOfDifferences(chunk))
        {
            var wide = await All<long>(column.Wide).ConfigureAwait(false);
            return type == typeof(int) ? Narrow(number => (int)number)
                : type == typeof(uint) ? Narrow(number => (uint)number)
                : type == typeof(short) ? Narrow(number => (short)number)
                : Narrow(number => (ushort)number);

            ColumnCells Narrow<T>(Func<long, T> narrow)
                where T : struct => column.Cells(
                    Array.ConvertAll(wide, number => number is { } value ? narrow(value) : (T?)null), source.Name, _place + 1);
        }

        return type == typeof(bool) ? await Values<bool>().ConfigureAwait(false)
            : type == typeof(DateTime) ? await Values<DateTime>().ConfigureAwait(false)
            : type == typeof(double) ? await Values<double>().ConfigureAwait(false)
            : type == typeof(float) ? await Values<float>().ConfigureAwait(false)
            : type == typeof(short) ? await Values<short>().ConfigureAwait(false)
            : type == typeof(ushort) ? await Values<ushort>().ConfigureAwait(false)
            : type == typeof(int) ? await Values<int>().ConfigureAwait(false)
            : type == typeof(uint) ? await Values<uint>().ConfigureAwait(false)
            : type == typeof(long) ? await Values<long>().ConfigureAwait(false)
            : type == typeof(ulong) ? await Values<ulong>().ConfigureAwait(false)
            : await Values<ReadOnlyMemory<byte>>().ConfigureAwait(false);

        async Task<ColumnCells> Values<T>()
            where T : struct => column.Cells(await All<T>(field).ConfigureAwait(false), source.Name, _place + 1);

        async Task<T?[]> All<T>(DataField read)
            where T : struct
        {
            var values = new T?[rowCount];
            if (read.IsNullable)
            {
                await group.ReadAsync<T>(read, values.AsMemory(), null, cancellationToken).ConfigureAwait(false);
                return values;
            }

            var present = new T[rowCount];
            await group.ReadAsync<T>(read, present.AsMemory(), null, cancellationToken).ConfigureAwait(false);
            for (var i = 0; i < present.Length; i++)
            {
                values[i] = present[i];
            }

            return values;
        }
    }
}
