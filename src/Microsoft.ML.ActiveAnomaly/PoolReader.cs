using System.Runtime.InteropServices;
using ActiveAnomaly.Data;
using ActiveAnomaly.Tables.Sources;
using Microsoft.ML.Data;

namespace Microsoft.ML.ActiveAnomaly;

/// <summary>Reads features and labels out of a data view, in one pass of one cursor, and checks their types.</summary>
internal static class PoolReader
{
    private const string CategoricalSlotRanges = "CategoricalSlotRanges";

    private delegate RowLabel LabelGetter();

    public static (FeatureMatrix Pool, PoolLabels Labels) Read(
        IDataView data, string featureColumnName, string? labelColumnName, CancellationToken cancellationToken)
    {
        var (pool, labels) = Read(data, featureColumnName, labelColumnName is null ? [] : [labelColumnName], [], cancellationToken);
        return (pool, labelColumnName is null ? PoolLabels.None(pool.RowCount) : labels[0]);
    }

    /// <summary>Reads features and several columns of labels.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="featureColumnName">The features column.</param>
    /// <param name="labelColumnNames">The label columns; one may come twice.</param>
    /// <param name="laterColumns">
    /// Columns that later passes read. The cursor asks for them too, so that a view that keeps what it is asked for (Data.Cache) keeps all
    /// of one pass.
    /// </param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The features, and the labels of each label column.</returns>
    public static (FeatureMatrix Pool, PoolLabels[] Labels) Read(
        IDataView data,
        string featureColumnName,
        IReadOnlyList<string> labelColumnNames,
        IEnumerable<DataViewSchema.Column> laterColumns,
        CancellationToken cancellationToken)
    {
        var features = FeatureColumn(data.Schema, featureColumnName);
        DataViewSchema.Column[] labelColumns = [.. labelColumnNames.Select(name => LabelColumn(data, name))];
        var size = ((VectorDataViewType)features.Type).Size;

        // Where a view knows its rows, more than one array holds are refused here, and not when memory is full of the first of them.
        var rowCount = (int)Math.Min(data.GetRowCount() ?? 0, int.MaxValue);
        var builder = new FeatureMatrixBuilder(size, rowCount, SlotNames(features, size));
        List<RowLabel>[] labels = [.. labelColumns.Select(_ => new List<RowLabel>())];
        using var cursor = data.GetRowCursor(((DataViewSchema.Column[])[features, .. labelColumns, .. laterColumns]).Distinct());
        var getFeatures = cursor.GetGetter<VBuffer<float>>(features);
        var nulls = DataFrameNulls.Of(data);
        LabelGetter[] getLabels = [.. labelColumns.Select(column => LabelGetterOf(cursor, column, nulls))];
        var buffer = default(VBuffer<float>);
        var dense = new float[size];
        while (cursor.MoveNext())
        {
            // At every row, which may take long: asking costs nothing beside reading one.
            cancellationToken.ThrowIfCancellationRequested();
            getFeatures(ref buffer);
            VectorLength.Require(builder.RowCount, featureColumnName, buffer.Length, size);
            if (buffer.IsDense)
            {
                builder.Add(buffer.GetValues());
            }
            else
            {
                buffer.CopyTo(dense);
                builder.Add(dense);
            }

            for (var i = 0; i < labels.Length; i++)
            {
                labels[i].Add(getLabels[i]());
            }
        }

        return (
            builder.ToMatrix().WithCategoricalRanges(CategoricalRanges(features)),
            [.. labels.Select(column => PoolLabels.Copy(CollectionsMarshal.AsSpan(column)))]);
    }

    public static PoolLabels ReadLabels(IDataView data, string labelColumnName, CancellationToken cancellationToken)
    {
        var column = LabelColumn(data, labelColumnName);
        using var cursor = data.GetRowCursor([column]);
        var getter = LabelGetterOf(cursor, column, DataFrameNulls.Of(data));
        var labels = new List<RowLabel>();
        while (cursor.MoveNext())
        {
            cancellationToken.ThrowIfCancellationRequested();
            labels.Add(getter());
        }

        return PoolLabels.Copy(labels.ToArray());
    }

