namespace ActiveAnomaly.Tool.Labeling;

[TestClass]
public sealed class SessionPlaceTests
{
    [TestMethod]
    [DataRow("Host=db;Database=labels", true)]
    [DataRow(" host = db", true)]
    [DataRow("Hots=db;Username=ada", true)]
    [DataRow("User ID=ada;Server=db", true)]
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
    public void Label_ConnectionStringWithoutHost_IsMisused() =>
        CommandRun.Of("label", "--json", "--store", "Database=labels").IsMisused("names no Host");
}
