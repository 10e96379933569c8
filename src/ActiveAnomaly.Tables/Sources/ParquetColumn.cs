using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text;
using ActiveAnomaly.Tables.Understanding;
using Parquet.Meta;
using Parquet.Schema;
using WrittenType = Parquet.Meta.Type;

namespace ActiveAnomaly.Tables.Sources;

/// <summary>
/// A column of a Parquet file that can be read. Texts, UUIDs, dates, decimals and small numbers are read as the whole numbers or bytes that
/// they are written as, and made here what they mean: the library reads them in fewer encodings, takes times without a zone for the
/// machine's and bytes that a text has in common with the one before for letters, and does not say at which row it stops.
/// </summary>
internal sealed class ParquetColumn
{
    /// <summary>Double precision holds powers of ten up to here and whole numbers up to 2^53: one by the other is rounded once.</summary>
    private const int LargestExactPower = 22;
    private const long LargestExactWhole = 1L << 53;

    private static readonly double[] PowersOfTen =
    [
        .. Enumerable.Range(0, LargestExactPower + 1).Select(
            k => double.Parse(FormattableString.Invariant($"1e{k}"), CultureInfo.InvariantCulture)),
    ];

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ParquetType _type;
    private readonly int _scale;
    private readonly DateTimeKind _timeKind;

    private ParquetColumn(DataField field, ParquetType type, SchemaElement? said)
    {
        (Field, _type) = (field, type);
        Wide = new DataField(field.Name, typeof(long), isNullable: field.IsNullable);

        // The library reads fields of a schema only.
        _ = new ParquetSchema(Wide);
        _scale = said?.Scale ?? said?.LogicalType?.DECIMAL?.Scale ?? 0;
        _timeKind = said?.LogicalType?.TIMESTAMP is { IsAdjustedToUTC: false } ? DateTimeKind.Unspecified : DateTimeKind.Utc;
    }

    /// <summary>Gets the column as the library reads it.</summary>
    public DataField Field { get; }

    /// <summary>Gets the column as if its whole numbers had 64 bits.</summary>
    public DataField Wide { get; }

    /// <summary>Gets a value indicating whether the file says that it holds texts.</summary>
    public bool IsText => _type == ParquetType.Text;

    /// <summary>
    /// Makes a file's description say of columns that are made here what they are that they hold plain whole numbers or bytes.
    /// </summary>
    /// <returns>What it said of these.</returns>
    public static Dictionary<SchemaElement, SchemaElement> TakeOffTypes(FileMetaData description)
    {
        var said = new Dictionary<SchemaElement, SchemaElement>(ReferenceEqualityComparer.Instance);
        foreach (var element in description.Schema.Where(element => TypeOf(element) != ParquetType.AsTheyAre || IsOfBytes(element)))
        {
            said[element] = new SchemaElement
            {
                Type = element.Type, LogicalType = element.LogicalType, ConvertedType = element.ConvertedType, Scale = element.Scale,
            };
            (element.LogicalType, element.ConvertedType) = (null, null);
        }

        return said;
    }

    /// <summary>Gives a column, or what it is where it cannot be read: "nested", for one.</summary>
    /// <param name="field">The column as the library reads it.</param>
    /// <param name="said">What the file says of columns whose types were taken off.</param>
    public static (ParquetColumn? Column, string? Kind) Of(Field field, IReadOnlyDictionary<SchemaElement, SchemaElement> said)
    {
        if (field is not DataField { IsArray: false } data)
        {
            return (null, "nested");
        }

        var element = data.SchemaElement is { } found ? said.GetValueOrDefault(found) ?? found : null;
        var type = element is null ? ParquetType.AsTheyAre : TypeOf(element);
        var kind =
            element?.LogicalType?.TIME is not null || element?.ConvertedType is ConvertedType.TIME_MILLIS or ConvertedType.TIME_MICROS
                ? "a time of day"
            : type != ParquetType.AsTheyAre || ParquetCursor.CanRead(data.ClrType) ? null
            : data.ClrType == typeof(ReadOnlyMemory<byte>) ? "binary"
            : data.ClrType.Name;
        return (kind is null ? new ParquetColumn(data, type, element) : null, kind);
    }

