using System.Text.Json;
using System.Text.Json.Serialization;

namespace ActiveAnomaly.Persistence;

/// <summary>How headers are written as JSON.</summary>
internal static class ModelJson
{
    public static readonly JsonSerializerOptions Options = new()
    {
        Converters = { new JsonStringEnumConverter() },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        IgnoreReadOnlyProperties = true,
        RespectNullableAnnotations = true,
    };

    /// <summary>Reads a header, or says why it cannot be read.</summary>
    public static T Read<T>(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json, Options) ?? throw new ModelFormatException("The model's header is empty.");
        }
        catch (JsonException exception)
        {
            throw new ModelFormatException($"The model's header cannot be read: {exception.Message}", exception);
        }
    }
}
