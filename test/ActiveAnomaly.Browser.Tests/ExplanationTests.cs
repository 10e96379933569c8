using System.Globalization;
using System.Text.Json;
using ActiveAnomaly.Labeling;

namespace ActiveAnomaly.Browser;

/// <summary>What the score of the row on screen comes from.</summary>
[TestClass]
public sealed class ExplanationTests
{
    [TestMethod]
    [Timeout(120_000)]
    public async Task Page_RowExplained_ShowsWhatTheServerSaysOfIt()
    {
        await using var browser = await BrowserSession.StartAsync();
        using var folder = new TemporaryFolder();
        using var server = LabelProcess.Start(folder.Path);
        var page = await browser.WindowAsync();
        await page.OpenAsync(server.Address);
        for (var i = 0; i < 3; i++)
        {
            await page.PressForNextAsync("n");
        }

        // Nobody answers any more: once the page shows the last model's score, what it says stays.
        var score = await LastScoreAsync(page, answerCount: 3);
        await page.Page.WaitForFunctionAsync(
            "score => document.querySelector('#row-score').textContent.startsWith(`score ${score.toFixed(3)},`)", score);
        await page.OrderByScoreAsync();
        var explanation = await page.GetAsync($"/api/rows/{await page.RowAsync()}/explanation?annotator=ada");
        var columns = explanation.GetProperty("columns").EnumerateArray().Take(5).ToArray();
        var lines = await page.Page.Locator(".column[data-part]").AllAsync();
        Assert.IsGreaterThan(10, lines.Count);
        foreach (var (column, line) in columns.Zip(lines))
        {
            var contribution = column.GetProperty("contribution").GetDouble();
            var words = await line.Locator(".part-number").TextContentAsync();
            Assert.AreEqual(Text(column.GetProperty("column")), await line.GetAttributeAsync("data-column"));
            Assert.AreEqual(contribution < 0 ? "down" : "up", await line.GetAttributeAsync("data-part"));
            Assert.StartsWith(contribution < 0 ? "lowers the score: −" : "raises the score: +", words!);
        }

        // The longest bar takes its half of the line.
        var fill = await lines[0].Locator(".part-fill").BoundingBoxAsync();
        var bar = await lines[0].Locator(".part-bar").BoundingBoxAsync();
        Assert.AreEqual(bar!.Width / 2, fill!.Width, 1);
        Assert.IsEmpty(browser.Errors, string.Join("; ", browser.Errors));
    }

    [TestMethod]
    [Timeout(120_000)]
    public async Task Page_ExplanationThatNeverComes_KeepsNobodyWaiting()
    {
        await using var browser = await BrowserSession.StartAsync();
        using var folder = new TemporaryFolder();
        using var server = LabelProcess.Start(folder.Path);
        var page = await browser.WindowAsync();
        await page.Page.RouteAsync("**/api/rows/*/explanation*", _ => { });
        await page.OpenAsync(server.Address);
        for (var i = 0; i < 5; i++)
        {
            await page.PressForNextAsync("n");
        }

        Assert.AreEqual(string.Empty, await page.Named("why").TextContentAsync());
        Assert.AreEqual(0, await page.Page.Locator(".column[data-part]").CountAsync());
        Assert.IsGreaterThan(10, await page.Page.Locator(".column").CountAsync());
        Assert.IsEmpty(browser.Errors, string.Join("; ", browser.Errors));
    }

    /// <summary>Waits for the model that knows all answers, and gives its score of the row on screen.</summary>
    private static async Task<double> LastScoreAsync(LabellingPage page, int answerCount)
    {
        while (true)
        {
            var model = (await page.GetAsync("/api/state?annotator=ada")).GetProperty("model");
            if (model.GetProperty("answerCount").GetInt32() == answerCount && model.GetProperty("unseenAnswerCount").GetInt32() == 0)
            {
                return (await page.GetAsync($"/api/rows/{await page.RowAsync()}")).GetProperty("score").GetDouble();
            }

            await Task.Delay(50);
        }
    }

    private static string Text(JsonElement number) => number.GetInt32().ToString(CultureInfo.InvariantCulture);
}
