using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace ActiveAnomaly.Tool.Telemetry;

[TestClass]
public sealed partial class JsonLineLoggerTests
{
    [TestMethod]
    public void Log_Message_IsALineWithItsValues()
    {
        using var text = new StringWriter();
        var logger = new JsonLineLogger(text, new Noon());
        Refused(logger, "GET", "a \"quoted\"\nline");
        var lines = text.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        using var line = JsonDocument.Parse(lines.Single());

        Assert.AreEqual(
            """{"time":"2024-05-31T12:00:00Z","level":"Warning","id":7,"message":"GET was refused: a \"quoted\"\nline","""
            + "\"method\":\"GET\",\"why\":\"a \\\"quoted\\\"\\nline\"}",
            lines.Single());
        Assert.AreEqual("a \"quoted\"\nline", line.RootElement.GetProperty("why").GetString());
    }

    [TestMethod]
    public void Log_Exception_IsItsTypeWithoutItsMessage()
    {
        using var text = new StringWriter();
        var (logger, exception) = (new JsonLineLogger(text, new Noon()), new FormatException("the cell 31337"));
        if (logger.IsEnabled(LogLevel.Error))
        {
            Failed(logger, exception);
        }

        Assert.Contains("\"errorType\":\"System.FormatException\"", text.ToString());
        Assert.DoesNotContain("31337", text.ToString());
    }

    /// <summary>Orleans' messages have values of these names; whoever reads the lines asks for ours.</summary>
    [TestMethod]
    public void Log_ValuesCalledAsWhatEveryLineHas_HaveOtherNames()
    {
        using var text = new StringWriter();
        Named(new JsonLineLogger(text, new Noon()), "grain/7", "never", "loud");

        Assert.AreEqual(
            """{"time":"2024-05-31T12:00:00Z","level":"Warning","id":10,"message":"grain/7 at never is loud","""
            + "\"valueId\":\"grain/7\",\"valueTime\":\"never\",\"valueLevel\":\"loud\"}",
            text.ToString().TrimEnd());
    }

    [TestMethod]
    public void Log_LessThanAWarning_IsNotWritten()
    {
        using var text = new StringWriter();
        var logger = new JsonLineLogger(text, new Noon());
        Told(logger);

        Assert.IsEmpty(text.ToString());
    }

    [LoggerMessage(EventId = 7, Level = LogLevel.Warning, Message = "{Method} was refused: {Why}")]
    private static partial void Refused(ILogger logger, string method, string why);

    [LoggerMessage(EventId = 8, Level = LogLevel.Error, Message = "It failed")]
    private static partial void Failed(ILogger logger, Exception exception);

    [LoggerMessage(EventId = 9, Level = LogLevel.Information, Message = "All is well", SkipEnabledCheck = true)]
    private static partial void Told(ILogger logger);

    [LoggerMessage(EventId = 10, Level = LogLevel.Warning, Message = "{Id} at {Time} is {Level}")]
    private static partial void Named(ILogger logger, string id, string time, string level);

    private sealed class Noon : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2024, 5, 31, 12, 0, 0, TimeSpan.Zero);
    }
}
