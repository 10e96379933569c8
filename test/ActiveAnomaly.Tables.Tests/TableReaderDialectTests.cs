using System.Text;

namespace ActiveAnomaly.Tables;

/// <summary>How delimited text is written is found out, and told of.</summary>
[TestClass]
public sealed class TableReaderDialectTests
{
    private const string Small = "a,b,label\n1,2,0\n3,4,1\n";

    private static readonly Encoding LittleEndian = new UnicodeEncoding(bigEndian: false, byteOrderMark: false);
    private static readonly Encoding BigEndian = new UnicodeEncoding(bigEndian: true, byteOrderMark: false);

    [TestMethod]
    [DataRow("a,b,label\n1,x,0\n2,y,1\n", false)]
    [DataRow("a,b,label\n1,x,0\n2,\"y\",1\n", true)]
    [DataRow("\"a\",b,label\n1,x,0\n2,y,1\n", true)]
    [DataRow("a,b,label\n1,the \"x\" pipe,0\n2,y,1\n", false)]
    public void Describe_FieldsInQuotes_AreToldOf(string text, bool isTold) =>
        Assert.AreEqual(isTold, Given.Table(text).Describe()[0].Contains("header in line 1, quoted fields", StringComparison.Ordinal));

    [TestMethod]
    public void Read_Utf8_GivesCellsNamesLabelsAndLines()
    {
        var table = Given.Table(Small);

        Assert.AreEqual("a|b", table.Names());
        Assert.AreEqual("1|2/3|4", table.Cells());
        Assert.AreEqual("01", table.LabelText());
        Assert.AreEqual("2,3", table.Lines());
        Assert.AreEqual(
            new TableDialect { Format = TableFormat.DelimitedText, EncodingName = "utf-8" }, table.Schema.Dialect);
        Assert.AreEqual("table.csv: 2 rows; separated by commas, decimal point, header in line 1, utf-8, LF.", table.Describe()[0]);
    }

    [TestMethod]
    [DataRow("utf-8", true, "utf-8 with byte-order mark")]
    [DataRow("utf-16", true, "utf-16 with byte-order mark")]
    [DataRow("utf-16BE", true, "utf-16BE with byte-order mark")]
    [DataRow("utf-32", true, "utf-32 with byte-order mark")]
    [DataRow("utf-32BE", true, "utf-32BE with byte-order mark")]
    [DataRow("utf-16", false, "utf-16")]
    [DataRow("utf-16BE", false, "utf-16BE")]
    public void Read_Encoding_IsFoundAndTold(string name, bool hasMark, string told)
    {
        var encoding = Encoding.GetEncoding(name);
        byte[] bytes = [.. hasMark ? encoding.GetPreamble() : [], .. encoding.GetBytes("größe,b,label\n1,x,0\n3,ÿ中😀,1\n")];

        var table = Given.Table(bytes);

        Assert.AreEqual("größe|b", table.Names());
        Assert.AreEqual("1|x/3|ÿ中😀", table.Cells());
        Assert.AreEqual(name, table.Schema.Dialect.EncodingName);
        Assert.EndsWith($", {told}, LF.", table.Describe()[0]);
    }

    [TestMethod]
    [DataRow("utf-8", "windows-1252")]
    [DataRow("utf-8", "utf-16")]
    [DataRow("utf-16", "utf-8")]
    [DataRow("utf-16", "utf-16BE")]
    [DataRow("utf-32", "latin1")]
    public void Read_AnotherEncodingSaidThanTheMarkSays_IsRefused(string name, string said)
    {
        var encoding = Encoding.GetEncoding(name);
        byte[] bytes = [.. encoding.GetPreamble(), .. encoding.GetBytes("größe,label\n1,0\n3,1\n")];

        Given.Refusal(bytes, new TableOptions { EncodingName = said }).HasMessage(
            $"'table.csv' begins with the byte-order mark of {name}, and its encoding is said to be '{said}'", "--encoding");
        Assert.AreEqual("größe", Given.Table(bytes, new TableOptions { EncodingName = name }).Names());
    }

