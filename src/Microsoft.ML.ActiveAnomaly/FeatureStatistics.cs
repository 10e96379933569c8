using System.Globalization;
using ActiveAnomaly.Data;
using Microsoft.ML.Data;

namespace Microsoft.ML.ActiveAnomaly;

/// <summary>What one pass over the training rows finds: the statistics of numbers and truth values, and the categories of text.</summary>
internal sealed class FeatureStatistics
{
    private readonly Dictionary<string, SlotStatistics[]> _slots = [];
    private readonly Dictionary<string, HashSet<string>> _categories = [];
    private readonly List<(PreparedColumn Column, RoundingSample[] Slots)> _roundings = [];
    private readonly FeaturePreparationOptions _options;

    private readonly DataViewSchema _schema;

    private FeatureStatistics(DataViewSchema schema, FeaturePreparationOptions options)
    {
        _schema = schema;
        _options = options;
    }

    /// <summary>
    /// Reads rows, of whose columns numbers and truth values are Single already; what was rounded there is beside them in Double.
    /// </summary>
    /// <exception cref="FeatureDataException">The data cannot become features; the message says why.</exception>
    public static FeatureStatistics Read(IDataView data, IReadOnlyList<PreparedColumn> columns, FeaturePreparationOptions options)
    {
        var statistics = new FeatureStatistics(data.Schema, options);
        using var cursor = data.GetRowCursor(columns.Where(column => !column.IsKey).Select(column => column.Name)
            .Concat(columns.Where(column => column.IsRounded).Select(FeaturePreparationSteps.ExactName))
            .Select(name => data.Schema[name]));
        Action[] readers =
        [
            .. columns.Where(column => !column.IsKey).Select(
                column => column.IsText ? statistics.TextReader(cursor, column) : statistics.NumberReader(cursor, column)),
            .. columns.Where(column => column.IsRounded).Select(column => statistics.RoundingReader(cursor, column)),
        ];
        var isEmpty = true;
        while (cursor.MoveNext())
        {
            isEmpty = false;
            foreach (var read in readers)
            {
                read();
            }
        }

        if (isEmpty)
        {
            throw new FeatureDataException(
                "There are no rows to prepare features of; at least one is needed. Check the file, and filters before.");
        }

        statistics.RequireCategories(columns);
        statistics.RequireNumbers(columns);
        return statistics;
    }

    public long MissingCount(PreparedColumn column) => _slots[column.Name].Sum(slot => slot.MissingCount);

    /// <summary>The categories of a column of text, in ordinal order, whatever the order of the rows.</summary>
    public string[] Categories(PreparedColumn column) => [.. _categories[column.Name].Order(StringComparer.Ordinal)];

    /// <summary>The number of values of a column's keys.</summary>
    public ulong KeyCount(PreparedColumn column) =>
        ((KeyDataViewType)(column with { Type = _schema[column.Name].Type }).ItemType).Count;

    /// <summary>The medians of a column of numbers or truth values.</summary>
    public IEnumerable<float> Medians(PreparedColumn column) => _slots[column.Name].Select(slot => slot.Median);

    /// <summary>What scaling sends to 0 and to 1, in a column of numbers.</summary>
    public IEnumerable<(float Zero, float One)> Anchors(PreparedColumn column) =>
        _slots[column.Name].Select(slot => slot.Anchors);

    /// <summary>The values of columns that Single rounds, and what it leaves of them.</summary>
    public IEnumerable<(PreparedColumn Column, RoundingSample[] Slots)> Roundings => _roundings;

    private Action NumberReader(DataViewRowCursor cursor, PreparedColumn column)
    {
        var keepsValues = _options.Imputation == FeatureImputation.Median || _options.Scaling == FeatureScaling.Robust;
        SlotStatistics[] slots = [.. Enumerable.Range(0, column.Size).Select(_ => new SlotStatistics(_options.Scaling, keepsValues))];
        _slots.Add(column.Name, slots);
        if (column.Type is not VectorDataViewType)
        {
            var getScalar = cursor.GetGetter<float>(cursor.Schema[column.Name]);
            var value = 0f;
            return () =>
            {
                getScalar(ref value);
                RequireFinite(value, cursor.Position, column, 0);
                slots[0].Add(value);
            };
        }

        var getVector = cursor.GetGetter<VBuffer<float>>(cursor.Schema[column.Name]);
        var vector = default(VBuffer<float>);
        var dense = new float[column.Size];
        return () =>
        {
            getVector(ref vector);
            VectorLength.Require(cursor.Position, column.Name, vector.Length, column.Size);
            vector.CopyTo(dense);
            for (var i = 0; i < dense.Length; i++)
            {
                RequireFinite(dense[i], cursor.Position, column, i);
                slots[i].Add(dense[i]);
            }
        };
    }

