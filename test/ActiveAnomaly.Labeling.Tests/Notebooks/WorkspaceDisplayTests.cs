using System.Xml.Linq;
using ActiveAnomaly.Querying;
using ActiveAnomaly.Sessions;
using ActiveAnomaly.Sessions.Stores;
using Microsoft.DotNet.Interactive.Formatting;

namespace ActiveAnomaly.Labeling.Notebooks;

/// <summary>What a notebook shows of a workspace, by the formatters that notebooks have.</summary>
[TestClass]
public sealed class WorkspaceDisplayTests
{
    private const string Text = "id,n,text\nA,1.5,a\nB,2,b\nC,9,<script>alert(1)</script>\nD,-4,d\nE,7,e\nF,6,f\n";

    [TestMethod]
    public void PreferredMimeTypes_OfAWorkspace_AreHtml() =>
        CollectionAssert.AreEqual(new[] { "text/html" }, Formatter.GetPreferredMimeTypesFor(typeof(LabelingWorkspace)).ToArray());

    [TestMethod]
    public async Task Format_AfterAnswers_ShowsWhatIsAskedAndWhatIsLeft()
    {
        using var workspace = Begin();
        var session = workspace.Session;
        Assert.AreEqual(2, (await session.NextQuestionAsync("ada")).Row);
        await session.AnswerAsync("ada", 2, Answer.Abnormal);
        await session.AnswerAsync("ada", 0, Answer.Normal);
        await session.WaitForModelAsync();
        Assert.AreEqual(4, (await session.NextQuestionAsync("ada")).Row);

        var page = Shown(workspace);

        Assert.AreEqual("rows.csv: session s", page.Element("h2")!.Value);
        Assert.AreEqual("2: 1 anomalies, 1 normal, 0 skipped; 5 are meant to be asked about", Fact(page, "Decided"));
        Assert.AreEqual("6, 0 of them known beforehand", Fact(page, "Rows"));
        Assert.StartsWith("first feature, learnt from 2 labelled rows; 0 answers it does not know of; ", Fact(page, "Model"));
        var rows = Rows(page);
        Assert.Contains("ada|E (4)|E|7|e", rows);
        CollectionAssert.AreEqual(
            new[] { "2|E (4)|7|E|7|e", "3|F (5)|6|F|6|f", "4|B (1)|2|B|2|b", "6|D (3)|-4|D|-4|d" },
            rows.Where(row => char.IsDigit(row[0])).ToArray());
        Assert.HasCount(1, page.Descendants("svg"));
        Assert.Contains("Questions answered: 1. Anomalies among them: 1.", page.Value);
    }

    [TestMethod]
    public void Format_BeforeTheFirstModel_SaysSo()
    {
        using var workspace = Begin(new ScriptedDetector(request =>
        {
            request.CancellationToken.WaitHandle.WaitOne();
            request.CancellationToken.ThrowIfCancellationRequested();
        }));

        var page = Shown(workspace);

        Assert.AreEqual("scripted, not trained yet", Fact(page, "Model"));
        Assert.IsEmpty(page.Descendants("svg"));
    }

    [TestMethod]
    public async Task Format_CellsThatHoldHtml_StayText()
    {
        using var workspace = Begin();
        await workspace.Session.WaitForModelAsync();

        var page = Shown(workspace);

        Assert.Contains("1|C (2)|9|C|9|<script>alert(1)</script>", Rows(page));
        Assert.IsEmpty(page.Descendants("script"));
    }

    /// <summary>What it looks like concerns this part of the notebook's page alone.</summary>
    [TestMethod]
    public async Task Format_Style_IsThatOfThePartAlone()
    {
        using var workspace = Begin();
        await workspace.Session.WaitForModelAsync();

        var selectors = Shown(workspace).Descendants("style").Single().Value.Split('}', StringSplitOptions.TrimEntries)
            .Where(rule => rule.Length > 0).SelectMany(rule => rule.Split('{')[0].Split(',', StringSplitOptions.TrimEntries)).ToArray();

        Assert.IsGreaterThan(5, selectors.Length);
        Assert.IsTrue(selectors.All(selector => selector.StartsWith(".active-anomaly ", StringComparison.Ordinal)));
    }

    private static LabelingWorkspace Begin(Detectors.Detector? detector = null)
    {
        using var folder = new TemporaryFolder();
        return LabelingWorkspace.Create(
            new MemorySessionStore(),
            "s",
            LabelingPool.Read(GivenPool.Written(folder, Text), new LabelingPoolOptions { IdColumn = "id" }),
            GivenSession.Options with { Detector = detector ?? new FirstFeatureDetector(), Budget = 5 });
    }

    private static XElement Shown(LabelingWorkspace workspace) =>
        XElement.Parse(workspace.ToDisplayString("text/html").Replace("&#39;", "'", StringComparison.Ordinal));

    private static string Fact(XElement page, string name) =>
        page.Descendants("tr").Single(row => row.Element("th")?.Value == name).Element("td")!.Value;

    private static string[] Rows(XElement page) =>
        [.. page.Descendants("tr").Where(row => row.Elements("td").Count() > 1)
            .Select(row => string.Join('|', row.Elements("td").Select(cell => cell.Value)))];
}
