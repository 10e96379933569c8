using System.Text.Json;

namespace ActiveAnomaly.Tool.Scoring.Partitions;

/// <summary>The JSON that silos hand each other: numbers keep their bits, and what lacks is an error.</summary>
internal static class WorkJson
{
    public static JsonSerializerOptions Format { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    public static T Read<T>(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize<T>(json, Format)
        ?? throw new JsonException($"A {typeof(T).Name} is null.");

    public static ReadOnlyMemory<byte> Write<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, Format);
}
