using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ActiveAnomaly.Tool.Benchmark;

/// <summary>What silos say to each other about cells, as bytes. Numbers come back with the same bits.</summary>
internal static class CellMessages
{
    /// <summary>The stages trained, and the cells finished, stand before what a report says of these.</summary>
    private const int HeadLength = 2 * sizeof(int);

    private static readonly JsonSerializerOptions Format = new()
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        IgnoreReadOnlyProperties = true,
        Converters = { new JsonStringEnumConverter(), new NearBoundaryConverter() },
    };

    /// <summary>Writes what a silo is told of cells.</summary>
    public static byte[] Write(BatchOrder order) => JsonSerializer.SerializeToUtf8Bytes(order, Format);

    /// <summary>Writes what a silo says of cells.</summary>
    public static byte[] Write(BatchOutcome outcome) => JsonSerializer.SerializeToUtf8Bytes(outcome, Format);

    /// <summary>Writes how far a silo is with cells.</summary>
    /// <param name="stageCount">The number of stages trained, of all cells together.</param>
    /// <param name="finishedCount">The number of cells finished.</param>
    /// <param name="outcome">What <see cref="Write(BatchOutcome)"/> gave of these.</param>
    public static byte[] WriteReport(int stageCount, int finishedCount, ReadOnlySpan<byte> outcome)
    {
        var bytes = new byte[HeadLength + outcome.Length];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, stageCount);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(sizeof(int)), finishedCount);
        outcome.CopyTo(bytes.AsSpan(HeadLength));
        return bytes;
    }

    /// <summary>Reads what <see cref="Write(BatchOrder)"/> gave.</summary>
    public static BatchOrder ReadOrder(ReadOnlySpan<byte> bytes) => JsonSerializer.Deserialize<BatchOrder>(bytes, Format)!;

    /// <summary>Reads what <see cref="Write(BatchOutcome)"/> gave.</summary>
    public static BatchOutcome ReadOutcome(ReadOnlySpan<byte> bytes) => JsonSerializer.Deserialize<BatchOutcome>(bytes, Format)!;

    /// <summary>Reads the numbers of what <see cref="WriteReport"/> gave.</summary>
    public static (int StageCount, int FinishedCount) ReadCounts(ReadOnlySpan<byte> report) =>
        (BinaryPrimitives.ReadInt32LittleEndian(report), BinaryPrimitives.ReadInt32LittleEndian(report[sizeof(int)..]));

    /// <summary>Reads the finished cells of what <see cref="WriteReport"/> gave.</summary>
    public static BatchOutcome ReadFinished(ReadOnlySpan<byte> report) => ReadOutcome(report[HeadLength..]);
}
