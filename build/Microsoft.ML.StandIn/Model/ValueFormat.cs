namespace Microsoft.ML.Data;

/// <summary>Writes and reads column types, column values and schemas.</summary>
internal static class ValueFormat
{
    public static void WriteType(BinaryWriter writer, DataViewType type)
    {
        var item = type.ItemType();
        bool isKey = item is KeyDataViewType;
        writer.Write(type is VectorDataViewType ? (isKey ? "keys" : "vector") : isKey ? "key" : "item");
        writer.Write(item.RawType.FullName!);
        if (item is KeyDataViewType key) writer.Write(key.Count);
        if (type is not VectorDataViewType vector) return;
        writer.Write(vector.Dimensions.Length);
        foreach (int size in vector.Dimensions) writer.Write(size);
    }

    public static DataViewType ReadType(BinaryReader reader)
    {
        string shape = reader.ReadString();
        string raw = reader.ReadString();
        var rawType = raw == typeof(DataViewRowId).FullName ? typeof(DataViewRowId) : Type.GetType(raw, throwOnError: true);
        PrimitiveDataViewType item = PrimitiveTypes.OfRawType(rawType);
        if (shape is "key" or "keys") item = new KeyDataViewType(rawType, reader.ReadUInt64());
        if (shape is "item" or "key") return item;
        var dimensions = new int[reader.ReadInt32()];
        for (int i = 0; i < dimensions.Length; i++) dimensions[i] = reader.ReadInt32();
        return new VectorDataViewType(item, dimensions);
    }

    public static void Write<T>(BinaryWriter writer, T value)
    {
        switch (value)
        {
            case ReadOnlyMemory<char> text: writer.Write(text.ToString()); break;
            case bool x: writer.Write(x); break;
            case sbyte x: writer.Write(x); break;
            case byte x: writer.Write(x); break;
            case short x: writer.Write(x); break;
            case ushort x: writer.Write(x); break;
            case int x: writer.Write(x); break;
            case uint x: writer.Write(x); break;
            case long x: writer.Write(x); break;
            case ulong x: writer.Write(x); break;
            case float x: writer.Write(x); break;
            case double x: writer.Write(x); break;
            case DateTime x: writer.Write(x.ToBinary()); break;
            default: throw new NotSupportedException($"Values of {typeof(T)} cannot be saved.");
        }
    }

    public static T Read<T>(BinaryReader reader)
    {
        object value = typeof(T) == typeof(ReadOnlyMemory<char>) ? reader.ReadString().AsMemory()
            : Type.GetTypeCode(typeof(T)) switch
            {
                TypeCode.Boolean => reader.ReadBoolean(),
                TypeCode.SByte => reader.ReadSByte(),
                TypeCode.Byte => reader.ReadByte(),
                TypeCode.Int16 => reader.ReadInt16(),
                TypeCode.UInt16 => reader.ReadUInt16(),
                TypeCode.Int32 => reader.ReadInt32(),
                TypeCode.UInt32 => reader.ReadUInt32(),
                TypeCode.Int64 => reader.ReadInt64(),
                TypeCode.UInt64 => reader.ReadUInt64(),
                TypeCode.Single => reader.ReadSingle(),
                TypeCode.Double => reader.ReadDouble(),
                TypeCode.DateTime => DateTime.FromBinary(reader.ReadInt64()),
                _ => throw new NotSupportedException($"Values of {typeof(T)} cannot be loaded."),
            };
        return (T)value;
    }

    public static void WriteArray<T>(BinaryWriter writer, IReadOnlyCollection<T> values)
    {
        writer.Write(values.Count);
        foreach (var value in values) Write(writer, value);
    }

    public static T[] ReadArray<T>(BinaryReader reader)
    {
        var values = new T[reader.ReadInt32()];
        for (int i = 0; i < values.Length; i++) values[i] = Read<T>(reader);
        return values;
    }

    public static void WriteSchema(BinaryWriter writer, DataViewSchema schema)
    {
        writer.Write(schema.Count);
        foreach (var column in schema)
        {
            writer.Write(column.Name);
            WriteType(writer, column.Type);
            writer.Write(column.Annotations.Schema.Count);
            foreach (var annotation in column.Annotations.Schema)
            {
                writer.Write(annotation.Name);
                WriteType(writer, annotation.Type);
                var write = annotation.Type is VectorDataViewType
                    ? (Action<BinaryWriter, DataViewSchema.Annotations, DataViewSchema.Column>)WriteVector<int> : WriteScalar<int>;
                Generic.Call(write, annotation.Type.ItemType().RawType, writer, column.Annotations, annotation);
            }
        }
    }

    public static DataViewSchema ReadSchema(BinaryReader reader)
    {
        var builder = new DataViewSchema.Builder();
        for (int remaining = reader.ReadInt32(); remaining > 0; remaining--)
        {
            string name = reader.ReadString();
            var type = ReadType(reader);
            var annotations = new DataViewSchema.Annotations.Builder();
            for (int left = reader.ReadInt32(); left > 0; left--)
            {
                string kind = reader.ReadString();
                var annotationType = ReadType(reader);
                var read = annotationType is VectorDataViewType
                    ? (Action<BinaryReader, DataViewSchema.Annotations.Builder, string, DataViewType>)ReadVector<int> : ReadScalar<int>;
                Generic.Call(read, annotationType.ItemType().RawType, reader, annotations, kind, annotationType);
            }
            builder.AddColumn(name, type, annotations.ToAnnotations());
        }
        return builder.ToSchema();
    }

    private static void WriteScalar<T>(BinaryWriter writer, DataViewSchema.Annotations annotations, DataViewSchema.Column annotation)
    {
        T value = default;
        annotations.GetGetter<T>(annotation)(ref value);
        Write(writer, value);
    }

    private static void WriteVector<T>(BinaryWriter writer, DataViewSchema.Annotations annotations, DataViewSchema.Column annotation)
    {
        VBuffer<T> value = default;
        annotations.GetGetter<VBuffer<T>>(annotation)(ref value);
        WriteArray(writer, value.DenseValues().ToArray());
    }

    private static void ReadScalar<T>(BinaryReader reader, DataViewSchema.Annotations.Builder builder, string kind, DataViewType type) =>
        builder.AddPrimitiveValue(kind, (PrimitiveDataViewType)type, Read<T>(reader));

    private static void ReadVector<T>(BinaryReader reader, DataViewSchema.Annotations.Builder builder, string kind, DataViewType type) =>
        builder.AddVector(kind, ((VectorDataViewType)type).ItemType, ReadArray<T>(reader));
}
