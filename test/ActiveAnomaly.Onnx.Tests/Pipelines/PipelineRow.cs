using Microsoft.ML;
using Microsoft.ML.Data;

namespace ActiveAnomaly.Onnx.Pipelines;

/// <summary>A row as an application has it: columns of every kind, with missing numbers and empty texts.</summary>
internal sealed class PipelineRow
{
    private static readonly string[] Words = ["red", "blue", "green", "", "Red", "red "];

    public float Height { get; set; }

    public double Width { get; set; }

    [VectorType(3)]
    public float[] Rest { get; set; } = [];

    [VectorType(2)]
    public double[] Doubles { get; set; } = [];

    /// <summary>Gets or sets features that are never missing, for the detector of pipelines that test something else.</summary>
    [VectorType(2)]
    public float[] Clean { get; set; } = [];

    /// <summary>Gets or sets numbers of which the second is mostly missing.</summary>
    [VectorType(3)]
    public float[] Sparse { get; set; } = [];

    public string Color { get; set; } = string.Empty;

    [VectorType(2)]
    public string[] Colors { get; set; } = [];

    public bool IsNew { get; set; }

    public int Count { get; set; }

    public long Number { get; set; }

    public byte Small { get; set; }

    /// <summary>Gets or sets the key as a class has it: counted from 0, and missing from 3 on.</summary>
    [KeyType(3)]
    public uint Group { get; set; }

    public DateTime When { get; set; }

    public bool Label { get; set; }

    /// <summary>Gives rows to train on: a tenth of the numbers is missing, and four of the words are there.</summary>
    public static PipelineRow[] Training(int count = 400) => Make(new Random(1), count, missing: 0.1, infinite: 0, wordCount: 4);

    /// <summary>Gives other rows: a fifth of the numbers is missing, some are infinite, and some words are new.</summary>
    public static PipelineRow[] Unseen(int count = 2000) => Make(new Random(2), count, missing: 0.2, infinite: 0.02, wordCount: 6);

    public static IDataView View(MLContext mlContext, PipelineRow[] rows) => mlContext.Data.LoadFromEnumerable(rows);

    private static PipelineRow[] Make(Random random, int count, double missing, double infinite, int wordCount)
    {
        return [.. Enumerable.Range(0, count).Select(_ => new PipelineRow
        {
            Height = Value(),
            Width = Value() * 1.234567890123,
            Rest = [Value(), Value(), Value()],
            Doubles = [Value() * 1.1, Value() * 1.3],
            Clean = [random.NextSingle(), random.NextSingle()],
            Sparse = [Value(), random.Next(3) == 0 ? Value() : float.NaN, Value()],
            Color = Words[random.Next(wordCount)],
            Colors = [Words[random.Next(wordCount)], Words[random.Next(wordCount)]],
            IsNew = random.Next(2) == 1,
            Count = random.Next(-5, 6),
            Number = random.NextInt64(-(1L << 54), 1L << 54),
            Small = (byte)random.Next(256),
            Group = (uint)random.Next(5),
            When = new DateTime(2020, 1, 1).AddHours(random.Next(10000)),
            Label = random.Next(10) == 0,
        })];

        float Value()
        {
            var kind = random.NextDouble();
            return kind < missing ? float.NaN
                : kind < missing + infinite ? (random.Next(2) == 0 ? float.PositiveInfinity : float.NegativeInfinity)
                : kind > 0.9 ? 0
                : (float)((random.NextDouble() - 0.3) * Math.Pow(10, random.Next(-1, 3)));
        }
    }
}
