namespace ActiveAnomaly.Tables.Sources;

/// <summary>A damaged description of a Parquet file's columns is refused before the library may go on for ever.</summary>
[TestClass]
public sealed class ParquetFooterTests
{
    [TestMethod]
    public async Task RequireWhole_FileThatIsWhole_LeavesTheStreamAtItsBeginning()
    {
        using var stream = new MemoryStream(await Small());

        ParquetFooter.RequireWhole(stream);

        Assert.AreEqual(0, stream.Position);
    }

    [TestMethod]
    public async Task Read_LengthOfTheDescriptionThatIsNone_IsRefused()
    {
        foreach (var length in new[] { 0, -1, int.MaxValue, 5 })
        {
            var bytes = await Small();
            BitConverter.TryWriteBytes(bytes.AsSpan(bytes.Length - 8), length);
            Given.Refusal(bytes).HasMessage("cannot be read as Parquet", "copy it again");
        }
    }

    [TestMethod]
    [DataRow(new byte[] { 0x15 })]
    [DataRow(new byte[] { 0x15, 0xff })]
    [DataRow(new byte[] { 0x15, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0 })]
    [DataRow(new byte[] { 0x18, 0x20, 0x41, 0 })]
    [DataRow(new byte[] { 0x19, 0xfc, 0xff, 0xff, 0xff, 0xff, 0x0f, 0 })]
    [DataRow(new byte[] { 0x1b, 0x7f, 0x55, 0 })]
    [DataRow(new byte[] { 0x1d, 0 })]
    [DataRow(new byte[] { 0x17, 0, 0, 0 })]
    public void RequireWhole_DescriptionThatEndsBeforeItsEnd_IsRefused(byte[] description)
    {
        using var stream = new MemoryStream(
            [.. "PAR1\0\0\0\0"u8, .. description, .. BitConverter.GetBytes(description.Length), .. "PAR1"u8]);

        Assert.ThrowsExactly<InvalidDataException>(() => ParquetFooter.RequireWhole(stream));
    }

    [TestMethod]
    public void RequireWhole_StructsInEachOtherWithoutEnd_AreRefused()
    {
        byte[] description = [.. Enumerable.Repeat((byte)0x1c, 100_000)];
        using var stream = new MemoryStream([.. "PAR1"u8, .. description, .. BitConverter.GetBytes(description.Length), .. "PAR1"u8]);

        Assert.ThrowsExactly<InvalidDataException>(() => ParquetFooter.RequireWhole(stream));
    }

    private static Task<byte[]> Small() => ParquetTests.Write(
        new ParquetTests.Column<int>("a", [1, 2]), new ParquetTests.Column<string>("b", ["x", "y"]),
            new ParquetTests.Column<int>("label", [0, 1]));
}
