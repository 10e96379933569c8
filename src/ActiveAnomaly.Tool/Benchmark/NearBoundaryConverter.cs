using System.Text.Json;
using System.Text.Json.Serialization;

namespace ActiveAnomaly.Tool.Benchmark;

/// <summary>Writes a <see cref="NearBoundary"/> as the text that results files have of it.</summary>
internal sealed class NearBoundaryConverter : JsonConverter<NearBoundary>
{
    /// <inheritdoc/>
    public override NearBoundary Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        NearBoundary.Parse(reader.GetString() ?? string.Empty)
            ?? throw new JsonException($"'{reader.GetString()}' is not the number of rows and, at 41 quantiles, of normal ones.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, NearBoundary value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
