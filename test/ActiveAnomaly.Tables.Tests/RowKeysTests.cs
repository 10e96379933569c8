using System.Globalization;
using System.IO.Compression;
using CsCheck;

namespace ActiveAnomaly.Tables;

/// <summary>Rows are known by what was understood of them and by their ids, whatever way they are written.</summary>
[TestClass]
public sealed class RowKeysTests
{
    private const string Text = "id,n,c,b,label\nr1,1,x,true,0\nr2,-0.5,y,false,1\nr3,1,x,true,1\n";

    private const ulong RecordedHash = 16505594232363144141;

    private static readonly TableOptions WithId = new() { IgnoredColumns = ["id"] };

    [TestMethod]
    public void Of_RowsOfEqualFeatures_HaveEqualHashesAndOthersNot()
    {
        var keys = Keys(Text, WithId);

        Assert.AreEqual(3, keys.RowCount);
        Assert.AreEqual(keys.ContentHashOf(0), keys.ContentHashOf(2));
        Assert.AreNotEqual(keys.ContentHashOf(0), keys.ContentHashOf(1));
        Assert.AreEqual((2L, 4L, "line"), (keys.LineOf(0), keys.LineOf(2), keys.PlaceWord));
        Assert.IsNull(keys.IdColumn);
        Assert.IsNull(keys.IdOf(1));
    }

    [TestMethod]
    public void Of_WrittenAnotherWay_GivesTheSameHashes()
    {
        var keys = Keys(Text, WithId);

        Same("id,b,label,c,n\nr1,true,0,x,1\nr2,false,1,y,-0.5\nr3,true,1,x,1\n");
        Same("n;c;b\n1,0; x ;TRUE\n-0,5;y;False\n+1;\"x\";true\n", new TableOptions { HasLabel = false });
        Same("id\tn\tc\tb\tlabel\nr3\t01.00\tx\ttrue\t0\nr9\t-5e-1\ty\tfalse\t0\nr3\t1\tx\ttrue\t1\n");

        void Same(string text, TableOptions? options = null) => CollectionAssert.AreEqual(
            Hashes(keys), Hashes(Keys(text, options ?? WithId)));
    }

    [TestMethod]
    [DataRow("id,n,c,b,label\nr1,1.0000001,x,true,0\nr2,-0.5,y,false,1\nr3,1,x,true,1\n")]
    [DataRow("id,n,c,b,label\nr1,1,X,true,0\nr2,-0.5,y,false,1\nr3,1,x,true,1\n")]
    [DataRow("id,n,c,b,label\nr1,1,x,false,0\nr2,-0.5,y,false,1\nr3,1,x,true,1\n")]
    [DataRow("id,m,c,b,label\nr1,1,x,true,0\nr2,-0.5,y,false,1\nr3,1,x,true,1\n")]
    public void Of_AnotherCellOrName_ChangesTheHash(string text) =>
        Assert.AreNotEqual(Keys(Text, WithId).ContentHashOf(0), Keys(text, WithId).ContentHashOf(0));

    [TestMethod]
    public void Of_TruthValuesAndNumbersOfTheSameValue_AreDifferent() => Assert.AreNotEqual(
        Keys("a,label\ntrue,0\nfalse,1\n").ContentHashOf(0), Keys("a,label\n1,0\n0,1\n").ContentHashOf(0));

    [TestMethod]
    public void Of_ValuesThatChangeColumns_ChangeTheHash() => Assert.AreNotEqual(
        Keys("a,b,label\n1,2,0\n3,4,1\n").ContentHashOf(0), Keys("a,b,label\n2,1,0\n3,4,1\n").ContentHashOf(0));

    [TestMethod]
    public void Of_MinusZero_IsZero() => Assert.AreEqual(
        Keys("a,label\n-0.0,0\n1,1\n").ContentHashOf(0), Keys("a,label\n0,0\n1,1\n").ContentHashOf(0));

