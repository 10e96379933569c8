using System.Text.Json;
using System.Text.Json.Serialization;

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
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
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
        TableSchema schema;
        try
        {
            schema = JsonSerializer.Deserialize<TableSchema>(json, Json)
                ?? throw new TableException("The saved description of the table is empty: the file is damaged.");
        }
        catch (JsonException exception)
        {
            throw new TableException($"The saved description of the table is damaged: {exception.Message}", exception);
        }

        return schema.Version is >= 1 and <= CurrentVersion
            ? schema
            : throw new TableException(
                $"The saved description of the table has version {schema.Version}; versions 1 to {CurrentVersion} can be read. Use a "
                + "newer release of this library.");
    }
}
