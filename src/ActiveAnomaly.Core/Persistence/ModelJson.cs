using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using ActiveAnomaly.Detectors;

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

    /// <summary>Writes a detector's options, or says which of them JSON cannot hold.</summary>
    /// <exception cref="NotSupportedException">JSON cannot hold an option, such as an infinite number.</exception>
    public static JsonElement Write(DetectorOptions options)
    {
        try
        {
            return JsonSerializer.SerializeToElement(options, options.GetType(), Options);
        }
        catch (Exception exception) when (IsOfJson(exception))
        {
            var unwritable = options.GetType().GetProperties().FirstOrDefault(
                property => property.SetMethod is not null && !CanWrite(property.GetValue(options), property.PropertyType));
            throw new NotSupportedException(
                $"The option {unwritable?.Name ?? "of an unknown name"} of {options.GetType().Name} cannot be written, for models and "
                + FormattableString.Invariant($"sessions keep options as JSON, and it is {unwritable?.GetValue(options) ?? "null"}: ")
                + $"{exception.Message} Give it another value, or mark it JsonIgnore where no result depends on it.",
                exception);
        }
    }

    private static bool CanWrite(object? value, Type type)
    {
        try
        {
            JsonSerializer.SerializeToElement(value, type, Options);
            return true;
        }
        catch (Exception exception) when (IsOfJson(exception))
        {
            return false;
        }
    }

    /// <summary>Tells whether an exception is one by which a serialiser refuses a value.</summary>
    private static bool IsOfJson(Exception exception) =>
        exception is ArgumentException or NotSupportedException or JsonException or InvalidOperationException;

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