    private Action RoundingReader(DataViewRowCursor cursor, PreparedColumn column)
    {
        RoundingSample[] slots = [.. Enumerable.Range(0, column.Size).Select(_ => new RoundingSample())];
        _roundings.Add((column, slots));
        var exact = cursor.Schema[FeaturePreparationSteps.ExactName(column)];
        if (column.Type is not VectorDataViewType)
        {
            var getScalar = cursor.GetGetter<double>(exact);
            var value = 0.0;
            return () =>
            {
                getScalar(ref value);
                slots[0].Add(value);
            };
        }

        var getVector = cursor.GetGetter<VBuffer<double>>(exact);
        var vector = default(VBuffer<double>);
        var dense = new double[column.Size];
        return () =>
        {
            getVector(ref vector);
            vector.CopyTo(dense);
            for (var i = 0; i < dense.Length; i++)
            {
                slots[i].Add(dense[i]);
            }
        };
    }

    private Action TextReader(DataViewRowCursor cursor, PreparedColumn column)
    {
        var categories = new HashSet<string>(StringComparer.Ordinal);
        _categories.Add(column.Name, categories);
        var lookup = categories.GetAlternateLookup<ReadOnlySpan<char>>();
        if (column.Type is not VectorDataViewType)
        {
            var getScalar = cursor.GetGetter<ReadOnlyMemory<char>>(cursor.Schema[column.Name]);
            var text = default(ReadOnlyMemory<char>);
            return () =>
            {
                getScalar(ref text);
                Add(text.Span);
            };
        }

        var getVector = cursor.GetGetter<VBuffer<ReadOnlyMemory<char>>>(cursor.Schema[column.Name]);
        var vector = default(VBuffer<ReadOnlyMemory<char>>);
        return () =>
        {
            getVector(ref vector);
            VectorLength.Require(cursor.Position, column.Name, vector.Length, column.Size);
            foreach (var text in vector.GetValues())
            {
                Add(text.Span);
            }
        };

        // Empty text is missing, for ML.NET too. Beyond the limit the column is refused, and how many there are is not counted on.
        void Add(ReadOnlySpan<char> text)
        {
            if (text.Length > 0 && categories.Count <= _options.MostCategories)
            {
                lookup.Add(text);
            }
        }
    }

    private static void RequireFinite(float value, long row, PreparedColumn column, int slot)
    {
        if (float.IsInfinity(value))
        {
            throw new FeatureDataException(
                $"Row {row}, {Place(column, slot)}, is {value.ToString(CultureInfo.InvariantCulture)} as a Single; every feature must be a "
                + "finite number. Correct the value, leave the row out, or make it missing (NaN).",
                row,
                null);
        }
    }

    private void RequireCategories(IReadOnlyList<PreparedColumn> columns)
    {
        List<string> wide = [];
        foreach (var column in columns)
        {
            if (column.IsKey && KeyCount(column) > (ulong)_options.MostCategories)
            {
                wide.Add($"'{column.Name}' has keys of {KeyCount(column)} values");
            }
            else if (column.IsText && _categories[column.Name].Count > _options.MostCategories)
            {
                wide.Add($"'{column.Name}' has more than {_options.MostCategories} different texts");
            }
            else if (column.IsText && _categories[column.Name].Count == 0)
            {
                throw new FeatureDataException(
                    $"Column '{column.Name}' holds no text in any row, and so there is no category. Ignore the column.");
            }
        }

        if (wide.Count > 0)
        {
            throw new FeatureDataException(
                $"Column {string.Join(", column ", wide)}; each value would become a feature, and at most {_options.MostCategories} "
                + "a column are allowed. Ignore columns that name a row rather than say its kind, group rare values before (MapValue), or "
                + $"raise {nameof(FeaturePreparationOptions)}.{nameof(FeaturePreparationOptions.MostCategories)}.");
        }
    }

    private void RequireNumbers(IReadOnlyList<PreparedColumn> columns)
    {
        if (_options is { Imputation: FeatureImputation.None, Scaling: FeatureScaling.None })
        {
            return;
        }

        foreach (var column in columns.Where(column => _slots.ContainsKey(column.Name)))
        {
            var slots = _slots[column.Name];
            for (var i = 0; i < slots.Length; i++)
            {
                if (slots[i].ValueCount == 0)
                {
                    throw new FeatureDataException(
                        $"{Place(column, i)[..1].ToUpperInvariant()}{Place(column, i)[1..]}, is missing in every row, and so has no median "
                        + "and no range. Ignore the column, or leave the value out of it.");
                }

                RequireScalable(column, i, slots[i]);
            }
        }
    }

    private void RequireScalable(PreparedColumn column, int slot, SlotStatistics statistics)
    {
        if (_options.Scaling == FeatureScaling.None || !column.IsNumber)
        {
            return;
        }

        var (zero, one) = statistics.Anchors;
        if (one != zero && !(float.IsFinite(one - zero) && float.IsFinite(1 / (one - zero))))
        {
            throw new FeatureDataException(string.Create(
                CultureInfo.InvariantCulture,
                $"The numbers of {Place(column, slot)}, from {statistics.Lowest} to {statistics.Highest}, cannot be scaled in Single: "
                + $"their range is too {(one - zero > 1 ? "wide" : "narrow")}. Correct the extreme values, or convert the column before."));
        }
    }

    private static string Place(PreparedColumn column, int slot) =>
        column.Type is VectorDataViewType ? $"value {slot} of column '{column.Name}'" : $"column '{column.Name}'";
}
