using ActiveAnomaly.Tables;

namespace ActiveAnomaly.Tool;

[TestClass]
public sealed class GuardedTests
{
    public static IEnumerable<object[]> Ends =>
    [
        [new InputException("said"), 1, "said"],
        [new TableException("said"), 1, "said"],
        [new IOException("said"), 1, "said"],
        [new UnauthorizedAccessException("said"), 1, "said"],
        [new UsageException("said"), 2, "said"],
        [new ArgumentException("said"), 3, "System.ArgumentException: said"],
        [new InvalidOperationException("said"), 3, "System.InvalidOperationException: said"],
        [new NotSupportedException("said"), 3, "report it"],
        [new OperationCanceledException("said"), 130, "Cancelled."],
    ];

    [TestMethod]
    [DynamicData(nameof(Ends))]
    public void Run_Exception_HasItsExitCodeAndText(Exception exception, int exitCode, string text)
    {
        using var error = new StringWriter();

        Assert.AreEqual(exitCode, Guarded.Run(error, () => throw exception));
        Assert.Contains(text, error.ToString());
        Assert.AreEqual(exitCode == 3, error.ToString().Contains("   at ", StringComparison.Ordinal));
    }

    [TestMethod]
    public void Run_EndsWell_SaysNothing()
    {
        using var error = new StringWriter();

        Assert.AreEqual(0, Guarded.Run(error, () => true));
        Assert.IsEmpty(error.ToString());
    }

    [TestMethod]
    public void Run_EndedEarly_WasCancelled()
    {
        using var error = new StringWriter();

        Assert.AreEqual(130, Guarded.Run(error, () => false));
        Assert.Contains("Cancelled.", error.ToString());
    }
}