    /// <summary>Tells whether there is a column of that name that labels can be read from.</summary>
    public static bool IsLabelColumn(DataViewSchema schema, string name) =>
        schema.GetColumnOrNull(name) is { } column && IsLabel(column.Type);

    public static void CheckFeatures(SchemaShape shape, string name)
    {
        var column = Find(shape, "features", name);
        if (column.Kind == SchemaShape.Column.VectorKind.VariableVector)
        {
            throw UnknownSize(name);
        }

        if (column.Kind != SchemaShape.Column.VectorKind.Vector || column.ItemType != NumberDataViewType.Single || column.IsKey)
        {
            throw WrongFeatureType(name, $"{column.Kind} of {column.ItemType}");
        }
    }

    public static void CheckLabels(SchemaShape shape, string name)
    {
        var column = Find(shape, "label", name);
        var known = column.IsKey
            || column.ItemType == NumberDataViewType.Single
            || column.ItemType == BooleanDataViewType.Instance;
        if (column.Kind != SchemaShape.Column.VectorKind.Scalar || !known)
        {
            throw WrongLabelType(name, $"{column.Kind} of {column.ItemType}");
        }
    }

    /// <summary>
    /// Finds the features column; it must be a vector of Single of known size, of <paramref name="size"/> if that is given.
    /// </summary>
    public static DataViewSchema.Column FeatureColumn(DataViewSchema schema, string name, int? size = null)
    {
        var column = schema.GetColumnOrNull(name) ?? throw Missing("features", name, schema.Select(other => other.Name));
        if (column.Type is not VectorDataViewType vector || vector.ItemType != NumberDataViewType.Single)
        {
            throw WrongFeatureType(name, column.Type.ToString()!);
        }

        if (!vector.IsKnownSize)
        {
            throw UnknownSize(name);
        }

        return size is null || vector.Size == size
            ? column
            : throw ColumnError(
                name,
                $"The features column '{name}' holds {vector.Size} features; the model was trained on {size}. "
                + "Give the features it was trained on.");
    }

    private static SchemaShape.Column Find(SchemaShape shape, string role, string name)
    {
        foreach (var column in shape)
        {
            if (column.Name == name)
            {
                return column;
            }
        }

        throw Missing(role, name, shape.Select(other => other.Name));
    }

    private static DataViewSchema.Column LabelColumn(IDataView data, string name)
    {
        var column = data.Schema.GetColumnOrNull(name) ?? throw Missing("label", name, data.Schema.Select(other => other.Name));
        if (!IsLabel(column.Type))
        {
            throw WrongLabelType(name, column.Type.ToString()!);
        }

        if (KeyLabels.Contradiction(column) is { } contradiction)
        {
            throw ColumnError(name, contradiction);
        }

        if (DataFrameNulls.Of(data) is null)
        {
            // Of a DataFrame itself empty cells are known, and unlabelled.
            LostCells.Refuse(data, [column]);
        }

        return column;
    }

    private static bool IsLabel(DataViewType type) =>
        type is BooleanDataViewType or KeyDataViewType { Count: 2 } || type.Equals(NumberDataViewType.Single);

    private static LabelGetter LabelGetterOf(DataViewRow row, DataViewSchema.Column column, DataFrameNulls? nulls)
    {
        var getter = LabelGetterOf(row, column);
        return nulls?.Find(column.Name) is { } isNull ? () => isNull(row.Position) ? RowLabel.Unlabeled : getter() : getter;
    }

    private static LabelGetter LabelGetterOf(DataViewRow row, DataViewSchema.Column column)
    {
        switch (column.Type)
        {
            case BooleanDataViewType:
                return Get<bool>(row, column, static value => value ? RowLabel.Abnormal : RowLabel.Normal);
            case KeyDataViewType key when key.RawType == typeof(byte):
                return Get<byte>(row, column, static value => OfKey(value));
            case KeyDataViewType key when key.RawType == typeof(ushort):
                return Get<ushort>(row, column, static value => OfKey(value));
            case KeyDataViewType key when key.RawType == typeof(uint):
                return Get<uint>(row, column, static value => OfKey(value));
            case KeyDataViewType:
                return Get<ulong>(row, column, OfKey);
            default:
                return Get<float>(row, column, OfSingle);
        }
    }

