using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Persistence;

namespace ActiveAnomaly.Labeling.Clustering;

/// <summary>
/// Pools, labels and trained members as bytes, number for number. Silos are of one architecture (<see cref="IWork.Name"/>).
/// </summary>
internal static class MemberMessages
{
    /// <summary>How what is small is written; said, for programs that are one file have .NET's own default turned off.</summary>
    public static readonly JsonSerializerOptions Json = new() { TypeInfoResolver = new DefaultJsonTypeInfoResolver() };

    /// <summary>The result of a member that cannot be trained.</summary>
    public static readonly ReadOnlyMemory<byte> CannotBe = ReadOnlyMemory<byte>.Empty;

    /// <summary>Tells whether a pool's bytes can be one message.</summary>
    public static bool CanWrite(FeatureMatrix pool) => ((long)pool.Values.Length * sizeof(float)) + HeadLength(pool) <= Array.MaxLength;

    /// <summary>
    /// Writes a pool: the number of features, that of categorical ranges, for each its first feature and how many they are, and the rows.
    /// </summary>
    public static byte[] Write(FeatureMatrix pool)
    {
        var bytes = new byte[HeadLength(pool) + (pool.Values.Length * sizeof(float))];
        Span<int> head =
        [
            pool.FeatureCount,
            pool.CategoricalRanges.Count,
            .. pool.CategoricalRanges.SelectMany(range => (int[])[range.First, range.Count]),
        ];
        MemoryMarshal.AsBytes(head).CopyTo(bytes);
        MemoryMarshal.AsBytes(pool.Values).CopyTo(bytes.AsSpan(HeadLength(pool)));
        return bytes;
    }

    public static FeatureMatrix ReadPool(ReadOnlySpan<byte> bytes)
    {
        var head = MemoryMarshal.Cast<byte, int>(bytes);
        var ranges = new CategoricalRange[head[1]];
        for (var i = 0; i < ranges.Length; i++)
        {
            ranges[i] = new CategoricalRange(head[2 + (2 * i)], head[3 + (2 * i)]);
        }

        var values = MemoryMarshal.Cast<int, float>(head[(2 + (2 * ranges.Length))..]);
        return FeatureMatrix.Copy(values, head[0]).WithCategoricalRanges(ranges);
    }

    /// <summary>Writes labels, a byte a row.</summary>
    public static byte[] Write(PoolLabels labels) => Array.ConvertAll(labels.Values.ToArray(), label => (byte)label);

    public static PoolLabels ReadLabels(ReadOnlySpan<byte> bytes) =>
        PoolLabels.Copy(Array.ConvertAll(bytes.ToArray(), label => (RowLabel)label));

    /// <summary>Writes a trained member: the length of its model, the model, the scores, and the query scores.</summary>
    public static byte[] Write(TrainedDetector trained)
    {
        var model = DetectorModelFormat.ToBytes(trained.Model);
        var scores = MemoryMarshal.AsBytes(trained.Scores.Span);
        var bytes = new byte[checked(sizeof(int) + model.Length + (2 * scores.Length))];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, model.Length);
        model.CopyTo(bytes, sizeof(int));
        scores.CopyTo(bytes.AsSpan(sizeof(int) + model.Length));
        MemoryMarshal.AsBytes(trained.QueryScores.Span).CopyTo(bytes.AsSpan(sizeof(int) + model.Length + scores.Length));
        return bytes;
    }

    public static TrainedDetector ReadTrained(ReadOnlySpan<byte> bytes)
    {
        var modelLength = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        var model = DetectorModelFormat.FromBytes(bytes.Slice(sizeof(int), modelLength));
        var scores = MemoryMarshal.Cast<byte, float>(bytes[(sizeof(int) + modelLength)..]);
        var count = scores.Length / 2;
        return new TrainedDetector(model, scores[..count].ToArray(), scores[count..].ToArray());
    }

    private static int HeadLength(FeatureMatrix pool) => (2 + (2 * pool.CategoricalRanges.Count)) * sizeof(int);
}