    [TestMethod]
    public void Of_DatesThatCountFromAnotherDay_AreTheSameInstants()
    {
        var options = new TableOptions { Dates = DateCells.Days };
        const string Instant = "2024-05-31T23:59:59.123";
        var first = Keys($"t,label\n2001-02-03,0\n{Instant},1\n", options);
        var second = Keys($"t,label\n2024-05-30,0\n{Instant},1\n2024-05-31T23:59:59.124,0\n", options);

        Assert.AreEqual(first.ContentHashOf(1), second.ContentHashOf(1));
        Assert.AreNotEqual(first.ContentHashOf(0), second.ContentHashOf(0));
        Assert.AreNotEqual(first.ContentHashOf(1), second.ContentHashOf(2));
    }

    [TestMethod]
    public void Of_KnownRows_HaveTheRecordedHashes()
    {
        // Kept keys stay good only as long as these hashes stay what they are.
        var keys = Keys("n,c,label\n1,x,0\n-2.5,yz,1\n");

        Assert.AreEqual(Reference.Row([("c", 3, Reference.Text("x")), ("n", 0, 0x3ff0000000000000)]), keys.ContentHashOf(0));
        Assert.AreEqual(Reference.Row([("c", 3, Reference.Text("yz")), ("n", 0, 0xc004000000000000)]), keys.ContentHashOf(1));
        Assert.AreEqual(RecordedHash, keys.ContentHashOf(0));
    }

    [TestMethod]
    public void Of_Ids_AreTheirTextsWithoutSpacesAround()
    {
        var keys = Keys(Text.Replace("r2,", " r2 ,"), WithId, "id");

        Assert.AreEqual("id", keys.IdColumn);
        Assert.AreEqual("r1|r2|r3", string.Join('|', Enumerable.Range(0, 3).Select(keys.IdOf)));
    }

    [TestMethod]
    [DataRow("r1", "'table.csv', line 3, column 'id': the id 'r1' is that of line 2 too; every row needs one of its own.")]
    [DataRow(" r1 ", "'table.csv', line 3, column 'id': the id 'r1' is that of line 2 too; every row needs one of its own.")]
    [DataRow("", "'table.csv', line 3, column 'id': the id is empty, which means that there is none; every row needs one.")]
    [DataRow("  ", "'table.csv', line 3, column 'id': the id is empty, which means that there is none; every row needs one.")]
    [DataRow("n/a", "'table.csv', line 3, column 'id': the id is 'n/a', which means that there is none; every row needs one.")]
    public void Of_IdThatNamesNoRow_SaysLineColumnAndId(string id, string message)
    {
        var exception = Assert.ThrowsExactly<TableException>(() => Keys(Text.Replace("r2,", id + ","), WithId, "id"));

        exception.HasMessage(message, "rows are told by their content");
        Assert.AreEqual((3L, "id"), (exception.Line, exception.ColumnName));
    }

    [TestMethod]
    public void Of_NoSuchIdColumn_NamesTheColumns() => Assert.ThrowsExactly<TableException>(() => Keys(Text, WithId, "ID"))
        .HasMessage("'table.csv' has no column 'ID' that could name the rows. Its columns: 'id', 'n', 'c', 'b', 'label'.");

    [TestMethod]
    public void Of_CellsThatAreMissingOrOfAnotherTable_Throws()
    {
        using var file = TableCellsTests.Written(Text);
        var table = TableReader.Read(file.Path, WithId);
        var cells = TableReader.ReadCells(file.Path, table);
        using var other = TableCellsTests.Written(Text.Replace("r2", "r4"));
        var otherTable = TableReader.Read(other.Path, WithId);

        Assert.ThrowsExactly<ArgumentNullException>(() => RowKeys.Of(null!));
        Assert.Contains("needs the table's cells", Thrown(() => RowKeys.Of(table, null, "id")));
        Assert.Contains("in another order", Thrown(() => RowKeys.Of(table.Select([1, 0, 2]), cells, "id")));
        Assert.Contains("of another table", Thrown(() => RowKeys.Of(otherTable, cells, "id")));
        Assert.AreEqual("r3", RowKeys.Of(table, cells, "id").IdOf(2));

        static string Thrown(Action action) => Assert.ThrowsExactly<ArgumentException>(action).Message;
    }

