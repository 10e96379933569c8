using System.Text;

namespace ActiveAnomaly.Tool;

[TestClass]
public sealed class StandardWriterTests
{
    [TestMethod]
    public void Write_ResultsToAFullDisk_SaysWhatCannotBeWritten()
    {
        using var writer = new StandardWriter(new FullWriter(), isResult: true);
        Assert.AreEqual(
            "Standard output cannot be written: no room", Assert.ThrowsExactly<IOException>(() => writer.WriteLine("text")).Message);
        Assert.ThrowsExactly<IOException>(() => writer.Write('c'));
        Assert.ThrowsExactly<IOException>(writer.Flush);
    }

    [TestMethod]
    public void Write_MessagesToAFullDisk_EndsNothing()
    {
        using var writer = new StandardWriter(new FullWriter(), isResult: false);
        writer.WriteLine("text");
        writer.Write("te".AsSpan());
        writer.Flush();
    }

    [TestMethod]
    public void Write_AnyText_IsWrittenOnce()
    {
        var inner = new StringWriter { NewLine = "\n" };
        using var writer = new StandardWriter(inner, isResult: true) { NewLine = "\n" };
        writer.Write('a');
        writer.Write("bc");
        writer.Write("de".AsSpan());
        writer.Write(12);
        writer.WriteLine("fg");
        writer.WriteLine();
        Assert.AreEqual("abcde12fg\n\n", inner.ToString());
    }

    private sealed class FullWriter : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => throw new IOException("no room");

        public override void Flush() => throw new IOException("no room");
    }
}
