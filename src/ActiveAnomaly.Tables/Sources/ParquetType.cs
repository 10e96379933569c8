namespace ActiveAnomaly.Tables.Sources;

/// <summary>What the whole numbers or bytes of a Parquet column mean.</summary>
internal enum ParquetType
{
    /// <summary>What the library makes of them.</summary>
    AsTheyAre,

    /// <summary>Days since 1970.</summary>
    Date,

    /// <summary>Thousandths of a second since 1970.</summary>
    Milliseconds,

    /// <summary>Millionths of a second since 1970.</summary>
    Microseconds,

    /// <summary>Billionths of a second since 1970.</summary>
    Nanoseconds,

    /// <summary>A number without its decimal point.</summary>
    Decimal,

    /// <summary>A number of half precision.</summary>
    Half,

    /// <summary>Text, JSON too.</summary>
    Text,

    /// <summary>A UUID, the most significant byte first.</summary>
    Uuid,
}
