using CsCheck;

namespace ActiveAnomaly.Tables;

/// <summary>Whatever is written in a dialect that can be told is read back exactly.</summary>
[TestClass]
public sealed partial class TableRoundTripTests
{
    private const int SampleCount = 500;

    private static readonly string[] Fragments =
    [
        "a", "B", "\u00e4", "\u4e2d", "\U0001f600", "\u0001", " ", "  ", "\u00a0", ",", ";", "\t", "\"", "\"\"", "'", "\n", "\r\n", "\r",
        ".", "-", "1", "x,y;z",
    ];

    private static readonly Gen<string> Texts = Gen.Select(Gen.Int[0, Fragments.Length - 1].Array[0, 5], Gen.Int[0, 7]).Select(
        (parts, letter) => $"t{(char)('a' + letter)}{string.Concat(parts.Select(i => Fragments[i]))}e");

    private static readonly Gen<double> Numbers = Gen.OneOf(
        Gen.Int[-1000, 1000].Select(number => (double)number),
        Gen.Int[-1_000_000, 1_000_000].Select(number => number / 1000.0),
        Gen.Single.Where(number => float.IsNormal(number) || number == 0).Select(number => number == 0 ? 0 : (double)number),
        Gen.Double[-1e30, 1e30].Where(number => float.IsNormal((float)number)),
        Gen.Long[-(1L << 53), 1L << 53].Select(number => (double)number));

    private static readonly Gen<(char Separator, char Decimal)> Separators =
        Gen.OneOf((',', '.'), (';', '.'), ('\t', '.'), (';', ','), ('\t', ','));

    private static readonly Gen<(string Name, bool HasMark)> Encodings = Gen.OneOf(
        ("utf-8", false), ("utf-8", true), ("utf-16", false), ("utf-16", true), ("utf-16BE", false), ("utf-16BE", true), ("utf-32", true));

    private static readonly Gen<WrittenTable> Tables =
        from columnCount in Gen.Int[1, 5]
        from rowCount in Gen.Int[2, 12]
        from isNumber in Gen.Bool.Array[columnCount]
        from names in Texts.Array[columnCount]
        from numbers in Numbers.Array[columnCount * rowCount]
        from texts in Texts.Array[columnCount * rowCount]
        from isEmpty in Gen.Int[0, 9].Array[columnCount * rowCount]
        from labels in Gen.Int[-1, 1].Array[rowCount]
        from separators in Separators
        from encoding in Encodings
        from lineEnd in Gen.OneOf("\n", "\r\n", "\r")
        from flags in Gen.Bool.Array[4]
        select new WrittenTable
        {
            Names = [.. names.Select((name, k) => $"{name}{k}")],
            Kinds = string.Concat(isNumber.Select(number => number ? 'N' : 'C')),
            Rows =
            [
                .. Enumerable.Range(0, rowCount).Select(row => Enumerable.Range(0, columnCount).Select(k =>
                {
                    var i = (row * columnCount) + k;

                    // The first rows are full: a column without a value is left out, which another test shows.
                    return row > 0 && isEmpty[i] == 0 ? null : isNumber[k] ? (object)numbers[i] : texts[i];
                }).ToArray()),
            ],
            Labels = labels,
            Separator = separators.Separator,
            DecimalSeparator = separators.Decimal,
            EncodingName = encoding.Name,
            HasMark = encoding.HasMark,
            LineEnd = lineEnd,
            AlwaysQuotes = flags[0],
            HasHeader = flags[1],
            IsPacked = flags[2],
            EndsLastLine = flags[3],
        };

    [TestMethod]
    public void Read_WhatWasWritten_IsTheSame() => Samples.Try(Tables, SampleCount, AssertSame);

