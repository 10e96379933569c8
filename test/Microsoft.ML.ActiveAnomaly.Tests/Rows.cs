using Microsoft.ML.Data;

namespace Microsoft.ML.ActiveAnomaly.Tests;

/// <summary>A row as trainers take it: five features in [0, 1] and a label.</summary>
internal sealed class PoolRow
{
    public const int FeatureCount = 5;

    [VectorType(FeatureCount)]
    public float[] Features { get; set; } = [];

    public float Label { get; set; }
}

/// <summary>The same row as an application has it: columns of several types, nothing normalised.</summary>
internal sealed class RawRow
{
    public float Height { get; set; }

    public double Width { get; set; }

    [VectorType(3)]
    public float[] Rest { get; set; } = [];

    public string Name { get; set; } = string.Empty;

    public bool IsNew { get; set; }

    public int Count { get; set; }

    [KeyType(7)]
    public uint Group { get; set; }

    public float Label { get; set; }
}

/// <summary>What a prediction engine gives.</summary>
internal sealed class Prediction
{
    public float Score { get; set; }

    public bool PredictedLabel { get; set; }
}

/// <summary>The input of a mapping that reads nothing.</summary>
internal sealed class NoInput
{
}

/// <summary>
/// Pools made by a formula: normal rows lie close to a line through the unit cube, every tenth row is an anomaly that does
/// not. All values are multiples of 1/1024, so that they survive text.
/// </summary>
internal static class Rows
{
    public const int DefaultCount = 80;

    public static bool IsAbnormal(int row) => row % 10 == 9;

    /// <summary>Gives rows, their labels the truth: 0 normal, 1 abnormal.</summary>
    public static PoolRow[] Pool(int count = DefaultCount) =>
        [.. Enumerable.Range(0, count).Select(row => new PoolRow { Features = Features(row), Label = IsAbnormal(row) ? 1 : 0 })];

    /// <summary>Gives rows of which only every third has a label; the others' is NaN.</summary>
    public static PoolRow[] PartlyLabeled(int count = DefaultCount)
    {
        var rows = Pool(count);
        for (var row = 0; row < count; row++)
        {
            rows[row].Label = row % 3 == 0 ? rows[row].Label : float.NaN;
        }

        return rows;
    }

    public static RawRow[] Raw(int count = DefaultCount) => [.. Pool(count).Select((row, index) => new RawRow
    {
        Height = 3 + (8 * row.Features[0]),
        Width = 16 * row.Features[1],
        Rest = [32 * row.Features[2], row.Features[3] - 2, row.Features[4]],
        Name = $"row {index}",
        IsNew = index % 2 == 1,
        Count = -index,
        Group = (uint)(index % 8),
        Label = row.Label,
    })];

    public static IDataView View<T>(this MLContext mlContext, T[] rows)
        where T : class => mlContext.Data.LoadFromEnumerable(rows);

    public static IDataView Pool(this MLContext mlContext, int count = DefaultCount) => mlContext.View(Pool(count));

    public static IDataView PartlyLabeled(this MLContext mlContext) => mlContext.View(PartlyLabeled());

    public static float[] Features(int row)
    {
        var t = Number(row, 0);
        var features = new float[PoolRow.FeatureCount];
        for (var column = 0; column < features.Length; column++)
        {
            var onLine = column % 2 == 0 ? t : 1 - t;
            features[column] = IsAbnormal(row) ? Number(row, column + 1) : Rounded((0.875f * onLine) + (0.125f * Number(row, column + 1)));
        }

        return features;
    }

    /// <summary>Gives a number in [0, 1) that looks random and depends on nothing but the place.</summary>
    public static float Number(int row, int column)
    {
        var hash = ((uint)row * 374761393u) + ((uint)column * 668265263u) + 974711u;
        hash = (hash ^ (hash >> 13)) * 1274126177u;
        hash = (hash ^ (hash >> 15)) * 2246822519u;
        return (hash >> 22) / 1024f;
    }

    private static float Rounded(float value) => MathF.Floor(1024 * value) / 1024;
}
