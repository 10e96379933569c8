using Microsoft.ML.Data;

namespace Microsoft.ML.ActiveAnomaly.Tests;

/// <summary>Schemas and schema shapes in one form, to compare them.</summary>
internal static class Shapes
{
    /// <summary>Gives the shape of data of a row class: a mapping that is never run has it as its output.</summary>
    public static SchemaShape Of<T>(MLContext mlContext)
        where T : class, new() => mlContext.Transforms.CustomMapping<NoInput, T>((_, _) => { }, null).GetOutputSchema(new SchemaShape([]));

    public static string Describe(SchemaShape.Column column) =>
        $"{column.Name}: {column.Kind} of {column.ItemType.RawType.Name}, key {column.IsKey}";

    public static string Describe(DataViewSchema.Column column)
    {
        var vector = column.Type as VectorDataViewType;
        var kind = vector is null ? SchemaShape.Column.VectorKind.Scalar
            : vector.IsKnownSize ? SchemaShape.Column.VectorKind.Vector : SchemaShape.Column.VectorKind.VariableVector;
        var item = vector?.ItemType ?? column.Type;
        return $"{column.Name}: {kind} of {item.RawType.Name}, key {item is KeyDataViewType}";
    }
}
