using Microsoft.ML.Data;

namespace Microsoft.ML.ActiveAnomaly.Tests;

/// <summary>A row of columns of every kind that features are made of.</summary>
internal sealed class MixedRow
{
    public float Height { get; set; }

    public double Width { get; set; }

    [VectorType(2)]
    public float[] Rest { get; set; } = [];

    public string Color { get; set; } = string.Empty;

    public bool IsNew { get; set; }

    public int Count { get; set; }

    /// <summary>Gets or sets the key as a class has it: counted from 0, and missing from 3 on.</summary>
    [KeyType(3)]
    public uint Group { get; set; }

    public float Label { get; set; }
}

/// <summary>What a prediction engine gives of prepared features.</summary>
internal sealed class PreparedRow
{
    public VBuffer<float> Features { get; set; }
}

/// <summary>Four rows with missing values in most columns. Their medians: Height 3, Width 20, Rest 2 and 5.</summary>
internal static class MixedRows
{
    public static MixedRow[] All =>
    [
        new() { Height = 1, Width = 10, Rest = [0, 4], Color = "red", IsNew = true, Count = 5, Group = 1, Label = 0 },
        new() { Height = float.NaN, Width = 20, Rest = [float.NaN, 6], Color = "blue", Count = -1, Group = 3, Label = 1 },
        new() { Height = 3, Width = double.NaN, Rest = [2, 5], Color = "", IsNew = true, Count = 2, Group = 2, Label = float.NaN },
        new() { Height = 4, Width = 40, Rest = [3, float.NaN], Color = "red", Count = 2, Group = 0, Label = 0 },
    ];

    /// <summary>Height, Width, Rest, Color.blue, Color.red, IsNew, Count, and the three groups.</summary>
    public static float[][] Features =>
    [
        [1, 10, 0, 4, 0, 1, 1, 5, 0, 1, 0],
        [float.NaN, 20, float.NaN, 6, 1, 0, 0, -1, 0, 0, 0],
        [3, float.NaN, 2, 5, 0, 0, 1, 2, 0, 0, 1],
        [4, 40, 3, float.NaN, 0, 1, 0, 2, 1, 0, 0],
    ];

    public static float[][] ImputedFeatures =>
    [
        [1, 10, 0, 4, 0, 1, 1, 5, 0, 1, 0],
        [3, 20, 2, 6, 1, 0, 0, -1, 0, 0, 0],
        [3, 20, 2, 5, 0, 0, 1, 2, 0, 0, 1],
        [4, 40, 3, 5, 0, 1, 0, 2, 1, 0, 0],
    ];

    public static FeaturePreparationOptions Options => new() { Imputation = FeatureImputation.Median };

    public static IEstimator<ITransformer> Prepare(this MLContext mlContext, IDataView data, FeaturePreparationOptions? options = null) =>
        mlContext.ActiveAnomaly().PrepareFeatures(data.Schema, options ?? Options);

    public static float[][] FeaturesOf(this ITransformer transformer, IDataView data, string column = "Features") =>
        [.. transformer.Transform(data).GetColumn<float[]>(column)];

    /// <summary>Fits, and gives the features of the same rows.</summary>
    public static float[][] Prepared(this MLContext mlContext, IDataView data, FeaturePreparationOptions? options = null) =>
        mlContext.Prepare(data, options).Fit(data).FeaturesOf(data, options?.OutputColumnName ?? "Features");

    public static string[] SlotNames(DataViewSchema.Column column)
    {
        var names = default(VBuffer<ReadOnlyMemory<char>>);
        column.GetSlotNames(ref names);
        return [.. names.DenseValues().Select(name => name.ToString())];
    }

    /// <summary>Compares by bits, so that NaN is like NaN and -0 unlike 0.</summary>
    public static void AreEqual(float[][] expected, float[][] actual)
    {
        Assert.HasCount(expected.Length, actual);
        for (var row = 0; row < expected.Length; row++)
        {
            CollectionAssert.AreEqual(Bits.Of(expected[row]), Bits.Of(actual[row]), $"Row {row}: {string.Join(" ", actual[row])}");
        }
    }
}
