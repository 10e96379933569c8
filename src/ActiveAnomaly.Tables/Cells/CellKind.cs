namespace ActiveAnomaly.Tables.Cells;

/// <summary>What a cell looks like, before anything is known of its column.</summary>
internal enum CellKind
{
    /// <summary>Nothing, or one of the texts that mean nothing.</summary>
    Missing,

    /// <summary>A number without a decimal separator.</summary>
    WholeNumber,

    /// <summary>A number with a decimal point.</summary>
    PointNumber,

    /// <summary>A number with a decimal comma that may be no thousands separator.</summary>
    CommaNumber,

    /// <summary>Digits with commas before every group of three: a number with a decimal comma, or with thousands separators.</summary>
    ThousandsOrComma,

    /// <summary>An infinite number.</summary>
    Infinite,

    /// <summary>A number above what single precision can hold.</summary>
    TooLarge,

    /// <summary>A number other than 0 below what single precision can hold in full precision.</summary>
    TooSmall,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A date, with or without a time of day.</summary>
    Date,

    /// <summary>A date whose day and month cannot be told apart without a format.</summary>
    UnclearDate,

    /// <summary>Any other text.</summary>
    Text,
}
