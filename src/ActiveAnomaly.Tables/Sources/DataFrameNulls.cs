using System.Collections;
using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;

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

    /// <summary>
    /// Finds the first of some columns in which empty cells of a DataFrame arrive as 0 or false, and the first such row, counted in the
    /// DataFrame from 0. The view is a DataFrame, or its rows come from one through splits, filters, caches and other steps that leave the
    /// column as it is.
    /// </summary>
    /// <returns>The column and the row; null where no cell is lost, as far as that can be known.</returns>
    public static (DataViewSchema.Column Column, long Row)? FirstLost(IDataView data, IEnumerable<DataViewSchema.Column> columns)
    {
        var frames = WithSources(data).Select(view => (view.Schema, Nulls: Of(view))).Where(frame => frame.Nulls is not null).ToList();
        if (frames.Count == 0)
        {
            return null;
        }

        foreach (var column in columns.Where(column => !ArrivesMissing(column.Type)))
        {
            foreach (var (schema, nulls) in frames)
            {
                if (nulls!.Find(column.Name) is { } isNull && column.Type.Equals(schema[column.Name].Type)
                    && !data.Schema.Any(other => other.Name == column.Name && other.Index < column.Index))
                {
                    var row = 0L;
                    while (!isNull(row))
                    {
                        row++;
                    }

                    return (column, row);
                }
            }
        }

        return null;
    }

    /// <summary>Gives what tells whether a row of a column, from 0, is empty; null where no row is.</summary>
    public Func<long, bool>? Find(string columnName) => _isNull.GetValueOrDefault(columnName);

    private static bool ArrivesMissing(DataViewType type) => type is TextDataViewType or DateTimeDataViewType
        || type.RawType == typeof(float) || type.RawType == typeof(double);

    /// <summary>Gives a view and those that it reads, which ML.NET keeps in fields that it shows to nobody.</summary>
    private static List<IDataView> WithSources(IDataView data)
    {
        List<IDataView> views = [data];
        for (var i = 0; i < views.Count; i++)
        {
            var view = views[i];
            for (var type = view.GetType(); type is not null; type = type.BaseType)
            {
                var sources = type
                    .GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
                    .Where(field => field.FieldType.IsAssignableTo(typeof(IDataView)))
                    .Select(field => field.GetValue(view))
                    .OfType<IDataView>()
                    .Where(source => !views.Any(known => ReferenceEquals(known, source)));
                views.AddRange([.. sources]);
            }
        }

        return views;
    }

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
