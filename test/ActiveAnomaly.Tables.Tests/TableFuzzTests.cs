using System.IO.Compression;
using System.Text;
using CsCheck;

namespace ActiveAnomaly.Tables;

/// <summary>Whatever a file holds, it is a table or a <see cref="TableException"/>.</summary>
[TestClass]
public sealed class TableFuzzTests
{
    private const int SampleCount = 120;

    private static readonly byte[] Text = Encoding.UTF8.GetBytes(
        "id;\"na;me\";t;x,y;label\n1;\"a \"\"b\"\"\";2024-05-31;1,5;0\n"
        + "2;c;2024-06-01;inf;1\n3;\u00fc;;-1e39;0\n4;\u4e2d;31.05.2024;;normal\n");

    private static readonly byte[] Wide = Encoding.Unicode.GetBytes("\ufeffa,b,label\r\n1,x,0\r\n2,\"y\r\n\",1\r\n");

    private static readonly Gen<char> Characters = Gen.OneOf(
        ',', ';', '\t', '\n', '\r', '"', ' ', '.', '-', '+', 'e', '0', '1', '9', 'a', 'N', '/', ':', 'T', '%', '\u221e', '\u00a0',
            '\ufeff');

    private static readonly TableOptions[] Options =
    [
        new(),
        new() { Missing = MissingCells.Median, OutOfRange = OutOfRangeCells.Clip, Dates = DateCells.Days, HasLabel = false },
        new() { Missing = MissingCells.DropRow, OutOfRange = OutOfRangeCells.Missing, ReadsQuotes = false, HasHeader = true,
            AbnormalValues = ["*"] },
        new() { EncodingName = "latin1", HasHeader = false, HasLabel = false, Missing = MissingCells.Median, DecimalSeparator = ',',
            Separator = ';' },
        new() { EncodingName = "gb18030", Missing = MissingCells.Median, NormalValues = ["*"], MostRows = 1, Dates = DateCells.Category },
        new() { EncodingName = "utf-16", Missing = MissingCells.Median, HasLabel = false, DateFormat = "dd.MM.yyyy",
            Dates = DateCells.Days },
    ];

    [TestMethod]
    public void Read_RandomBytes_IsATableOrATableException() => Samples.Try(Gen.Byte.Array[0, 200], SampleCount, Try);

    [TestMethod]
    public void Read_RandomCharacters_IsATableOrATableException() =>
        Samples.Try(Characters.Array[0, 60], SampleCount, text => Try(Encoding.UTF8.GetBytes(text)));

    [TestMethod]
    public void Read_ChangedText_IsATableOrATableException()
    {
        Samples.Try(Changed(Text), SampleCount, Try);
        Samples.Try(Changed(Wide), SampleCount, Try);
    }

    [TestMethod]
    public void Read_ChangedPackedText_IsATableOrATableException()
    {
        using var gzip = new MemoryStream();
        using (var stream = new GZipStream(gzip, CompressionLevel.Optimal))
        {
            stream.Write(Text);
        }

        using var compressor = new ZstdSharp.Compressor();
        Samples.Try(Changed(gzip.ToArray()), SampleCount, Try);
        Samples.Try(Changed(compressor.Wrap(Text).ToArray()), SampleCount, Try);
    }

    [TestMethod]
    public async Task Read_ChangedParquet_IsATableOrATableException()
    {
        var bytes = await ParquetTests.Write(
            2,
            new ParquetTests.Column<int?>("int", [1, null, 3]),
            new ParquetTests.Column<double>("double", [1.5, 2.5, double.NaN]),
            new ParquetTests.Column<string>("text", ["x", null!, "yy"]),
            new ParquetTests.Column<bool>("bool", [true, false, true]),
            new ParquetTests.Column<DateTime>("date", [new(2024, 5, 31), new(2024, 6, 1), new(2024, 6, 2)]),
            new ParquetTests.Column<decimal>("decimal", [1.5m, 2m, 3m]),
            new ParquetTests.Column<long>("label", [0, 1, 0]));

        Samples.Try(Changed(bytes), SampleCount, Try);
    }

    [TestMethod]
    public void FromJson_ChangedSchema_IsASchemaOrATableException()
    {
        var json = Given.Table("n;c;t;label\n1,5;x;2024-05-31;0\n2;y;2024-05-31;1\n",
            new TableOptions { Dates = DateCells.Days }).Schema.ToJson();
        Samples.Try(Changed(json), SampleCount, changed =>
        {
            try
            {
                _ = Given.Scored("n;c;t;label\n1,5;x;2024-05-31;0\n2;z;;1\n", TableSchema.FromJson(changed));
            }
            catch (TableException)
            {
                // What is damaged is refused.
            }
        });
    }

    /// <summary>Changes, removes or doubles a few bytes.</summary>
    private static Gen<byte[]> Changed(byte[] bytes) => Gen
        .Select(Gen.Int[0, bytes.Length - 1], Gen.Byte, Gen.Int[0, 3], Gen.Int[1, 9]).Array[1, 4]
        .Select(changes =>
        {
            var changed = bytes.ToList();
            foreach (var (place, value, kind, length) in changes)
            {
                var start = Math.Min(place, changed.Count - 1);
                var end = Math.Min(start + length, changed.Count);
                if (kind == 0 && changed.Count > length)
                {
                    changed.RemoveRange(start, end - start);
                }
                else if (kind == 1)
                {
                    changed.InsertRange(start, changed[start..end]);
                }
                else
                {
                    changed[start] = value;
                }
            }

            return changed.ToArray();
        });

    private static void Try(byte[] bytes)
    {
        var options = Options[bytes.Sum(value => value) % Options.Length];
        using var file = new TemporaryFile(bytes, "table.csv");
        try
        {
            var table = TableReader.Read(file.Path, options);
            Assert.IsNotEmpty(table.Cells() + table.Describe()[0]);
            foreach (var column in table.Columns)
            {
                foreach (var number in column.Numbers)
                {
                    Assert.IsTrue(float.IsFinite((float)number));
                }
            }
        }
        catch (TableException exception)
        {
            // What is damaged or unclear is refused, and says why.
            Assert.IsGreaterThan(20, exception.Message.Length);
        }
    }
}
