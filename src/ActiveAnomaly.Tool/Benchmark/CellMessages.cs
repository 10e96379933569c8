using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ActiveAnomaly.Tool.Benchmark;

/// <summary>What silos say to each other about cells, as bytes. Numbers come back with the same bits.</summary>
internal static class CellMessages
{
    private static readonly JsonSerializerOptions Format = new()
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        IgnoreReadOnlyProperties = true,
        Converters = { new JsonStringEnumConverter(), new NearBoundaryConverter() },
    };

    /// <summary>Writes what a silo is told of a cell.</summary>
    public static byte[] Write(CellOrder order) => JsonSerializer.SerializeToUtf8Bytes(order, Format);

    /// <summary>Writes what a silo says of a cell.</summary>
    public static byte[] Write(CellOutcome outcome) => JsonSerializer.SerializeToUtf8Bytes(outcome, Format);

    /// <summary>Writes how many stages of a cell are trained.</summary>
    public static byte[] WriteStageCount(int count)
    {
        var bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, count);
        return bytes;
    }

    /// <summary>Reads what <see cref="Write(CellOrder)"/> gave.</summary>
    public static CellOrder ReadOrder(ReadOnlySpan<byte> bytes) => JsonSerializer.Deserialize<CellOrder>(bytes, Format)!;

    /// <summary>Reads what <see cref="Write(CellOutcome)"/> gave.</summary>
    public static CellOutcome ReadOutcome(ReadOnlySpan<byte> bytes) => JsonSerializer.Deserialize<CellOutcome>(bytes, Format)!;

    /// <summary>Reads what <see cref="WriteStageCount"/> gave.</summary>
    public static int ReadStageCount(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadInt32LittleEndian(bytes);
}
