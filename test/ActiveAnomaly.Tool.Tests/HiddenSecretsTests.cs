namespace ActiveAnomaly.Tool;

[TestClass]
public sealed class HiddenSecretsTests
{
    [TestMethod]
    [DataRow("There is no 'Host=db;Password=s3cret;Port=1'.", "There is no 'Host=db;Password=***;Port=1'.")]
    [DataRow("host=db password = s3cret port=1", "host=db password = ***")]
    [DataRow("Pwd='s3 cret';Host=db", "Pwd=***;Host=db")]
    [DataRow("'postgresql://ada:s3cret@db/labels'", "'postgresql://ada:***@db/labels'")]
    [DataRow("Write Host=...;Password=... instead.", "Write Host=...;Password=... instead.")]
    [DataRow("Check Username and Password of the connection string.", "Check Username and Password of the connection string.")]
    public void In_Text_IsWithoutPasswords(string text, string expected) => Assert.StartsWith(expected, HiddenSecrets.In(text));

    /// <summary>A connection string where a table was meant.</summary>
    [TestMethod]
    [DataRow("label", "--json")]
    [DataRow("report", "--json")]
    [DataRow("train", "--json")]
    public void Run_ConnectionStringInTheWrongPlace_PrintsNoPassword(string command, string option)
    {
        var run = CommandRun.Of(command, "Hots=db;PassWord=s3cret", option);
        Assert.AreNotEqual(0, run.ExitCode);
        Assert.DoesNotContain("s3cret", run.Error + run.Output);
    }

    /// <summary>A word too many is refused by the command line's parser itself.</summary>
    [TestMethod]
    public void Run_ConnectionStringThatIsAWordTooMany_PrintsNoPassword()
    {
        var run = CommandRun.Of("train", "glass", "Host=db;Password=s3cret");
        run.IsMisused("Unrecognized command or argument 'Host=db;Password=***'", "Usage: ");
        Assert.DoesNotContain("s3cret", run.Error);
    }
}
