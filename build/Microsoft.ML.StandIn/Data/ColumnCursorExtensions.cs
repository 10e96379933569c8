namespace Microsoft.ML.Data;

public static class ColumnCursorExtensions
{
    public static IEnumerable<T> GetColumn<T>(this IDataView data, string columnName) => data.GetColumn<T>(data.Schema[columnName]);

    public static IEnumerable<T> GetColumn<T>(this IDataView data, DataViewSchema.Column column)
    {
        Check.NotNull(data, nameof(data));
        Check.Argument(column.Index < data.Schema.Count && data.Schema[column.Index].Name == column.Name
            && data.Schema[column.Index].Type == column.Type,
            nameof(column), $"The data has no such column: '{column.Name}'.");
        var type = column.Type;
        if (type.RawType == typeof(T)) return Read<T, T>(data, column, value => value);
        if (typeof(T) == typeof(string) && type is TextDataViewType)
            return (IEnumerable<T>)Read<ReadOnlyMemory<char>, string>(data, column, text => text.ToString());
        if (typeof(T) == typeof(string[]) && type is VectorDataViewType { ItemType: TextDataViewType })
            return (IEnumerable<T>)Read<VBuffer<ReadOnlyMemory<char>>, string[]>(
                data, column, texts => [.. texts.DenseValues().Select(text => text.ToString())]);
        if (type is VectorDataViewType vector && typeof(T).IsArray && typeof(T).GetElementType() == vector.ItemType.RawType)
            return (IEnumerable<T>)Generic.Call(ReadArrays<int>, vector.ItemType.RawType, data, column);
        throw new ArgumentOutOfRangeException(nameof(column), $"Column '{column.Name}' has type {type}; it cannot be read as {typeof(T)}.");
    }

    private static IEnumerable<T[]> ReadArrays<T>(IDataView data, DataViewSchema.Column column) =>
        Read<VBuffer<T>, T[]>(data, column, buffer =>
        {
            var values = new T[buffer.Length];
            buffer.CopyTo(values);
            return values;
        });

    private static IEnumerable<TResult> Read<TValue, TResult>(IDataView data, DataViewSchema.Column column, Func<TValue, TResult> convert)
    {
        using var cursor = data.GetRowCursor([column]);
        var getter = cursor.GetGetter<TValue>(column);
        TValue value = default; // as in ML.NET, one value for all rows: a vector is valid until the next row is asked for
        while (cursor.MoveNext())
        {
            getter(ref value);
            yield return convert(value);
        }
    }
}
