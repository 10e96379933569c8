namespace ActiveAnomaly.Tables;

/// <summary>How a table is written.</summary>
public sealed record TableDialect
{
    /// <summary>Gets what the table was read from.</summary>
    public required TableFormat Format { get; init; }

    /// <summary>Gets the separator of the fields; a comma where the format needs none.</summary>
    public char Separator { get; init; } = ',';

    /// <summary>Gets a value indicating whether the first line holds the columns' names.</summary>
    public bool HasHeader { get; init; } = true;

    /// <summary>Gets the decimal separator of numbers, '.' or ','.</summary>
    public char DecimalSeparator { get; init; } = '.';

    /// <summary>Gets the name of the text's encoding, or null where the format has none.</summary>
    public string? EncodingName { get; init; }

    /// <summary>Gets a value indicating whether quotes hold fields together.</summary>
    public bool ReadsQuotes { get; init; } = true;

    /// <summary>Gets how it is packed: "gzip", "zstd", or null for not at all.</summary>
    public string? Compression { get; init; }
}
