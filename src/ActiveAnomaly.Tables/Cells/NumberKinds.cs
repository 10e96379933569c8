namespace ActiveAnomaly.Tables.Cells;

/// <summary>Which kinds of cells are numbers, given the decimal separator.</summary>
internal static class NumberKinds
{
    private static readonly CellKind[] WithPoint =
        [CellKind.PointNumber, CellKind.ThousandsOrPoint, CellKind.PointTooLarge, CellKind.PointTooSmall];

    private static readonly CellKind[] WithComma =
        [CellKind.CommaNumber, CellKind.ThousandsOrComma, CellKind.CommaTooLarge, CellKind.CommaTooSmall];

    /// <summary>Gets the kinds that are numbers of some notation.</summary>
    public static IReadOnlyList<CellKind> All { get; } =
        [CellKind.WholeNumber, CellKind.Infinite, CellKind.TooLarge, CellKind.TooSmall, .. WithPoint, .. WithComma];

    /// <summary>Gives the kinds of cells that are numbers that can be held.</summary>
    public static CellKind[] InRange(char decimalSeparator) => decimalSeparator == ','
        ? [CellKind.WholeNumber, CellKind.CommaNumber, CellKind.ThousandsOrComma]
        : [CellKind.WholeNumber, CellKind.PointNumber, CellKind.ThousandsOrPoint];

    /// <summary>Gives the kinds of cells that are numbers that single precision cannot hold.</summary>
    public static CellKind[] OutOfRange(char decimalSeparator) => decimalSeparator == ','
        ? [CellKind.Infinite, CellKind.TooLarge, CellKind.TooSmall, CellKind.CommaTooLarge, CellKind.CommaTooSmall]
        : [CellKind.Infinite, CellKind.TooLarge, CellKind.TooSmall, CellKind.PointTooLarge, CellKind.PointTooSmall];

    /// <summary>Gives the kinds of cells that would be numbers with the other decimal separator.</summary>
    public static CellKind[] OtherNotation(char decimalSeparator) => decimalSeparator == ',' ? WithPoint : WithComma;

    /// <summary>Gives the kinds of cells that are numbers to a person and are not read: they stop a column of numbers.</summary>
    public static CellKind[] Unread(char decimalSeparator) =>
        [.. OtherNotation(decimalSeparator), CellKind.DecoratedNumber, CellKind.NumberWithUnit];
}
