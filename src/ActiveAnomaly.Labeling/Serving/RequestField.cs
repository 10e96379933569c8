using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace ActiveAnomaly.Labeling.Serving;

/// <summary>A field of a request's body: its name, what it may hold, and whether it may be left out. Immutable.</summary>
internal sealed class RequestField
{
    private const int LongestShown = 40;
    private readonly Func<JsonElement, bool> _fits;

    /// <param name="property">The property that the field is read into.</param>
    public RequestField(PropertyInfo property)
    {
        Name = JsonNamingPolicy.CamelCase.ConvertName(property.Name);
        IsRequired = property.IsDefined(typeof(RequiredMemberAttribute));
        (Kind, _fits) = Of(property.PropertyType);
    }

    /// <summary>Gets its name.</summary>
    public string Name { get; }

    /// <summary>Gets a value indicating whether it must be there.</summary>
    public bool IsRequired { get; }

    /// <summary>Gets what it may hold, in words.</summary>
    public string Kind { get; }

    /// <summary>Says why a value does not fit; null where it does.</summary>
    public string? Refuse(JsonElement value) => _fits(value)
        ? null
        : $"The field '{Name}' is {Shown(value)}; it must be {Kind}.";

    private static (string Kind, Func<JsonElement, bool> Fits) Of(Type type)
    {
        if (type == typeof(string))
        {
            return ("a text", IsText);
        }

        if (type == typeof(bool))
        {
            return ("true or false", value => value.ValueKind is JsonValueKind.True or JsonValueKind.False);
        }

        if (type == typeof(int))
        {
            return ("a whole number", IsWhole);
        }

        if (type == typeof(int?))
        {
            return ("a whole number or null", value => value.ValueKind == JsonValueKind.Null || IsWhole(value));
        }

        if (type == typeof(long?))
        {
            return ("a whole number or null", value => value.ValueKind == JsonValueKind.Null || IsLongWhole(value));
        }

        if (type == typeof(IReadOnlyList<int>))
        {
            return ("a list of whole numbers", value => IsListOf(value, IsWhole));
        }

        if (type == typeof(IReadOnlyList<string>))
        {
            return ("a list of texts", value => IsListOf(value, IsText));
        }

        throw new NotSupportedException($"A field of type {type} has no words for what it may hold; add them here.");
    }

    private static bool IsWhole(JsonElement value) => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out _);

    private static bool IsLongWhole(JsonElement value) => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _);

    private static bool IsListOf(JsonElement value, Func<JsonElement, bool> fits) =>
        value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(fits);

    /// <summary>Bytes that are no UTF-8, and halves of characters, are no text either.</summary>
    private static bool IsText(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String && value.GetString() is not null;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static string Shown(JsonElement value)
    {
        string raw;
        try
        {
            raw = value.GetRawText();
        }
        catch (InvalidOperationException)
        {
            return "of bytes that are no UTF-8";
        }

        var size = raw.Length.ToString("N0", CultureInfo.InvariantCulture);
        return raw.Length <= LongestShown ? raw : $"{raw[..LongestShown]}... ({size} characters)";
    }
}
