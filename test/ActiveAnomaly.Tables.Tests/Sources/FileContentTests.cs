using System.IO.Compression;
using System.Text;
using ZstdSharp;

namespace ActiveAnomaly.Tables.Sources;

/// <summary>What a file is is told by its content, and a file that cannot be read says why.</summary>
[TestClass]
public sealed class FileContentTests
{
    private static readonly byte[] Small = [.. "a,b,label\n1,2,0\n3,4,1\n"u8];

    /// <summary>As in Excel, which Windows refuses to who does not say that it may be.</summary>
    [TestMethod]
    public void Of_FileThatAProgramHasOpenToWrite_IsRead()
    {
        using var file = new TemporaryFile([.. "a,label\n1,0\n"u8], "open.csv");
        using var open = new FileStream(file.Path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
        using var reader = new StreamReader(FileContent.Of(file.Path).Open());

        Assert.AreEqual("a,label\n1,0\n", reader.ReadToEnd());
    }

    [TestMethod]
    [DataRow("table.csv.gz")]
    [DataRow("table.csv")]
    public void Read_Gzip_IsUnpackedWhateverItsName(string name)
    {
        var table = Given.Table(Gzip(Small), name: name);

        Assert.AreEqual("1|2/3|4", table.Cells());
        Assert.AreEqual("gzip", table.Schema.Dialect.Compression);
        Assert.EndsWith(", LF, gzip.", table.Describe()[0]);
    }

    [TestMethod]
    public void Read_GzipOfSeveralMembers_IsReadToItsEnd() =>
        Assert.AreEqual("1|2/3|4/5|6", Given.Table([.. Gzip(Small), .. Gzip([.. "5,6,0\n"u8])]).Cells());

    [TestMethod]
    [DataRow("5,6,0\n", "0x352c362c300a first")]
    [DataRow("\0\0x", "0x78 first")]
    [DataRow("\u001f", "0x1f first")]
    [DataRow("\u001f\u008c\u0008\0\0\0\0\0\0\u0003", "0x1f8c080000000000 first")]
    public void Read_GzipAndOtherBytesBehindIt_IsRefused(string behind, string found)
    {
        var packed = Gzip(Small);
        var place = packed.Length + 1 + behind.TakeWhile(letter => letter == '\0').Count();

        Given.Refusal([.. packed, .. Encoding.Latin1.GetBytes(behind)], name: "table.csv.gz").HasMessage(
            "table.csv.gz' is damaged or was not copied whole",
            FormattableString.Invariant($"from byte {place} on, behind the part packed before, come bytes that are no gzip"),
            found,
            "Copy it again, or pack it anew");
    }

    [TestMethod]
    public void Read_GzipWhoseSecondMemberIsDamagedOrCutAnywhere_IsRefused()
    {
        var (first, second) = (Gzip(Small), Gzip([.. "5,6,0\n"u8]));
        for (var length = 1; length < second.Length; length++)
        {
            Given.Refusal([.. first, .. second[..length]]).HasMessage("is damaged or was not copied whole (gzip: ");
        }

        // The header's bytes from the fifth on, time and system, mean nothing to a table.
        for (var place = 0; place < second.Length; place++)
        {
            if (place is < 4 or > 9)
            {
                byte[] damaged = [.. second];
                damaged[place] ^= 0x55;
                Given.Refusal([.. first, .. damaged]).HasMessage("is damaged or was not copied whole (gzip: ");
            }
        }
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(200_000)]
    public void Read_GzipPaddedWithZeros_IsReadToItsEnd(int count) =>
        Assert.AreEqual("1|2/3|4", Given.Table([.. Gzip(Small), .. new byte[count]]).Cells());

    [TestMethod]
    public void Read_GzipWithEveryPartOfAHeader_IsUnpacked()
    {
        var packed = Gzip(Small);
        byte[] header = [0x1f, 0x8b, 8, 2 + 4 + 8 + 16, 1, 2, 3, 4, 0, 3, 3, 0, 7, 8, 9, .. "a.csv\0"u8, .. "why\0"u8, 1, 2];

        Assert.AreEqual("1|2/3|4/5|6", Given.Table([.. header, .. packed[10..], .. Gzip([]), .. Gzip([.. "5,6,0\n"u8])]).Cells());
    }

    [TestMethod]
    public void Read_GzipLongerThanEveryBuffer_HasEveryRow()
    {
        var random = new Random(1);
        var rows = string.Concat(Enumerable.Range(0, 60_000).Select(i => FormattableString.Invariant($"{random.NextDouble()},{i % 2}\n")));
        byte[] packed = [.. Gzip(Encoding.UTF8.GetBytes("a,label\n" + rows)), .. Gzip(Encoding.UTF8.GetBytes(rows))];

        Assert.AreEqual(120_000, Given.Table(packed).RowCount);
    }

    [TestMethod]
    [DataRow("x")]
    [DataRow("5,6,0\n")]
    [DataRow("\u0028\u00b5\u002f")]
    public void Read_ZstandardAndOtherBytesBehindIt_IsRefused(string behind) =>
        Given.Refusal([.. Zstandard(Small), .. Encoding.Latin1.GetBytes(behind)]).HasMessage("is damaged or was not copied whole (zstd: ");

    [TestMethod]
    public void Read_Zstandard_IsUnpacked()
    {
        var table = Given.Table([.. Zstandard(Small), .. Zstandard([.. "5,6,0\n"u8])], name: "table.csv.zst");

        Assert.AreEqual("1|2/3|4/5|6", table.Cells());
        Assert.AreEqual("zstd", table.Schema.Dialect.Compression);
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void Read_PackedFileCutAnywhere_IsRefused(bool isGzip)
    {
        var packed = isGzip ? Gzip(Small) : Zstandard(Small);
        for (var length = 5; length < packed.Length; length++)
        {
            Given.Refusal(packed[..length]).HasMessage("is damaged or was not copied whole", isGzip ? "(gzip: " : "(zstd: ", "Copy it "
                + "again");
        }
    }

    [TestMethod]
    public void Read_PackedFileOfAnotherSum_IsRefused()
    {
        var packed = Gzip(Small);
        packed[^5] ^= 1;

        Given.Refusal(packed).HasMessage("is damaged or was not copied whole");
    }

    [TestMethod]
    [DataRow("PK\u0003\u0004....", "a zip archive, such as an Excel workbook")]
    [DataRow("\u00d0\u00cf\u0011\u00e0\u00a1\u00b1", "an Office document, such as an old Excel workbook")]
    [DataRow("SQLite format 3\0", "a SQLite database")]
    [DataRow("%PDF-1.7", "a PDF")]
    [DataRow("ARROW1\0\0....", "an Arrow or Feather file")]
    [DataRow("\u0089HDF\r\n", "an HDF5 file")]
    [DataRow("\u0093NUMPY\u0001", "a NumPy file")]
    [DataRow("BZh91AY&SY", "packed with bzip2")]
    [DataRow("\u00fd7zXZ\0", "packed with xz")]
    [DataRow("7z\u00bc\u00af", "a 7z archive")]
    [DataRow("{\"a\": 1}", "JSON")]
    [DataRow("[{\"a\": 1}]", "JSON")]
    [DataRow("<!DOCTYPE html>", "a web page")]
    [DataRow("<html>", "a web page")]
    [DataRow("<?xml version", "XML")]
    public void Read_OtherKindOfFile_SaysWhatItIs(string begin, string kind)
    {
        var bytes = Encoding.Latin1.GetBytes(begin);

        Given.Refusal(bytes, name: "table.xlsx").HasMessage($"table.xlsx' is {kind}; a header and rows are needed", "Save it as one of "
            + "these");
        Given.Refusal(Gzip(bytes)).HasMessage($"table.csv' is {kind}, packed; a header and rows are needed");
    }

    [TestMethod]
    public void Read_EmptyFile_SaysThatItIsEmpty()
    {
        Given.Refusal("").HasMessage("table.csv' is empty; a header and rows are needed");
        Given.Refusal([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0])
            .HasMessage("table.csv' is empty, packed; a header and rows are needed");
    }

    [TestMethod]
    public void Read_PackedParquet_SaysToUnpackIt() =>
        Given.Refusal(Gzip([.. "PAR1\u0015"u8])).HasMessage("is Parquet, packed", "or Parquet unpacked");

    [TestMethod]
    public void Read_ColumnCalledPar1_IsText() => Assert.AreEqual("PAR1|b", Given.Table("PAR1,b,label\n1,2,0\n3,4,1\n").Names());

    [TestMethod]
    [DataRow("PARE-\0\0\0.", "is encrypted Parquet; a header and rows are needed")]
    [DataRow("PAR1", "cannot be read as Parquet")]
    [DataRow("PAR1-\0\0\0.", "cannot be read as Parquet")]
    public void Read_BeginOfParquet_IsNotTakenForText(string begin, string message) =>
        Given.Refusal(Encoding.Latin1.GetBytes(begin)).HasMessage(message);

    [TestMethod]
    public void Read_ColumnCalledParent_IsText() => Assert.AreEqual("PARENT|b", Given.Table("PARENT,b,label\n1,2,0\n3,4,1\n").Names());

    [TestMethod]
    public void Read_TextThatIsGoneWhileItIsRead_SaysSo()
    {
        using var file = new TemporaryFile(Small, "table.csv");
        var source = new DelimitedSource(FileContent.Of(file.Path), new TableOptions(), trained: null);

        File.Delete(file.Path);

        Assert.ThrowsExactly<TableException>(() => source.Open(CancellationToken.None)).HasMessage("is gone: it was deleted or moved");
    }

    [TestMethod]
    [DataRow("\n")]
    [DataRow("  \r\n\r\n")]
    public void Read_BlankFile_SaysThatItIsEmpty(string text) =>
        Given.Refusal(text).HasMessage("is empty; a header and rows are needed.");

    [TestMethod]
    public void Read_Folder_SaysThatItIsOne()
    {
        var folder = Path.GetTempPath();

        Assert.ThrowsExactly<TableException>(() => TableReader.Read(folder)).HasMessage($"'{folder}' is a folder; the path of a file is "
            + "needed.");
    }

    [TestMethod]
    [DataRow("no-such-file.csv")]
    [DataRow("a\0b")]
    public void Read_NoSuchFile_SaysSo(string path) =>
        Assert.ThrowsExactly<TableException>(() => TableReader.Read(path)).HasMessage($"There is no file '{path}'.");

    [TestMethod]
    public void Read_NoPath_Throws()
    {
        Assert.ThrowsExactly<ArgumentNullException>(() => TableReader.Read(null!));
        Assert.ThrowsExactly<ArgumentException>(() => TableReader.Read(" "));
    }

    [TestMethod]
    public void IsUnchanged_FileWrittenAgain_IsFalse()
    {
        using var file = new TemporaryFile(Small, "table.csv");
        var content = FileContent.Of(file.Path);
        Assert.IsTrue(content.IsUnchanged);

        File.WriteAllBytes(file.Path, [.. Small, .. "5,6,0\n"u8]);

        Assert.IsFalse(content.IsUnchanged);
    }

    private static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var stream = new GZipStream(packed, CompressionLevel.Optimal))
        {
            stream.Write(bytes);
        }

        return packed.ToArray();
    }

    private static byte[] Zstandard(byte[] bytes)
    {
        using var compressor = new Compressor();
        return compressor.Wrap(bytes).ToArray();
    }
}