    [TestMethod]
    public void Read_BigEndianMarkAndUtf16Said_TakesTheMarksByteOrder()
    {
        byte[] bytes = [0xfe, 0xff, .. BigEndian.GetBytes(Small)];

        Assert.AreEqual("1|2/3|4", Given.Table(bytes, new TableOptions { EncodingName = "utf-16" }).Cells());
    }

    [TestMethod]
    public void Read_EncodingSaid_IsTaken()
    {
        byte[] bytes = [.. "a,b,label\n1,gr"u8, 0xfc, (byte)'n', .. ",0\n2,rot,1\n"u8];

        Assert.AreEqual("1|grün/2|rot", Given.Table(bytes, new TableOptions { EncodingName = "windows-1252" }).Cells());
        Assert.AreEqual("1|grьn/2|rot", Given.Table(bytes, new TableOptions { EncodingName = "windows-1251" }).Cells());
    }

    [TestMethod]
    [DataRow("\n")]
    [DataRow("\r\n")]
    [DataRow("\r")]
    public void Read_BytesThatAreNotUtf8_NamesLineAndByte(string lineEnd)
    {
        byte[] bytes = [.. Encoding.Latin1.GetBytes("a,b,label\n1,x,0\n1,grün,0\n".Replace("\n", lineEnd))];

        var refusal = Given.Refusal(bytes);

        Assert.AreEqual(3, refusal.Line);
        refusal.HasMessage("Line 3 of ", "the byte 0xfc, which is not UTF-8", "--encoding windows-1252", "TableOptions.EncodingName");
    }

    [TestMethod]
    public void Read_HalfACharacterAtTheEndOfUtf16_IsRefused() =>
        Given.Refusal([.. LittleEndian.GetBytes(Small), 0x31]).HasMessage("bytes that are not utf-16", "TableOptions.EncodingName");

    [TestMethod]
    [DataRow("LF", "\n")]
    [DataRow("CRLF", "\r\n")]
    [DataRow("CR", "\r")]
    public void Read_LineEnd_IsFoundAndTold(string name, string lineEnd)
    {
        var table = Given.Table("\"a\nx\",b,label\n1,2,0\n\"3\",4,1\n".Replace("l\n", "l" + lineEnd).Replace("0\n", "0" + lineEnd));

        Assert.AreEqual("1|2/3|4", table.Cells());
        Assert.AreEqual("a\nx|b", table.Names());
        Assert.AreEqual("3,4", table.Lines());
        Assert.EndsWith($", {name}.", table.Describe()[0]);
    }

    [TestMethod]
    public void Read_FirstLineLongerThanIsLookedAt_SaysNothingOfItsEnd()
    {
        var name = new string('a', 1 << 18);

        Assert.EndsWith(", utf-8.", Given.Table($"{name},label\n1,0\n2,1\n").Describe()[0]);
    }

    [TestMethod]
    [DataRow(',', "commas")]
    [DataRow(';', "semicolons")]
    [DataRow('\t', "tabs")]
    [DataRow('|', "'|'")]
    public void Read_Separator_IsFoundAndTold(char separator, string word)
    {
        var table = Given.Table("a,b,c,label\n1,x,2.5,0\n3,y,-1e3,1\n".Replace(',', separator));

        Assert.AreEqual("1|x|2.5/3|y|-1000", table.Cells());
        Assert.AreEqual(separator, table.Schema.Dialect.Separator);
        Assert.Contains($"separated by {word},", table.Describe()[0]);
    }

    [TestMethod]
    public void Read_CommasInsideSemicolons_SeparatesByTheSteadierOne() =>
        Assert.AreEqual("Smith, John|1/Wu|2/A, B, C|3", Given.Table("name;x;label\nSmith, John;1;0\nWu;2;0\nA, B, C;3;1\n").Cells());

