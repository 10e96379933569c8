using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace ActiveAnomaly.Sessions.Events;

/// <summary>Events as lines of JSON, for stores that keep text. Every version released stays readable.</summary>
public static class SessionEventJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        Converters = { new JsonStringEnumConverter(allowIntegerValues: false) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectNullableAnnotations = true,
        AllowOutOfOrderMetadataProperties = true,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LeaveOutWhatVersionOneLacks } },
    };

    /// <summary>Gives an event as one line.</summary>
    /// <param name="sessionEvent">The event.</param>
    /// <returns>JSON without line breaks.</returns>
    public static string Write(SessionEvent sessionEvent)
    {
        ArgumentNullException.ThrowIfNull(sessionEvent);
        return JsonSerializer.Serialize(sessionEvent, Options);
    }

    /// <summary>Reads an event.</summary>
    /// <param name="json">What <see cref="Write"/> gave.</param>
    /// <returns>The event.</returns>
    /// <exception cref="FormatException">The text is no event that this version knows.</exception>
    public static SessionEvent Read(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            return JsonSerializer.Deserialize<SessionEvent>(json, Options)
                ?? throw new FormatException("The event is null; a JSON object is needed.");
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException)
        {
            throw new FormatException(
                $"This is no event of a session that this version of the library reads: {exception.Message}",
                exception);
        }
    }

    /// <summary>So that an event that was read from a log of version 1 is written as it stands there.</summary>
    private static void LeaveOutWhatVersionOneLacks(JsonTypeInfo type)
    {
        foreach (var property in type.Properties.Where(property => property.Name == nameof(SessionCreated.AsksTwins)))
        {
            property.ShouldSerialize = static (owner, _) => owner is SessionCreated { Version: > 1 };
        }
    }
}
