using ActiveAnomaly.Tables.Cells;
using Parquet;
using Parquet.Schema;
using ColumnChunk = Parquet.Meta.ColumnChunk;
using RowGroup = Parquet.Meta.RowGroup;

namespace ActiveAnomaly.Tables.Sources;

/// <summary>The rows of a Parquet file: of one row group at a time, the columns that are asked for.</summary>
internal sealed class ParquetCursor(ParquetSource source, ParquetReader reader, CancellationToken cancellationToken) : TableCursor
{
    private readonly ColumnCells?[] _columns = new ColumnCells?[source.Columns.Count];
    private Dictionary<string, ColumnChunk> _chunks = [];
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
            _groupRowCount = source.Guarded(BeginGroup);
        }

        _place++;
        return true;
    }

    public override Cell Field(int index) => (_columns[index] ?? Load(index))[_row];

    public override void Dispose() => reader.DisposeAsync().AsTask().GetAwaiter().GetResult();

    private ColumnCells Load(int index) => _columns[index] = source.Guarded(() => Read(index));

    private Task<int> BeginGroup()
    {
        using var group = reader.OpenRowGroupReader(_group);
        Array.Clear(_columns);
        _chunks = ChunksOf(group.RowGroup);
        return Task.FromResult(checked((int)group.RowCount));
    }

    private async Task<ColumnCells> Read(int index)
    {
        var column = source.Columns[index];
        var chunk = _chunks.GetValueOrDefault(column.Field.Name);
        try
        {
            source.RequireReadable(column, chunk);
            using var group = reader.OpenRowGroupReader(_group);
            return await Read(group, column, chunk).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            if (source.IsNeeded(index))
            {
                throw exception as TableException ?? source.Unreadable(column, chunk, exception);
            }

            return ColumnCells.Of(new string?[_groupRowCount]);
        }
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

    private async Task<ColumnCells> Read(ParquetRowGroupReader group, ParquetColumn column, ColumnChunk? chunk)
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
                    Array.ConvertAll(wide, number => number is { } value ? narrow(value) : (T?)null), source.Name, _place - _row);
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
            where T : struct => column.Cells(await All<T>(field).ConfigureAwait(false), source.Name, _place - _row);

        async Task<T?[]> All<T>(DataField read)
            where T : struct
        {
            var values = new T?[_groupRowCount];
            if (read.IsNullable)
            {
                await group.ReadAsync<T>(read, values.AsMemory(), null, cancellationToken).ConfigureAwait(false);
                return values;
            }

            var present = new T[_groupRowCount];
            await group.ReadAsync<T>(read, present.AsMemory(), null, cancellationToken).ConfigureAwait(false);
            for (var i = 0; i < present.Length; i++)
            {
                values[i] = present[i];
            }

            return values;
        }
    }
}