    /// <summary>Makes cells of the values of a group of rows; null is missing.</summary>
    /// <param name="values">The values.</param>
    /// <param name="fileName">The file's name, for messages.</param>
    /// <param name="firstRow">The row of the first.</param>
    /// <exception cref="TableException">A date cannot be held, or a text is not UTF-8.</exception>
    public ColumnCells Cells<T>(T?[] values, string fileName, long firstRow)
        where T : struct
    {
        return (_type, (object)values) switch
        {
            (ParquetType.Date, int?[] days) => Dates(days, day => checked(day * TimeSpan.TicksPerDay)),
            (ParquetType.Milliseconds, long?[] times) => Dates(times, time => checked(time * TimeSpan.TicksPerMillisecond)),
            (ParquetType.Microseconds, long?[] times) => Dates(times, time => checked(time * TimeSpan.TicksPerMicrosecond)),
            (ParquetType.Nanoseconds, long?[] times) => Dates(times, time => time / TimeSpan.NanosecondsPerTick),
            (ParquetType.Decimal, int?[] wholes) => Each(wholes, whole => Number(whole)),
            (ParquetType.Decimal, long?[] wholes) => Each(wholes, whole => Number(whole)),
            (ParquetType.Decimal, ReadOnlyMemory<byte>?[] wholes) => Each(
                wholes, whole => Number(new BigInteger(whole.Span, isUnsigned: false, isBigEndian: true))),
            (ParquetType.Half, ReadOnlyMemory<byte>?[] halves) => Each(
                halves, half => (float)BinaryPrimitives.ReadHalfLittleEndian(half.Span)),
            (ParquetType.Text, ReadOnlyMemory<byte>?[] texts) => ColumnCells.Of(
                [.. texts.Select((text, i) => text is null ? null : Text(text.Value.Span, fileName, firstRow + i))]),
            (ParquetType.Uuid, ReadOnlyMemory<byte>?[] uuids) => ColumnCells.Of(
                [.. uuids.Select(uuid => uuid is null ? null : new Guid(uuid.Value.Span, bigEndian: true).ToString())]),
            _ => ColumnCells.Of(values),
        };

        ColumnCells Dates<TWhole>(TWhole?[] wholes, Func<TWhole, long> ticks)
            where TWhole : struct
        {
            var dates = new DateTime?[wholes.Length];
            for (var i = 0; i < dates.Length; i++)
            {
                dates[i] = wholes[i] is { } whole ? Date(ticks, whole, fileName, firstRow + i) : null;
            }

            return ColumnCells.Of(dates);
        }
    }

    private static ParquetType TypeOf(SchemaElement element) => (element.Type, element.LogicalType, element.ConvertedType) switch
    {
        (WrittenType.INT32, { DATE: not null }, _) or (WrittenType.INT32, _, ConvertedType.DATE) => ParquetType.Date,
        (WrittenType.INT64, { TIMESTAMP.Unit.MILLIS: not null }, _) => ParquetType.Milliseconds,
        (WrittenType.INT64, { TIMESTAMP.Unit.MICROS: not null }, _) => ParquetType.Microseconds,
        (WrittenType.INT64, { TIMESTAMP.Unit.NANOS: not null }, _) => ParquetType.Nanoseconds,
        (WrittenType.INT64, _, ConvertedType.TIMESTAMP_MILLIS) => ParquetType.Milliseconds,
        (WrittenType.INT64, _, ConvertedType.TIMESTAMP_MICROS) => ParquetType.Microseconds,
        (WrittenType.INT96 or null, _, _) => ParquetType.AsTheyAre,
        (_, { DECIMAL: not null }, _) or (_, _, ConvertedType.DECIMAL) => ParquetType.Decimal,
        (WrittenType.FIXED_LEN_BYTE_ARRAY, { FLOAT16: not null }, _) => ParquetType.Half,
        (WrittenType.FIXED_LEN_BYTE_ARRAY, { UUID: not null }, _) => ParquetType.Uuid,
        (WrittenType.BYTE_ARRAY or WrittenType.FIXED_LEN_BYTE_ARRAY, var logical, var converted) =>
            logical?.STRING is not null || logical?.ENUM is not null || logical?.JSON is not null
            || converted is ConvertedType.UTF8 or ConvertedType.ENUM or ConvertedType.JSON ? ParquetType.Text : ParquetType.AsTheyAre,
        _ => ParquetType.AsTheyAre,
    };

    private static bool IsOfBytes(SchemaElement element) => element.Type == WrittenType.INT32
        && (element.LogicalType?.INTEGER?.BitWidth == 8 || element.ConvertedType is ConvertedType.INT_8 or ConvertedType.UINT_8);

    private static ColumnCells Each<T, TCell>(T?[] values, Func<T, TCell> convert)
        where T : struct
        where TCell : struct =>
        ColumnCells.Of([.. values.Select(value => value is null ? (TCell?)null : convert(value.Value))]);

    private DateTime Date<T>(Func<T, long> ticks, T value, string fileName, long row)
    {
        try
        {
            return DateTime.SpecifyKind(DateTime.UnixEpoch.AddTicks(ticks(value)), _timeKind);
        }
        catch (Exception exception) when (exception is OverflowException or ArgumentOutOfRangeException)
        {
            throw new TableException(
                $"'{fileName}', row {row}, column {ShownText.Of(Field.Name)}: a date that is not in the years 1 to 9999, or stands for an "
                + "infinite one. Mend it, write no value there, or leave the column out (--ignore, TableOptions.IgnoredColumns).",
                row,
                Field.Name);
        }
    }

    private string Text(ReadOnlySpan<byte> bytes, string fileName, long row)
    {
        try
        {
            return Utf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw new TableException(
                $"'{fileName}', row {row}, column {ShownText.Of(Field.Name)}: a text that is not UTF-8, as Parquet's texts are. Write it "
                + "as UTF-8, or leave the column out (--ignore, TableOptions.IgnoredColumns).",
                row,
                Field.Name);
        }
    }

    /// <summary>Gives the number nearest to a decimal, as reading its text does.</summary>
    private double Number(BigInteger whole) => BigInteger.Abs(whole) <= LargestExactWhole && _scale <= LargestExactPower
        ? (long)whole / PowersOfTen[_scale]
        : double.Parse(FormattableString.Invariant($"{whole}e-{_scale}"), CultureInfo.InvariantCulture);
}
