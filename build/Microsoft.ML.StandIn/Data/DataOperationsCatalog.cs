using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

public sealed class DataOperationsCatalog
{
    private readonly Host _host;

    internal DataOperationsCatalog(Host host) => _host = host;

    internal IHostEnvironment Environment => _host;

    public IDataView LoadFromEnumerable<TRow>(IEnumerable<TRow> data, SchemaDefinition schemaDefinition = null) where TRow : class
    {
        Check.NotNull(data, nameof(data));
        return new EnumerableDataView<TRow>(data, MemberBinding.Of(typeof(TRow), schemaDefinition, SchemaDefinition.Direction.Read));
    }

    public IDataView LoadFromEnumerable<TRow>(IEnumerable<TRow> data, DataViewSchema schema) where TRow : class
    {
        Check.NotNull(data, nameof(data));
        Check.NotNull(schema, nameof(schema));
        return LoadFromEnumerable(data, SchemaDefinition.For(typeof(TRow), schema));
    }

    public IEnumerable<TRow> CreateEnumerable<TRow>(
        IDataView data, bool reuseRowObject, bool ignoreMissingColumns = false, SchemaDefinition schemaDefinition = null)
        where TRow : class, new()
    {
        Check.NotNull(data, nameof(data));
        return Rows(data, reuseRowObject, new ObjectWriter<TRow>(data.Schema, ignoreMissingColumns, schemaDefinition));
    }

    public IDataView Cache(IDataView input, params string[] columnsToPrefetch)
    {
        Check.NotNull(input, nameof(input));
        foreach (string name in columnsToPrefetch ?? [])
            if (input.Schema.GetColumnOrNull(name) is null) throw Check.MissingColumn(nameof(columnsToPrefetch), name);
        return new CachedDataView(input);
    }

    public IDataView FilterRowsByColumn(
        IDataView input, string columnName, double lowerBound = double.NegativeInfinity, double upperBound = double.PositiveInfinity)
    {
        Check.NotNull(input, nameof(input));
        Check.NotEmpty(columnName, nameof(columnName));
        Check.Argument(lowerBound < upperBound, nameof(upperBound), "The upper bound is not above the lower.");
        var column = input.Schema[columnName];
        if (column.Type != NumberDataViewType.Single && column.Type != NumberDataViewType.Double)
            throw Check.WrongType(nameof(columnName), columnName, "Single or Double", column.Type.ToString());
        return new FilteredDataView(input, [column], row => (Func<bool>)Generic.Call(InRange<int>, column.Type.RawType, row, column,
            lowerBound, upperBound));
    }

    public IDataView ShuffleRows(IDataView input, int? seed = null, int shufflePoolSize = 1000, bool shuffleSource = true)
    {
        Check.NotNull(input, nameof(input));
        Check.Argument(shufflePoolSize > 0, nameof(shufflePoolSize), "The pool needs a row.");
        return new ShuffledDataView(new CachedDataView(input), seed);
    }

    public IDataView SkipRows(IDataView input, long count) => Slice(input, skip: count, take: long.MaxValue, count);

    public IDataView TakeRows(IDataView input, long count) => Slice(input, skip: 0, take: count, count);

    public TrainTestData TrainTestSplit(IDataView data, double testFraction = 0.1, string samplingKeyColumnName = null, int? seed = null)
    {
        Check.NotNull(data, nameof(data));
        Check.Argument(0 < testFraction && testFraction < 1, nameof(testFraction), "The fraction lies between 0 and 1, both excluded.");
        return Split(data, RowNumbers.Of(data, samplingKeyColumnName, SeedOf(seed)), 0, testFraction);
    }

    public IReadOnlyList<TrainTestData> CrossValidationSplit(
        IDataView data, int numberOfFolds = 5, string samplingKeyColumnName = null, int? seed = null)
    {
        Check.NotNull(data, nameof(data));
        Check.Argument(numberOfFolds > 1, nameof(numberOfFolds), "Two folds at least are needed.");
        var numbers = RowNumbers.Of(data, samplingKeyColumnName, SeedOf(seed));
        return [.. Enumerable.Range(0, numberOfFolds).Select(fold =>
            Split(data, numbers, (double)fold / numberOfFolds, (double)(fold + 1) / numberOfFolds))];
    }

    private static IEnumerable<TRow> Rows<TRow>(IDataView data, bool reuseRowObject, ObjectWriter<TRow> writer) where TRow : class, new()
    {
        using var cursor = data.GetRowCursor(writer.Columns);
        var fill = writer.Bind(cursor);
        TRow row = null;
        while (cursor.MoveNext())
        {
            if (row is null || !reuseRowObject) row = new TRow();
            fill(row);
            yield return row;
        }
    }

    private static SlicedDataView Slice(IDataView input, long skip, long take, long count)
    {
        Check.NotNull(input, nameof(input));
        Check.Argument(count > 0, nameof(count), "The count of rows is positive.");
        return new SlicedDataView(input, skip, take);
    }

    private static Func<bool> InRange<T>(DataViewRow row, DataViewSchema.Column column, double lower, double upper)
    {
        var getter = row.GetGetter<T>(column);
        T value = default;
        return () =>
        {
            getter(ref value);
            double number = Convert.ToDouble(value);
            return lower <= number && number < upper;
        };
    }

    private int SeedOf(int? seed) => seed ?? _host.Root.Seed ?? _host.Rand.Next();

    private static TrainTestData Split(IDataView data, RowNumbers numbers, double from, double to)
    {
        FilteredDataView Part(bool isTest) => new(data, numbers.Columns, row =>
        {
            var number = numbers.Bind(row);
            return () => number() is var x && (from <= x && x < to) == isTest;
        });
        return new TrainTestData(Part(isTest: false), Part(isTest: true));
    }

    public struct TrainTestData
    {
        public readonly IDataView TrainSet;

        public readonly IDataView TestSet;

        internal TrainTestData(IDataView trainSet, IDataView testSet) => (TrainSet, TestSet) = (trainSet, testSet);
    }
}
