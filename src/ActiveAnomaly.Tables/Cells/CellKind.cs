namespace ActiveAnomaly.Tables.Cells;

/// <summary>What a cell looks like, before anything is known of its column.</summary>
internal enum CellKind
{
    /// <summary>Nothing, or one of the texts that mean nothing.</summary>
    Missing,

    /// <summary>A number without a decimal separator.</summary>
    WholeNumber,

    /// <summary>A number with a decimal point that may be no thousands separator.</summary>
    PointNumber,

    /// <summary>Digits, a point and three digits: a number with a decimal point, or with a thousands separator.</summary>
    ThousandsOrPoint,

    /// <summary>A number with a decimal comma that may be no thousands separator.</summary>
    CommaNumber,

    /// <summary>Digits, a comma and three digits: a number with a decimal comma, or with a thousands separator.</summary>
    ThousandsOrComma,

    /// <summary>An infinite number.</summary>
    Infinite,

    /// <summary>A number without a decimal separator above what single precision can hold.</summary>
    TooLarge,

    /// <summary>A number without a decimal separator, other than 0, below what single precision can hold in full precision.</summary>
    TooSmall,

    /// <summary>Too large, with a decimal point.</summary>
    PointTooLarge,

    /// <summary>Too small, with a decimal point.</summary>
    PointTooSmall,

    /// <summary>Too large, with a decimal comma.</summary>
    CommaTooLarge,

    /// <summary>Too small, with a decimal comma.</summary>
    CommaTooSmall,

    /// <summary>A number with thousands separators, a currency, a per cent sign, or another minus than one before it.</summary>
    DecoratedNumber,

    /// <summary>A number with a unit or the letters of a currency.</summary>
    NumberWithUnit,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A date, with or without a time of day.</summary>
    Date,

    /// <summary>A date in a format that is not the known one, whose day and month cannot be told apart for one.</summary>
    UnclearDate,

    /// <summary>Any other text.</summary>
    Text,
}