    [TestMethod]
    public void Read_SeparatorSaid_IsTaken()
    {
        Assert.AreEqual("1|2/3|4", Given.Table("a~b~label\n1~2~0\n3~4~1\n", new TableOptions { Separator = '~' }).Cells());
        Assert.AreEqual("1|2/3|4", Given.Table("a b label\n1 2 0\n3 4 1\n", new TableOptions { Separator = ' ' }).Cells());
        Assert.AreEqual("1;2/3;4", Given.Table("a;b,label\n1;2,0\n3;4,1\n", new TableOptions { Separator = ',' }).Cells());
    }

    [TestMethod]
    public void Read_TwoSeparatorsAsGood_AsksWhich() =>
        Given.Refusal("a;b,label\nx;y,normal\nz;y,outlier\n").HasMessage("by commas as well as by semicolons", "--separator");

    [TestMethod]
    public void Read_SeparatorThatIsNotLookedFor_SaysHowItWasSeparated() =>
        Given.Refusal("a~b~label\n1~2~0\n3~4~1\n").HasMessage("no column to learn from", "separated by commas", "--separator");

    [TestMethod]
    public void Read_QuotedCommaNewlineAndDoubledQuote_AreTheCells()
    {
        var table = Given.Table("a,b,label\n\"x, y\",\"1\",0\n\"two\r\nlines\", \"2\" ,1\n\"say \"\"no\"\"\",3,\"0\"\n");

        Assert.AreEqual("x, y|1/two\r\nlines|2/say \"no\"|3", table.Cells());
        Assert.AreEqual("010", table.LabelText());
        Assert.AreEqual("2,3,5", table.Lines());
    }

    [TestMethod]
    public void Read_QuoteInsideAField_IsACharacter() =>
        Assert.AreEqual("x|2|1/3|1|5\" pipe", Given.Table("a,b,label\nx,2,1\n3,1,5\" pipe", new TableOptions { HasLabel = false }).Cells());

    [TestMethod]
    public void Read_QuoteThatIsNotClosed_NamesLineAndField()
    {
        var refusal = Given.Refusal("a,b,label\n1,x,0\n2,\"y,1\n3,z,0\n");

        Assert.AreEqual(3, refusal.Line);
        refusal.HasMessage("Line 3 of 'table.csv', field 2: a quote is not closed: '\"y,1\\n3,z,0\\n'", "twice", "--no-quotes");
    }

    [TestMethod]
    public void Read_TextBehindAQuotedField_NamesLineAndField() =>
        Given.Refusal("a,b,label\n1,\"x\" y,0\n").HasMessage("Line 2", "field 2", "a quote is followed by more text: '\"x\" "
            + "y'", "--no-quotes");

    [TestMethod]
    public void Read_QuotesThatSpanFields_AreRefused() =>
        Given.Refusal("a,b,label\n5\" pipe,3\" pipe,0\nx,y,1\n").HasMessage("Line 2", "field 1", "opens inside the field", "--no-quotes");

    [TestMethod]
    public void Read_NoQuotesSaid_TakesThemForCharacters()
    {
        var table = Given.Table("a,b,label\n\"x,3,0\n5\" pipe,4,1\n", new TableOptions { ReadsQuotes = false });

        Assert.AreEqual("\"x|3/5\" pipe|4", table.Cells());
        Assert.IsFalse(table.Schema.Dialect.ReadsQuotes);
        Assert.Contains("quotes are characters", table.Describe()[0]);
    }

    [TestMethod]
    public void Read_SpacesAroundCellsAndNames_AreTakenOff()
    {
        var table = Given.Table(" a ,\tb , label \n 1 , x , 0 \n2,  x,\u00a01 \n");

        Assert.AreEqual("a|b", table.Names());
        Assert.AreEqual("1|x/2|x", table.Cells());
        Assert.AreEqual("01", table.LabelText());
    }

