namespace ActiveAnomaly.Tool.Labeling;

[TestClass]
public sealed class SessionPlaceTests
{
    [TestMethod]
    [DataRow("Host=db;Database=labels", true)]
    [DataRow(" host = db", true)]
    [DataRow("Hots=db;Username=ada", true)]
    [DataRow("User ID=ada;Server=db", true)]
    [DataRow("host=db port=5432 user=ada password=kept", true)]
    [DataRow("dbname=labels", true)]
    [DataRow("postgresql://ada:kept@db/labels", true)]
    [DataRow("pay.labels.db", false)]
    [DataRow("month=2024-01/pay.labels.db", false)]
    [DataRow("a=b.db", false)]
    public void IsDatabase_Text_IsOneWhereAPartGivesAWordOfNpgsqlsAValue(string place, bool expected) =>
        Assert.AreEqual(expected, SessionPlace.IsDatabase(place));

    [TestMethod]
    public void IsDatabase_WholePathOrFileThatIsThere_IsNone()
    {
        using var folder = new TemporaryFolder();
        var here = Environment.CurrentDirectory;
        try
        {
            Environment.CurrentDirectory = folder.FullName;
            folder.Write("Host=db", "x");
            Assert.IsFalse(SessionPlace.IsDatabase("Host=db"));
        }
        finally
        {
            Environment.CurrentDirectory = here;
        }

        Assert.IsFalse(SessionPlace.IsDatabase(folder.File("a;Host=db", "pay.labels.db")));
    }

    [TestMethod]
    [DataRow("host=127.0.0.1 port=1 dbname=labels user=ada password=s3cret")]
    [DataRow("user=ada password=s3cret host=127.0.0.1 port=1")]
    [DataRow("dbname=labels password=s3cret")]
    [DataRow("postgresql://ada:s3cret@127.0.0.1:1/labels")]
    [DataRow("postgres://ada:s3cret@127.0.0.1:1/labels?sslmode=require")]
    public void Label_ConnectionStringOfAnotherForm_IsRefusedWithoutItsPassword(string place)
    {
        foreach (var arguments in (string[][])
        [
            ["label", "--json", "--store", place], ["export", place, "--labels", "x.csv"], ["report", place],
            ["label", "--json", "--continues", place],
        ])
        {
            var run = CommandRun.Of(arguments);
            run.IsMisused("Write Host=...;Port=...;Database=...;Username=...;Password=... with semicolons");
            Assert.DoesNotContain("s3cret", run.Error);
        }
    }

    [TestMethod]
    [DataRow("Host=127.0.0.1; Port=1; SSL Password=a b; Password=s3cret")]
    [DataRow("Host=127.0.0.1;Port=1;Password=s3cret;Options=-c search_path=labels")]
    public void Export_ServerThatIsNotThere_NamesItWithoutThePassword(string place)
    {
        foreach (var arguments in (string[][])[["export", place, "--labels", "x.csv"], ["report", place, "--session", "x"]])
        {
            var run = CommandRun.Of(arguments);
            run.IsRefused("there is no server at PostgreSQL 127.0.0.1:1");
            Assert.DoesNotContain("s3cret", run.Error);
        }
    }

    [TestMethod]
    [DataRow("--backup", "Host=127.0.0.1;Password=s3cret")]
    [DataRow("--labels", "postgresql://ada:s3cret@127.0.0.1/labels")]
    public void Export_FileThatIsAConnectionString_IsRefused(string option, string path)
    {
        var run = CommandRun.Of("export", "x.labels.db", option, path);
        run.IsMisused($"{option} is a connection string");
        Assert.DoesNotContain("s3cret", run.Error);
    }

    [TestMethod]
    public void Label_ConnectionStringWithoutHost_IsMisused() =>
        CommandRun.Of("label", "--json", "--store", "Database=labels").IsMisused("names no Host");
}
