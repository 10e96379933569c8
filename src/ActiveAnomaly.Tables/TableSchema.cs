using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using ActiveAnomaly.Tables.Understanding;

namespace ActiveAnomaly.Tables;

/// <summary>
/// What was understood of a table: how it is written, its columns, its label. It is saved with a model (<see cref="ModelFile"/>) and
/// applied to the tables that the model scores. Immutable, and so safe to share between threads.
/// </summary>
public sealed record TableSchema
{
    /// <summary>The version that is written, and the newest that can be read.</summary>
    public const int CurrentVersion = 1;

    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,

        // Said, for programs that are one file have .NET's own default turned off.
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    /// <summary>Gets the version of this description.</summary>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>Gets how the table is written.</summary>
    public required TableDialect Dialect { get; init; }

    /// <summary>Gets the columns that become features, in the order of the table.</summary>
    public required IReadOnlyList<ColumnSchema> Columns { get; init; }

    /// <summary>Gets the label column, or null where there is none.</summary>
    public LabelSchema? Label { get; init; }

    /// <summary>Gets the columns that are left out, because the user said so or because they hold no value.</summary>
    public IReadOnlyList<string> IgnoredColumns { get; init; } = [];

    /// <summary>Gets what becomes of missing cells.</summary>
    public MissingCells Missing { get; init; }

    /// <summary>Gets what becomes of cells that single precision cannot hold.</summary>
    public OutOfRangeCells OutOfRange { get; init; }

    /// <summary>Gets the texts that mean, beside an empty cell and in any case, that a cell has no value.</summary>
    public IReadOnlyList<string> MissingTexts { get; init; } = TableOptions.Defaults.MissingTexts;

    /// <summary>Gives the schema as JSON.</summary>
    /// <returns>The text, UTF-8.</returns>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, Json);

    /// <summary>Reads a schema from JSON.</summary>
    /// <param name="json">The text, UTF-8.</param>
    /// <returns>The schema.</returns>
    /// <exception cref="TableException">The text is damaged, or of a newer version.</exception>
    public static TableSchema FromJson(ReadOnlySpan<byte> json)
    {
        try
        {
            RequireVersion(json);
            var schema = JsonSerializer.Deserialize<TableSchema>(json, Json);
            return SchemaRules.Broken(schema) is { } broken ? throw Damaged(broken, null) : schema!;
        }
        catch (Exception exception) when (exception is JsonException or FormatException or InvalidOperationException)
        {
            throw Damaged(exception.Message, exception);
        }
    }

    /// <summary>The version comes first: a newer one may say what this one does not understand.</summary>
    private static void RequireVersion(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        using var document = JsonDocument.ParseValue(ref reader);
        if (document.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("version", out var version)
            && version.ValueKind == JsonValueKind.Number && version.TryGetInt64(out var number) && number is (< 1 or > CurrentVersion))
        {
            throw new TableException(
                $"The saved description of the table has version {number}; versions 1 to {CurrentVersion} can be read. Use a newer "
                + "release of this library.");
        }
    }

    private static TableException Damaged(string why, Exception? cause)
    {
        var message = $"The saved description of the table is damaged: {why} Save the model again, or train it again.";
        return cause is null ? new TableException(message) : new TableException(message, cause);
    }
}