    private static void AssertSame(WrittenTable written)
    {
        var table = Given.Table(written.ToBytes(), Options(written));

        var dialect = table.Schema.Dialect;
        Assert.AreEqual(
            (written.Separator, written.HasHeader, written.EncodingName, written.IsPacked ? "gzip" : null),
            (dialect.Separator, dialect.HasHeader, dialect.EncodingName, dialect.Compression));
        Assert.AreEqual(
            string.Join('|', written.HasHeader ? written.Names : [.. written.Names.Select((_, k) => $"column{k + 1}")]), table.Names());
        Assert.AreEqual(written.Kinds, table.Kinds());
        Assert.AreEqual(
            written.Cells(k => table.Columns[k].Schema.FillNumber!.Value, k => table.Columns[k].Schema.FillCategory!), table.Cells());
        Assert.AreEqual(string.Concat(written.Labels.Select(label => label < 0 ? "-" : $"{label}")), table.LabelText());
        Assert.AreEqual(
            written.Rows.SelectMany(row => row).Count(cell => cell is null), table.Columns.Sum(column => column.FilledCount));
        if (written.Rows.SelectMany(row => row).OfType<double>().Any(IsFraction))
        {
            Assert.AreEqual(written.DecimalSeparator, dialect.DecimalSeparator);
        }

        var told = table.Describe()[0];
        var lineEnd = written.LineEnd == "\n" ? "LF" : written.LineEnd == "\r" ? "CR" : "CRLF";
        Assert.Contains($", {lineEnd}{(written.IsPacked ? ", gzip" : string.Empty)}.", told);
        Assert.AreEqual(written.HasMark, told.Contains("byte-order mark", StringComparison.Ordinal));
    }

    /// <summary>Says what a table does not show, and nothing else.</summary>
    private static TableOptions Options(WrittenTable written)
    {
        object?[] cells = [.. written.Rows.SelectMany(row => row)];
        return new TableOptions
        {
            Missing = MissingCells.Median,
            MostCategories = 1000,

            // Other separators in texts may be as regular as the table's own, which is why texts that hold them are in quotes as a rule.
            Separator = cells.OfType<string>().Concat(written.Names).Any(text => text.AsSpan().IndexOfAny(",;\t") >= 0)
                ? written.Separator
                : null,
            HasHeader = ShowsHeader(written) ? null : written.HasHeader,

            // 1,234 alone may have a decimal comma or a thousands separator.
            DecimalSeparator = written.DecimalSeparator == ',' && cells.OfType<double>().Any(IsFraction)
                && cells.OfType<double>().Where(IsFraction).All(number => ThreeDecimals().IsMatch(WrittenNumber(number)))
                ? ','
                : MayHaveThousands(written) ? '.' : null,
        };
    }

    /// <summary>Tells whether a column has points that may separate thousands, where commas do not separate fields.</summary>
    private static bool MayHaveThousands(WrittenTable written) =>
        written is { DecimalSeparator: '.', Separator: not ',' } && Enumerable.Range(0, written.Kinds.Length).Any(k =>
        {
            double[] fractions = [.. written.Rows.Select(row => row[k]).OfType<double>().Where(IsFraction)];
            return fractions.Length > 0 && fractions.All(number => ThreeDecimals().IsMatch(WrittenNumber(number)));
        });

    /// <summary>
    /// A first line of values shows it where a column has numbers in it and below it, unless they are 0, 1, 2, ..., which may number the
    /// columns. A header shows it wherever a column has numbers.
    /// </summary>
    private static bool ShowsHeader(WrittenTable written)
    {
        if (written.HasHeader)
        {
            return true;
        }

        var columns = Enumerable.Range(0, written.Kinds.Length).Where(k => written.Kinds[k] == 'N').ToArray();
        var first = columns.Select(k =>
            (double)written.Rows[0][k]!).Concat(written.Labels[0] < 0 ? [] : [(double)written.Labels[0]]).ToArray();
        var isNumbered = first.Length > 0 && first.Select((number, i) => number - i).Distinct().Count() == 1 && first[0] is 0 or 1;
        return !isNumbered && (columns.Any(k => written.Rows.Skip(1).Any(row => row[k] is not null))
            || (written.Labels[0] >= 0 && written.Labels.Skip(1).Any(label => label >= 0)));
    }

    private static bool IsFraction(double number) => number != Math.Floor(number);

    private static string WrittenNumber(double number) => number.ToString("R", System.Globalization.CultureInfo.InvariantCulture);

    [System.Text.RegularExpressions.GeneratedRegex("^-?[1-9][0-9]{0,2}[.][0-9]{3}$")]
    private static partial System.Text.RegularExpressions.Regex ThreeDecimals();
}
