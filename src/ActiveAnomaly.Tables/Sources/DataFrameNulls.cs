using System.Collections;
using System.Reflection;
using Microsoft.ML;

namespace ActiveAnomaly.Tables.Sources;

/// <summary>
/// The empty cells of a DataFrame (Microsoft.Data.Analysis), which as a data view gives 0 and false for them where its columns hold whole
/// numbers and truth values. They are asked for by name, as this library does without that package.
/// </summary>
internal sealed class DataFrameNulls
{
    private const string TypeName = "Microsoft.Data.Analysis.DataFrame";

    private readonly Dictionary<string, Func<long, bool>> _isNull = new(StringComparer.Ordinal);

    private DataFrameNulls(IEnumerable columns)
    {
        foreach (var column in columns)
        {
            var type = column.GetType();
            if (type.GetProperty("Name")?.GetValue(column) is string name && type.GetProperty("NullCount")?.GetValue(column) is > 0L
                && Indexer(type) is { } indexer)
            {
                _isNull[name] = row => indexer.Invoke(column, [row]) is null;
            }
        }
    }

    /// <summary>Gives the empty cells of a data view that is a DataFrame; null for others.</summary>
    public static DataFrameNulls? Of(IDataView data) =>
        data.GetType() is var type && type.FullName == TypeName && type.GetProperty("Columns")?.GetValue(data) is IEnumerable columns
            ? new DataFrameNulls(columns)
            : null;

    /// <summary>Gives what tells whether a row of a column, from 0, is empty; null where no row is.</summary>
    public Func<long, bool>? Find(string columnName) => _isNull.GetValueOrDefault(columnName);

    private static MethodInfo? Indexer(Type type)
    {
        for (var level = type; level is not null; level = level.BaseType)
        {
            var property = level.GetProperty(
                "Item",
                BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly,
                null,
                typeof(object),
                [typeof(long)],
                null);
            if (property?.GetMethod is { } getter)
            {
                return getter;
            }
        }

        return null;
    }
}
