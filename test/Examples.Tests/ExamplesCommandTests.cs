namespace ActiveAnomaly.Examples;

[TestClass]
public sealed class ExamplesCommandTests
{
    [TestMethod]
    [DataRow("demo")]
    [DataRow("benchmark")]
    [DataRow("ionosphere")]
    [DataRow("text-columns")]
    [DataRow("cross-validation")]
    public void Help_OfTheRoot_NamesEveryCommand(string command) => Assert.Contains(command, CommandRun.Of("--help").Succeeds().Output);

    [TestMethod]
    [DataRow("demo", "--stages")]
    [DataRow("benchmark", "ACTIVEANOMALY_DATA")]
    [DataRow("ionosphere", "--out")]
    [DataRow("text-columns", "ACTIVEANOMALY_DATA")]
    [DataRow("cross-validation", "--folds")]
    public void Help_OfACommand_DescribesItsOptions(string command, string option) => Assert.Contains(option, CommandRun.Of(command, "--help").Succeeds().Output);

    [TestMethod]
    public void Parse_UnknownCommand_IsRefused() => CommandRun.Of("nonsense").IsRefused("nonsense");
}