    private static LabelGetter Get<T>(DataViewRow row, DataViewSchema.Column column, Func<T, RowLabel> convert)
    {
        var getter = row.GetGetter<T>(column);
        T value = default!;
        return () =>
        {
            getter(ref value);
            return convert(value);
        };
    }

    private static RowLabel OfSingle(float value) =>
        float.IsNaN(value) ? RowLabel.Unlabeled : value > 0 ? RowLabel.Abnormal : RowLabel.Normal;

    private static RowLabel OfKey(ulong key) => key switch
    {
        0 => RowLabel.Unlabeled,
        1 => RowLabel.Normal,
        _ => RowLabel.Abnormal,
    };

    /// <summary>Gives the names of a features column's slots, or null where it has none.</summary>
    public static string[]? FeatureNames(DataViewSchema.Column column) => SlotNames(column, ((VectorDataViewType)column.Type).Size);

    private static string[]? SlotNames(DataViewSchema.Column column, int size)
    {
        if (!column.HasSlotNames())
        {
            return null;
        }

        var names = default(VBuffer<ReadOnlyMemory<char>>);
        column.GetSlotNames(ref names);
        return names.Length == size ? [.. names.DenseValues().Select(name => name.ToString())] : null;
    }

    /// <summary>
    /// Gives which slots of a features column ML.NET says to be the categories of one column each, as pairs of the first slot and the last.
    /// </summary>
    private static CategoricalRange[] CategoricalRanges(DataViewSchema.Column column)
    {
        if (column.Annotations.Schema.GetColumnOrNull(CategoricalSlotRanges) is not { Type: VectorDataViewType { ItemType: var item } }
            || !item.Equals(NumberDataViewType.Int32))
        {
            return [];
        }

        var ends = default(VBuffer<int>);
        column.Annotations.GetValue(CategoricalSlotRanges, ref ends);
        return [.. ends.DenseValues().Chunk(2).Select(pair => new CategoricalRange(pair[0], pair[1] - pair[0] + 1))];
    }

    private static ArgumentOutOfRangeException Missing(string role, string name, IEnumerable<string> others) => ColumnError(
        name,
        $"There is no {role} column '{name}'; the columns are {string.Join(", ", others.Distinct().Select(other => $"'{other}'"))}. "
        + (role == "label"
            ? $"Name one of them, or give a trainer that is to learn without labels null ({nameof(DetectorTrainer.LabelColumnName)})."
            : "Name one of them, or add it before the trainer (Concatenate)."));

    private static ArgumentOutOfRangeException UnknownSize(string name) => ColumnError(
        name,
        $"The features column '{name}' is a vector of unknown size; a vector of known size is needed. "
        + "Give the size where the column is made (VectorType attribute, or Concatenate of scalars).");

    private static ArgumentOutOfRangeException WrongFeatureType(string name, string found) => ColumnError(
        name,
        $"The features column '{name}' is {found}; a vector of Single of known size is needed. "
        + "Use Concatenate, and Conversion.ConvertType for other numbers.");

    private static ArgumentOutOfRangeException WrongLabelType(string name, string found) => ColumnError(
        name,
        $"The label column '{name}' is {found}; allowed are Single (NaN unlabelled, above 0 abnormal, else normal), Boolean (true "
        + "abnormal) and a key of 2 values (missing unlabelled, 1 normal, 2 abnormal). Use Conversion.ConvertType or MapValue.");

    /// <summary>The error for a column of what callers call the input; its value is the column's name.</summary>
    private static ArgumentOutOfRangeException ColumnError(string input, string message) => new(nameof(input), input, message);
}
