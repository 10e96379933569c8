namespace ActiveAnomaly.Labeling.Exports;

[TestClass]
public sealed class TemporaryFileTests
{
    public required TestContext TestContext { get; init; }

    private CancellationToken Cancelled => TestContext.CancellationTokenSource.Token;

    [TestMethod]
    public async Task ReadAsync_Stream_IsAFileOfThatNameThatIsGoneAfterwards()
    {
        var (path, text) = await TemporaryFile.ReadAsync(
            "a.txt", path => (path, File.ReadAllText(path)), new MemoryStream("content"u8.ToArray()), Cancelled);

        Assert.AreEqual("content", text);
        Assert.AreEqual("a.txt", Path.GetFileName(path));
        Assert.IsFalse(Directory.Exists(Path.GetDirectoryName(path)));
    }

    [TestMethod]
    public async Task WriteAsync_ThatFails_LeavesNoFile()
    {
        var written = string.Empty;

        await Assert.ThrowsExactlyAsync<InvalidOperationException>(() => TemporaryFile.WriteAsync(
            "a.txt",
            path =>
            {
                File.WriteAllText(written = path, "half");
                throw new InvalidOperationException();
            },
            new ForwardStream(),
            Cancelled));

        Assert.IsFalse(Directory.Exists(Path.GetDirectoryName(written)));
    }
}
