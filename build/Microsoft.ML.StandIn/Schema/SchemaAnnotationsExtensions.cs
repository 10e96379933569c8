namespace Microsoft.ML.Data;

/// <summary>The names of the annotations that ML.NET's transformers agree on.</summary>
internal static class AnnotationKinds
{
    public const string SlotNames = "SlotNames";
    public const string KeyValues = "KeyValues";
    public const string IsNormalized = "IsNormalized";
    public const string CategoricalSlotRanges = "CategoricalSlotRanges";

    /// <summary>Adds a text for each of the slots of a vector column.</summary>
    public static void AddSlotNames(this DataViewSchema.Annotations.Builder builder, IReadOnlyList<string> names) =>
        builder.AddVector(SlotNames, TextDataViewType.Instance, names.Select(name => name.AsMemory()).ToArray());

    public static void AddVector<T>(this DataViewSchema.Annotations.Builder builder, string kind, PrimitiveDataViewType itemType,
        T[] values)
    {
        var value = new VBuffer<T>(values.Length, values);
        builder.Add<VBuffer<T>>(kind, new VectorDataViewType(itemType, values.Length),
            (ref VBuffer<T> destination) => value.CopyTo(ref destination));
    }

    public static void AddIsNormalized(this DataViewSchema.Annotations.Builder builder) =>
        builder.AddPrimitiveValue(IsNormalized, BooleanDataViewType.Instance, true);
}

public static class SchemaAnnotationsExtensions
{
    public static bool HasSlotNames(this DataViewSchema.Column column) =>
        column.Type is VectorDataViewType { Size: > 0 } vector
        && column.Annotations.Schema.GetColumnOrNull(AnnotationKinds.SlotNames)?.Type is VectorDataViewType names
        && names.Size == vector.Size && names.ItemType is TextDataViewType;

    public static void GetSlotNames(this DataViewSchema.Column column, ref VBuffer<ReadOnlyMemory<char>> slotNames) =>
        column.Annotations.GetValue(AnnotationKinds.SlotNames, ref slotNames);

    public static bool HasKeyValues(this DataViewSchema.Column column, PrimitiveDataViewType keyValueItemType = null) =>
        column.Type.ItemType() is KeyDataViewType key
        && column.Annotations.Schema.GetColumnOrNull(AnnotationKinds.KeyValues)?.Type is VectorDataViewType values
        && (ulong)values.Size == key.Count && values.ItemType.Equals(keyValueItemType ?? TextDataViewType.Instance);

    public static void GetKeyValues<TValue>(this DataViewSchema.Column column, ref VBuffer<TValue> keyValues) =>
        column.Annotations.GetValue(AnnotationKinds.KeyValues, ref keyValues);

    public static bool IsNormalized(this DataViewSchema.Column column)
    {
        if (column.Annotations.Schema.GetColumnOrNull(AnnotationKinds.IsNormalized)?.Type is not BooleanDataViewType) return false;
        bool value = false;
        column.Annotations.GetValue(AnnotationKinds.IsNormalized, ref value);
        return value;
    }
}