    [TestMethod]
    [DataRow("a,label\n1,0\n2,1")]
    [DataRow("a,label\n1,0\n2,1\n")]
    [DataRow("a,label\n1,0\n2,1\n\n")]
    [DataRow("a,label\r\n1,0\r\n2,1\r\n\r\n  \r\n\r\n")]
    public void Read_BlankLinesAtTheEnd_AreNoRows(string text) => Assert.AreEqual("1/2", Given.Table(text).Cells());

    [TestMethod]
    [DataRow("a,label\n1,0\n\n2,1\n", 3)]
    [DataRow("\na,label\n1,0\n2,1\n", 1)]
    [DataRow("a,label\n \n\n2,1\n", 2)]
    public void Read_BlankLineAboveOthers_IsRefused(string text, int line)
    {
        var refusal = Given.Refusal(text);

        Assert.AreEqual(line, refusal.Line);
        refusal.HasMessage($"Line {line} of 'table.csv' is blank, and more lines follow", "take it out");
    }

    [TestMethod]
    [DataRow("a,b,label\n1,2,0\n3,4\n", 3, "has 2 fields, the header has 3 (separated by commas)", "mend the line")]
    [DataRow("a,b,label\n1,2,0\n3,4,5,1\n", 3, "has 4 fields, the header has 3", "a text with a comma in it needs quotes")]
    [DataRow("a;b;label\n1;2;0\n3,4,1\n", 3, "has 1 field, the header has 3 (separated by semicolons)", "--separator")]
    [DataRow("1;2;0\n3;4;1\n5;6;7;1\n", 3, "has 4 fields, the first line has 3 (separated by semicolons)", "mend the line")]
    [DataRow("# of June, and July\na,b,label\n1,2,0\n3,4,1\n", 2, "has 3 fields, the header has 2", "Line 1 begins with #")]
    public void Read_LineOfOtherLength_NamesLineAndCounts(string text, int line, string counts, string remedy)
    {
        var refusal = Given.Refusal(text);

        Assert.AreEqual(line, refusal.Line);
        refusal.HasMessage($"Line {line} of 'table.csv' {counts}", remedy);
    }

    [TestMethod]
    [DataRow("sep=;\na;label\n1;0\n2;1\n", "'sep=;'")]
    [DataRow("\"sep=,\"\r\na,label\r\n1,0\r\n2,1\r\n", "'\"sep=,\"'")]
    [DataRow("SEP=\t\ra\tlabel\r1\t0\r2\t1\r", "'SEP='")]
    public void Read_FirstLineForExcel_IsRefusedWithWhatItIs(string text, string shown) =>
        Given.Refusal(text).HasMessage("Line 1 of 'table.csv' tells Excel what separates the fields", shown, "Take the line out");

    [TestMethod]
    public void Read_NameThatBeginsAsExcelsFirstLine_IsAName() =>
        Assert.AreEqual("sep=1", Given.Table("sep=1,b,label\n1,2,0\n3,5,1\n").Columns[0].Name);

    [TestMethod]
    [DataRow("a,b,label\nx,1,0\ny,\"2,0\nz,3,1\nw,4,0\nv,5\",1\n", "line 4", "line 5", "'z,3,1'")]
    [DataRow("a,b,label\r\n\"x\r\nx\",\"2,0\r\nz,3,1\r\nw,\"\"4,0\r\nv,5\",1\r\n\"y\",\"3\",0\r\n", "line 4", "line 5", "'z,3,1'")]
    public void Read_QuotesThatSwallowRecords_AreWarnedOf(string text, string first, string last, string shown)
    {
        var table = Given.Table(text);

        Assert.AreEqual(2, table.RowCount);
        Assert.Contains(
            "Warning: Field 2 that begins in line 3 holds 4 lines in quotes, of which 2 look like records of their own, "
            + $"{shown} in {first} to {last}: is the quote in line 3 a stray one? Take it out, or",
            table.Notes());
        Assert.AreEqual(1, table.Notes().Split("of their own").Length - 1);
    }

