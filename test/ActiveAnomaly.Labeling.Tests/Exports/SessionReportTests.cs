using System.Xml.Linq;
using ActiveAnomaly.Labeling.Serving;
using ActiveAnomaly.Sessions;

namespace ActiveAnomaly.Labeling.Exports;

[TestClass]
public sealed class SessionReportTests
{
    private static readonly DateTimeOffset Time = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);

    [TestMethod]
    public async Task Write_AfterAnswers_SaysWhatWasFound()
    {
        await using var served = await ServedPool.StartAsync();
        var session = served.Session;
        await session.NextQuestionAsync("ada");
        await session.AnswerAsync("ada", 39, Answer.Abnormal);
        await session.AnswerAsync("ada", 0, Answer.Normal);
        session.Note("ada", 0, "seen <before>", ["refund"]);
        await session.WaitForModelAsync();
        var report = SessionReport.Write(session, served.Pool, Time);
        Assert.Contains("Written 2026-03-04 05:06 UTC", report);
        var page = Parse(report);
        Assert.AreEqual("2", Fact(page, "Decided"));
        Assert.AreEqual("1", Fact(page, "Anomalies"));
        Assert.AreEqual("1", Fact(page, "Labelled without being asked about"));
        Assert.AreEqual("first feature", Fact(page, "Detector"));
        Assert.AreEqual("high confidence", Fact(page, "Strategy"));
        var rows = page.Descendants("tr").Select(row => string.Join('|', row.Elements("td").Select(cell => cell.Value))).ToArray();
        Assert.Contains("1|A39|39.5|anomaly|ada|39.5|USD|<script>alert(39)</script>|A39", rows);
        Assert.Contains("40|A0|0.5|normal|ada|0.5|EUR|=HYPERLINK(\"http://evil\")|A0", rows);
        Assert.Contains("ada|2", rows.Select(row => string.Join('|', row.Split('|')[..Math.Min(2, row.Split('|').Length)])));
        Assert.Contains("A0|ada|seen <before>|refund", rows);
        Assert.Contains("Questions answered: 1. Anomalies among them: 1.", page.Value);
        Assert.HasCount(2, page.Descendants("svg"));

        // All 40 rows, one a part of the histogram, and one of either answer on top.
        Assert.AreEqual(40, page.Descendants("rect").Count(bar => (string?)bar.Attribute("class") == "all"));
        Assert.AreEqual(1, page.Descendants("rect").Count(bar => (string?)bar.Attribute("class") == "abnormal"));
        Assert.AreEqual(1, page.Descendants("rect").Count(bar => (string?)bar.Attribute("class") == "normal"));
    }

    [TestMethod]
    public async Task Write_Anything_NeedsNoOtherFileAndRunsNothing()
    {
        await using var served = await ServedPool.StartAsync();
        var page = Parse(SessionReport.Write(served.Session, served.Pool, Time));
        Assert.IsEmpty(page.Descendants("script"));
        Assert.IsEmpty(page.Descendants("link"));
        var attributes = page.Descendants().Attributes().Select(attribute => attribute.Name.LocalName).ToHashSet();
        Assert.Contains("class", attributes);
        Assert.IsEmpty(attributes.Where(name => name is "src" or "href" or "style" || name.StartsWith("on", StringComparison.Ordinal)));
    }

    /// <summary>The report is also XML, but for its first line and for two elements that have no end.</summary>
    private static XElement Parse(string report)
    {
        var body = report[report.IndexOf("<body>", StringComparison.Ordinal)..report.IndexOf("</html>", StringComparison.Ordinal)];
        return XElement.Parse(body.Replace("&#39;", "'", StringComparison.Ordinal));
    }

    private static string Fact(XElement page, string name) =>
        page.Descendants("tr").First(row => row.Element("th")?.Value == name).Element("td")!.Value;
}
