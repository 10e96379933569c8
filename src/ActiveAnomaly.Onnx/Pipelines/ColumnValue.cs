using Microsoft.ML;
using Microsoft.ML.Data;
using Onnx;

namespace ActiveAnomaly.Onnx.Pipelines;

/// <summary>Columns of ML.NET as values of ONNX: [rows x 1] for a single value, [rows x size] for a vector.</summary>
internal static class ColumnValue
{
    /// <summary>Describes a column as ONNX does.</summary>
    /// <exception cref="NotSupportedException">ONNX has no such values.</exception>
    public static ValueInfoProto Describe(DataViewSchema.Column column, string name)
    {
        if (column.Type is VectorDataViewType { IsKnownSize: false })
        {
            throw new NotSupportedException(
                $"The column '{column.Name}' is {column.Type}, a vector of unknown size; the rows of an ONNX value have one size. "
                + "Give the size where the column is made (VectorType attribute, or Concatenate of scalars).");
        }

        var shape = new TensorShapeProto();
        shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimParam = "rows" });
        shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimValue = SizeOf(column.Type) });
        var tensor = new TypeProto.Types.Tensor { ElemType = (int)ElementType(column), Shape = shape };
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = tensor } };
    }

    /// <summary>Gives the number of values a row.</summary>
    public static int SizeOf(DataViewType type) => type is VectorDataViewType vector ? vector.Size : 1;

    /// <summary>Gives the type of a column's values, of a vector's too.</summary>
    public static DataViewType ItemType(DataViewType type) => type is VectorDataViewType vector ? vector.ItemType : type;

    /// <summary>Gives the names of a vector's values; null where not every one has one.</summary>
    public static IReadOnlyList<string>? SlotNames(DataViewSchema.Column column)
    {
        if (!column.HasSlotNames())
        {
            return null;
        }

        var names = default(VBuffer<ReadOnlyMemory<char>>);
        column.GetSlotNames(ref names);
        string[] texts = [.. names.DenseValues().Select(name => name.ToString())];
        return texts.Length == SizeOf(column.Type) && !texts.Contains(string.Empty) ? texts : null;
    }

    private static TensorProto.Types.DataType ElementType(DataViewSchema.Column column)
    {
        var type = ItemType(column.Type);
        return type switch
        {
            TextDataViewType => TensorProto.Types.DataType.String,
            BooleanDataViewType => TensorProto.Types.DataType.Bool,
            NumberDataViewType or KeyDataViewType => NumberType(type.RawType),
            _ => throw new NotSupportedException(
                $"The column '{column.Name}' is {column.Type}; ONNX has numbers, truth values and texts, and ML.NET's keys become whole "
                + "numbers. Make a column of numbers of it in the program that calls the model, and begin the pipeline with that."),
        };
    }

    private static TensorProto.Types.DataType NumberType(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.Single => TensorProto.Types.DataType.Float,
        TypeCode.Double => TensorProto.Types.DataType.Double,
        TypeCode.SByte => TensorProto.Types.DataType.Int8,
        TypeCode.Byte => TensorProto.Types.DataType.Uint8,
        TypeCode.Int16 => TensorProto.Types.DataType.Int16,
        TypeCode.UInt16 => TensorProto.Types.DataType.Uint16,
        TypeCode.Int32 => TensorProto.Types.DataType.Int32,
        TypeCode.UInt32 => TensorProto.Types.DataType.Uint32,
        TypeCode.Int64 => TensorProto.Types.DataType.Int64,
        _ => TensorProto.Types.DataType.Uint64,
    };
}
