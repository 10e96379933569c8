using Microsoft.ML.Data;

namespace Microsoft.ML.ActiveAnomaly;

/// <summary>A column that becomes features. Immutable and thread safe.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type, of a kind that features can be made of.</param>
internal sealed record PreparedColumn(string Name, DataViewType Type)
{
    public DataViewType ItemType => ItemTypeOf(Type);

    public bool IsText => ItemType is TextDataViewType;

    public bool IsKey => ItemType is KeyDataViewType;

    public bool IsNumber => ItemType is NumberDataViewType;

    public bool IsTruthValue => ItemType is BooleanDataViewType;

    /// <summary>Whether it becomes something else on the way, under its own name, so that features are named after it.</summary>
    public bool IsConverted => !ItemType.Equals(NumberDataViewType.Single);

    /// <summary>Whether Single does not hold all numbers of its type.</summary>
    public bool IsRounded => IsNumber && System.Type.GetTypeCode(ItemType.RawType)
        is TypeCode.Double or TypeCode.Int32 or TypeCode.UInt32 or TypeCode.Int64 or TypeCode.UInt64;

    /// <summary>The number of values a row.</summary>
    public int Size => Type is VectorDataViewType vector ? vector.Size : 1;

    /// <summary>How ML.NET's conversions call the type of an item that is no key.</summary>
    public DataKind Kind => ItemType.RawType == typeof(ReadOnlyMemory<char>)
        ? DataKind.String
        : Enum.Parse<DataKind>(ItemType.RawType.Name);

    /// <summary>Finds the columns that features are made of, in the order of the schema.</summary>
    /// <exception cref="ArgumentException">
    /// A column that is named is not there, one is of a type that no features can be made of, or none is left.
    /// </exception>
    public static IReadOnlyList<PreparedColumn> Of(DataViewSchema schema, FeaturePreparationOptions options, string labelParameter)
    {
        var names = schema.Where(column => !column.IsHidden).Select(column => column.Name).ToList();
        if (options.LabelColumnName is { } label && !names.Contains(label))
        {
            throw new ArgumentException(
                $"There is no label column '{label}'; the columns are {Listing.Quoted(names)}. Name the label column, so that it does not "
                + "become a feature, or give null where the data has none.",
                labelParameter);
        }

        var missing = options.IgnoredColumnNames.Except(names).ToList();
        if (missing.Count > 0)
        {
            throw new ArgumentException(
                $"There is no column {Listing.Quoted(missing)} to be ignored; the columns are {Listing.Quoted(names)}.",
                "options." + nameof(FeaturePreparationOptions.IgnoredColumnNames));
        }

        var candidates = schema
            .Where(column => !column.IsHidden && column.Name != options.LabelColumnName)
            .Where(column => !options.IgnoredColumnNames.Contains(column.Name))
            .ToList();
        var unusable = candidates.Where(column => Refusal(column.Type) is not null).ToList();
        if (unusable.Count > 0)
        {
            throw new ArgumentException(
                "No features can be made of " + string.Join("; ", unusable.Select(column => $"'{column.Name}' ({Refusal(column.Type)})"))
                + $". Ignore such columns ({nameof(FeaturePreparationOptions)}.{nameof(FeaturePreparationOptions.IgnoredColumnNames)}), or "
                + "add columns of numbers or text that are made of them before, and ignore the originals.",
                nameof(schema));
        }

        return candidates.Count > 0
            ? [.. candidates.Select(column => new PreparedColumn(column.Name, column.Type))]
            : throw new ArgumentException(
                $"There is no column to make features of: the columns are {Listing.Quoted(names)}, and of them the label column and the "
                + "ignored ones become no features.",
                nameof(schema));
    }

    /// <summary>Whether a column of another type can stand for this one: keys may count other values.</summary>
    public bool IsLike(DataViewType other) =>
        Type.Equals(other) || (IsKey && ItemTypeOf(other) is KeyDataViewType key && key.RawType == ItemType.RawType
            && (Type is VectorDataViewType) == (other is VectorDataViewType) && Size == ((other as VectorDataViewType)?.Size ?? 1));

    private static DataViewType ItemTypeOf(DataViewType type) => type is VectorDataViewType vector ? vector.ItemType : type;

    /// <summary>Says why no features can be made of a type; null where they can.</summary>
    private static string? Refusal(DataViewType type) => ItemTypeOf(type) switch
    {
        _ when type is VectorDataViewType { IsKnownSize: false } => $"{type}, of no known size",
        NumberDataViewType or BooleanDataViewType or TextDataViewType or KeyDataViewType => null,
        DateTimeDataViewType or DateTimeOffsetDataViewType or TimeSpanDataViewType =>
            $"{type}; make a number of it, such as the hour, or seconds since another time",
        _ => $"{type}",
    };
}