    [TestMethod]
    [DataRow(-1)]
    [DataRow(3)]
    public void Rows_NoSuchRow_Throws(int row)
    {
        var keys = Keys(Text, WithId, "id");

        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => keys.IdOf(row));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => keys.LineOf(row));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => keys.ContentHashOf(row));
    }

    [TestMethod]
    public void ToBytes_AnyKeys_ComeBackTheSame()
    {
        var samples =
            from rowCount in Gen.Int[1, 60]
            from rows in Gen.Shuffle(Enumerable.Range(0, 60).ToArray(), rowCount)
            from hasIds in Gen.Bool
            select (rows, hasIds);
        using var file = TableCellsTests.Written(TableCellsTests.Numbered(60).Replace("r7,", "\"\u4e2d \"\"7\","));
        var all = TableReader.Read(file.Path, WithId);
        Samples.Try(samples, 50, sample =>
        {
            var table = all.Select(sample.rows);
            var keys = RowKeys.Of(table, TableReader.ReadCells(file.Path, table), sample.hasIds ? "id" : null);

            var bytes = keys.ToBytes();
            var read = RowKeys.FromBytes(bytes);

            Assert.AreEqual((keys.RowCount, keys.IdColumn, keys.PlaceWord), (read.RowCount, read.IdColumn, read.PlaceWord));
            CollectionAssert.AreEqual(Hashes(keys), Hashes(read));
            CollectionAssert.AreEqual(sample.rows.Select(row => row + 2L).ToArray(), Lines(read));
            CollectionAssert.AreEqual(
                sample.rows.Select(row => !sample.hasIds ? null : row == 7 ? "\u4e2d \"7" : $"r{row}").ToArray(),
                Enumerable.Range(0, read.RowCount).Select(read.IdOf).ToArray());
            CollectionAssert.AreEqual(bytes, read.ToBytes());
            Assert.IsTrue(RowKeys.Compare(keys, read).IsSame);
            Assert.HasCount(1, RowKeys.Compare(keys, read).Describe());
        });
    }

    [TestMethod]
    public void ToBytes_ManyRows_TakeLittleMoreThanTheirHashes()
    {
        using var file = TableCellsTests.Written(TableCellsTests.Numbered(20_000));
        var table = TableReader.Read(file.Path, WithId);

        // 8 bytes a row of hash, and less than 4 for lines and ids that count up.
        var bytes = RowKeys.Of(table, TableReader.ReadCells(file.Path, table), "id").ToBytes();

        Assert.IsInRange(1, 20_000 * 12, bytes.Length);
    }

    [TestMethod]
    public void FromBytes_AnyByteChanged_IsRefused()
    {
        var bytes = Keys(Text, WithId, "id").ToBytes();
        for (var i = 0; i < bytes.Length; i++)
        {
            var damaged = bytes.ToArray();
            damaged[i] ^= 0x10;
            var message = Assert.ThrowsExactly<FormatException>(() => RowKeys.FromBytes(damaged)).Message;
            Assert.Contains(i < 4 ? "are no row keys" : i == 4 ? "have version 17; version 1 can be read" : "are damaged", message);
        }
    }

    [TestMethod]
    public void FromBytes_AnyPart_IsRefused()
    {
        var bytes = Keys(Text, WithId, "id").ToBytes();
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.ThrowsExactly<FormatException>(() => RowKeys.FromBytes(bytes.AsSpan(0, length)));
        }

        Assert.ThrowsExactly<FormatException>(() => RowKeys.FromBytes([.. bytes, 0]));
    }

    [TestMethod]
    public void FromBytes_WrongContentWithARightCheckSum_IsRefused()
    {
        // The content of one row too few, one byte too many, a count that no memory holds, and no Brotli.
        byte[] none = [0, 0, 0, 0];
        Assert.AreEqual(0, RowKeys.FromBytes(Sealed(none, none.Length)).RowCount);

        Refused(Sealed([.. none, 7], 5), "1 bytes follow the last row");
        Refused(Sealed([0, 0, 0, 1], 4), "1 things of at least 9 bytes do not fit in 0 bytes");
        Refused(Sealed([0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0x0f], 8), "4294967295 things of at least 9 bytes");
        Refused(Sealed([0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], 13), "a number has more than 64 bits");
        Refused(Sealed([200, 1, 0], 3), "100 bytes are needed where 1 are left");
        Refused(Sealed(none, 3), "what is packed is not 3 bytes of Brotli");
        Refused(Sealed(none, 5), "what is packed is not 5 bytes of Brotli");
        Refused(Sealed(none, long.MaxValue), "the content is said to have 9223372036854775807 bytes");

        static void Refused(byte[] bytes, string why) =>
            Assert.Contains(why, Assert.ThrowsExactly<FormatException>(() => RowKeys.FromBytes(bytes)).Message);
    }

    internal static RowKeys Keys(string text, TableOptions? options = null, string? idColumn = null)
    {
        using var file = TableCellsTests.Written(text);
        var table = TableReader.Read(file.Path, options);
        return RowKeys.Of(table, idColumn is null ? null : TableReader.ReadCells(file.Path, table), idColumn);
    }

    private static ulong[] Hashes(RowKeys keys) => [.. Enumerable.Range(0, keys.RowCount).Select(keys.ContentHashOf)];

    private static long[] Lines(RowKeys keys) => [.. Enumerable.Range(0, keys.RowCount).Select(keys.LineOf)];

    /// <summary>Writes a file around a content, as the format says, with a check sum that is right.</summary>
    private static byte[] Sealed(byte[] content, long length)
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            brotli.Write(content);
        }

        List<byte> bytes = [.. "AARK"u8, 1];
        for (; length > 0x7f; length >>= 7)
        {
            bytes.Add((byte)((length & 0x7f) | 0x80));
        }

        bytes.Add((byte)length);
        bytes.AddRange(packed.ToArray());
        return [.. bytes, .. BitConverter.GetBytes(Reference.Bytes([.. bytes]))];
    }

    /// <summary>The hash by its description, with big integers.</summary>
    private static class Reference
    {
        private static readonly System.Numerics.BigInteger Modulus = System.Numerics.BigInteger.One << 64;

        public static ulong Row(IEnumerable<(string Name, int Kind, ulong Value)> columns) => columns.Aggregate(
            0UL, (hash, column) => Mix(Mix(hash, Mix(Text(column.Name), (ulong)column.Kind)), column.Value));

        public static ulong Text(string text)
        {
            var hash = Mix(0, (ulong)text.Length);
            var whole = text.Length / 4 * 4;
            for (var i = 0; i < whole; i += 4)
            {
                hash = Mix(hash, Word(text[i], text[i + 1], text[i + 2], text[i + 3], 16));
            }

            return Mix(hash, Word([.. text[whole..].Reverse().Select(letter => (ulong)letter), 0, 0, 0, 0], 16));
        }

        public static ulong Bytes(byte[] bytes)
        {
            var hash = Mix(0, (ulong)bytes.Length);
            var whole = bytes.Length / 8 * 8;
            for (var i = 0; i < whole; i += 8)
            {
                hash = Mix(hash, BitConverter.ToUInt64(bytes, i));
            }

            return Mix(hash, Word([.. bytes[whole..].Reverse().Select(value => (ulong)value)], 8));
        }

        private static ulong Word(ulong a, ulong b, ulong c, ulong d, int bits) => Word([a, b, c, d], bits);

        private static ulong Word(ulong[] parts, int bits) =>
            parts.Take(64 / bits).Select((part, i) => part << (bits * i)).Aggregate(0UL, (all, part) => all | part);

        private static ulong Mix(ulong hash, ulong word)
        {
            System.Numerics.BigInteger x = ((hash ^ word) + new System.Numerics.BigInteger(0x9e3779b97f4a7c15)) % Modulus;
            x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9 % Modulus;
            x = (x ^ (x >> 27)) * 0x94d049bb133111eb % Modulus;
            return (ulong)(x ^ (x >> 31));
        }
    }
}
