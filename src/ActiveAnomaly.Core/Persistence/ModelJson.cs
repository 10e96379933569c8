using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

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

        // Said, for programs that are one file have .NET's own default turned off.
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    /// <summary>Reads a header, or says why it cannot be read.</summary>
    public static T Read<T>(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json, Options) ?? throw Empty();
        }
        catch (JsonException exception)
        {
            throw Unreadable(exception);
        }
    }

    /// <summary>Reads a part of a header, or says why it cannot be read.</summary>
    public static T Read<T>(JsonElement json) => (T)Read(json, typeof(T));

    /// <summary>Reads a part of a header as a type that is known when the program runs.</summary>
    public static object Read(JsonElement json, Type type)
    {
        try
        {
            return json.Deserialize(type, Options) ?? throw Empty();
        }
        catch (JsonException exception)
        {
            throw Unreadable(exception);
        }
    }

    private static ModelFormatException Empty() => new("The model's header, or a part of it, is empty; the file is damaged.");

    private static ModelFormatException Unreadable(JsonException exception) =>
        new($"The model's header cannot be read: {exception.Message}", exception);
}
