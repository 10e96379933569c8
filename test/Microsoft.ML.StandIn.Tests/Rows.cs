using Microsoft.ML.Data;

namespace Microsoft.ML.StandIn.Tests;

/// <summary>A row of one number.</summary>
public sealed class Number
{
    public float X { get; set; }
}

/// <summary>A row of one vector of three numbers.</summary>
public sealed class Triple
{
    [VectorType(3)]
    public float[] V { get; set; } = [];
}

/// <summary>A row of two numbers and a label.</summary>
public sealed class Point
{
    public float A { get; set; }

    public float B { get; set; }

    public float L { get; set; }
}

/// <summary>The input of a mapping that needs nothing.</summary>
public sealed class NoInput;

internal static class Rows
{
    public static IDataView Numbers(this MLContext ml, params float[] values) =>
        ml.Data.LoadFromEnumerable(values.Select(x => new Number { X = x }).ToArray());

    public static IDataView Triples(this MLContext ml, params float[][] values) =>
        ml.Data.LoadFromEnumerable(values.Select(v => new Triple { V = v }).ToArray());

    public static IDataView Points(this MLContext ml, int count = 50) =>
        ml.Data.LoadFromEnumerable(Enumerable.Range(0, count).Select(i => new Point { A = i % 7, B = i % 5, L = i % 7 == 6
            ? 1 : 0 }).ToArray());

    /// <summary>Single values of a column, as a cursor gives them.</summary>
    public static float[] Floats(this IDataView data, string column) => [.. data.GetColumn<float>(column)];

    public static float[][] Vectors(this IDataView data, string column) => [.. data.GetColumn<float[]>(column)];

    public static string[] Texts(this IDataView data, string column) => [.. data.GetColumn<string>(column)];

    public static string[] SlotNames(this DataViewSchema.Column column)
    {
        VBuffer<ReadOnlyMemory<char>> names = default;
        column.GetSlotNames(ref names);
        return [.. names.DenseValues().Select(name => name.ToString())];
    }

    public static string[] KeyTexts(this DataViewSchema.Column column)
    {
        VBuffer<ReadOnlyMemory<char>> values = default;
        column.GetKeyValues(ref values);
        return [.. values.DenseValues().Select(name => name.ToString())];
    }

    /// <summary>Saves, and loads in a context that has registered nothing.</summary>
    public static ITransformer SavedAndLoaded(this MLContext ml, ITransformer model, DataViewSchema schema)
    {
        using var stream = new MemoryStream();
        ml.Model.Save(model, schema, stream);
        stream.Position = 0;
        return new MLContext().Model.Load(stream, out _);
    }
}

/// <summary>A file that is deleted with the test.</summary>
internal sealed class TemporaryFile : IDisposable
{
    public TemporaryFile(params string[] lines) => File.WriteAllLines(Path, lines);

    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"standin-{Guid.NewGuid():N}.txt");

    public void Dispose() => File.Delete(Path);
}