    [TestMethod]
    [DataRow("a,b,label\n\"Dear Ada,\n1 Main St, York, UK\n2 Low St, York, UK\nyours, Bob\",1,0\ny,3,1\n")]
    [DataRow("a,b,label\n\"x,1,0\ny,2,1\",1,0\ny,3,1\n")]
    [DataRow("a,b,label\n\"x\n1,2\n3,4\ny\",1,0\ny,3,1\n")]
    public void Read_QuotedLinesThatAreNoRecords_AreNotWarnedOf(string text) =>
        Assert.DoesNotContain("of their own", Given.Table(text).Notes());

    [TestMethod]
    public void Read_CharacterZero_IsRefused()
    {
        var refusal = Given.Refusal("a,b,label\n1,the first line is long enough for that,0\n1,\0,0\n");

        Assert.AreEqual(3, refusal.Line);
        refusal.HasMessage("Line 3 of 'table.csv' holds a character 0", "not utf-8", "--encoding");
    }

    [TestMethod]
    public void Read_LongCell_IsRead()
    {
        var text = new string('x', 1_000_000);
        var table = Given.Table($"a,b,label\n{text},1,0\n\"{text},\",2,1\n");

        Assert.AreEqual($"{text}|1/{text},|2", table.Cells());
    }

    [TestMethod]
    public void Read_FiveThousandColumns_AreRead()
    {
        var columns = Enumerable.Range(0, 5000).ToArray();
        var header = string.Join(',', columns.Select(k => $"c{k}"));
        var table = Given.Table($"{header},label\n{string.Join(',', columns)},0\n{string.Join(',', columns.Select(k => -k))},1\n");

        Assert.AreEqual(header.Replace(',', '|'), table.Names());
        Assert.AreEqual($"{string.Join('|', columns)}/{string.Join('|', columns.Select(k => -k))}", table.Cells());
    }

    [TestMethod]
    public void LineOf_ManyRowsWithQuotedLineEnds_CountsTheFilesLines()
    {
        var text = new StringBuilder("a,b,label\n");
        for (var i = 0; i < 5000; i++)
        {
            text.Append(i % 3 == 0 ? "\"x\ny\r\nz\"" : "w").Append(System.Globalization.CultureInfo.InvariantCulture,
                $",{i * 7},{(i % 9 == 0 ? 1 : 0)}\r\n");
        }

        var table = Given.Table(text.ToString());

        var line = 2;
        for (var i = 0; i < 5000; i++)
        {
            Assert.AreEqual(line, table.LineOf(i));
            line += i % 3 == 0 ? 3 : 1;
        }
    }

    [TestMethod]
    public void Read_SeparatorThatTheHeaderLacks_IsNone() =>
        Assert.AreEqual("1;2|x/3;4|y", Given.Table("a,b,label\n1;2,x,0\n3;4,y,1\n").Cells());

    [TestMethod]
    public void Read_LastLine_CountsForTheSeparator() => Assert.AreEqual(
        ';', Given.Table("a;b,c\nx;y,z\n5;y,z\n", new TableOptions { HasLabel = false }).Schema.Dialect.Separator);

    [TestMethod]
    [DataRow("1,5;\n2,5;\n", "1.5/2.5")]
    [DataRow("1,5\t\n2,5\t\n", "1.5/2.5")]
    [DataRow("1,5\t1\n\t\n", "1.5/1.5")]
    [DataRow("1,5;2,5;0\n3,5;4,5;1\n", "1.5|2.5/3.5|4.5")]
    public void Read_DecimalCommasWithoutAHeader_SeparateNothing(string text, string cells) =>
        Assert.AreEqual(cells, Given.Table(text, new TableOptions { Missing = MissingCells.Median, HasHeader = false }).Cells());

    [TestMethod]
    public void Read_ShortUtf8WithManySmallCharacters_IsUtf8() => Assert.AreEqual("utf-8", Given.Table(Small).Schema.Dialect.EncodingName);
}
