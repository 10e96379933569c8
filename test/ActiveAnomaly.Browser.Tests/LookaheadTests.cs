using System.Text.Json;
using System.Text.Json.Nodes;
using ActiveAnomaly.Labeling;
using Microsoft.Playwright;

namespace ActiveAnomaly.Browser;

/// <summary>The next row is on screen before the server has the answer, and not where it does not get it.</summary>
[TestClass]
public sealed class LookaheadTests
{
    private const string Answers = "**/api/answers?*";

    [TestMethod]
    [Timeout(180_000)]
    public async Task Answer_OnItsWay_NextRowIsOnScreenAlready()
    {
        await using var browser = await BrowserSession.StartAsync();
        using var folder = new TemporaryFolder();
        using var server = LabelProcess.Start(folder.Path);
        var page = await browser.WindowAsync();
        await page.OpenAsync(server.Address);
        for (var i = 0; i < 4; i++)
        {
            var answer = i % 2 == 0 ? "abnormal" : "normal";
            var (row, next) = await RowWhoseNextIsKnownAsync(page, answer);
            var count = await AnsweredCountAsync(page);
            var arrives = new TaskCompletionSource();
            var goesOn = new TaskCompletionSource();
            await page.Page.RouteAsync(Answers, async route =>
            {
                arrives.SetResult();
                await goesOn.Task;
                await route.ContinueAsync();
            });
            await page.PressUntilAsync(answer[..1], () => Task.FromResult(arrives.Task.IsCompleted));
            Assert.AreEqual(next, await page.RowAsync());
            Assert.AreEqual("true", await SavingAsync(page));
            Assert.IsTrue(await page.Named("looking").IsHiddenAsync());
            Assert.AreEqual(count, await AnsweredCountAsync(page));

            // A key answers nothing before the answer on its way is kept.
            await page.Page.Keyboard.PressAsync("n");
            goesOn.SetResult();
            await page.WaitForNextAsync(row);
            Assert.AreEqual(next, await page.RowAsync());
            Assert.AreEqual(count + 1, await AnsweredCountAsync(page));
            await page.Page.UnrouteAsync(Answers);
        }

        Assert.IsEmpty(browser.Errors, string.Join("; ", browser.Errors));
    }

    [TestMethod]
    [Timeout(180_000)]
    public async Task Answer_ServerCannotBeReached_BringsItsRowBackUntilItCan()
    {
        await using var browser = await BrowserSession.StartAsync();
        using var folder = new TemporaryFolder();
        using var server = LabelProcess.Start(folder.Path);
        var page = await browser.WindowAsync();
        await page.OpenAsync(server.Address);
        var (row, next) = await RowWhoseNextIsKnownAsync(page, "abnormal");
        var count = await AnsweredCountAsync(page);
        await page.Page.RouteAsync(Answers, route => route.AbortAsync());
        await page.PressUntilAsync("a", () => page.Named("retry-now").IsVisibleAsync());
        Assert.AreEqual(row, await page.RowAsync());
        Assert.AreEqual("abnormal", await page.Named("row-panel").GetAttributeAsync("data-sending"));
        await page.Page.UnrouteAsync(Answers);
        await page.Named("retry-now").ClickAsync();
        await page.WaitForNextAsync(row);
        Assert.AreEqual(next, await page.RowAsync());
        Assert.AreEqual(count + 1, await AnsweredCountAsync(page));
    }

    [TestMethod]
    [Timeout(180_000)]
    public async Task Answer_ServerRefuses_BringsItsRowBack()
    {
        await using var browser = await BrowserSession.StartAsync();
        using var folder = new TemporaryFolder();
        using var server = LabelProcess.Start(folder.Path);
        var page = await browser.WindowAsync();
        await page.OpenAsync(server.Address);
        var (row, _) = await RowWhoseNextIsKnownAsync(page, "normal");
        var count = await AnsweredCountAsync(page);
        await page.Page.RouteAsync(Answers, route => route.FulfillAsync(new RouteFulfillOptions
        {
            Status = 409, ContentType = "application/problem+json", Body = """{"title":"No","status":409,"detail":"Not this one."}""",
        }));
        await page.PressUntilAsync("n", () => page.Page.GetByText("Not this one.").First.IsVisibleAsync());
        Assert.AreEqual(row, await page.RowAsync());
        Assert.AreEqual("false", await SavingAsync(page));
        Assert.AreEqual(count, await AnsweredCountAsync(page));
        await page.Page.UnrouteAsync(Answers);
        await page.PressForNextAsync("n");
        Assert.AreEqual(count + 1, await AnsweredCountAsync(page));
    }

    [TestMethod]
    [Timeout(180_000)]
    public async Task Answer_AnotherRowComesThanWasShown_IsSaid()
    {
        await using var browser = await BrowserSession.StartAsync();
        using var folder = new TemporaryFolder();
        using var server = LabelProcess.Start(folder.Path);
        var page = await browser.WindowAsync();
        await page.OpenAsync(server.Address);
        var (row, next) = await RowWhoseNextIsKnownAsync(page, "normal");
        var other = Enumerable.Range(0, 351).First(each => each != row && each != next);
        await page.Page.RouteAsync(Answers, async route =>
        {
            var response = await route.FetchAsync();
            var receipt = JsonNode.Parse(await response.TextAsync())!;
            receipt["next"]!["row"] = other;
            receipt["nextRow"] = null;
            await route.FulfillAsync(new RouteFulfillOptions { Response = response, Body = receipt.ToJsonString() });
        });
        await page.PressUntilAsync("n", () => page.Page.GetByText("Another row came than was shown").First.IsVisibleAsync());
        Assert.AreEqual(other, await page.RowAsync());
        Assert.IsEmpty(browser.Errors, string.Join("; ", browser.Errors));
    }

    /// <summary>
    /// Answers until the page knows what comes after an answer for the row on screen, and has read that: nobody looks ahead of the first
    /// question, nor where the training before took long.
    /// </summary>
    private static async Task<(int Row, int Next)> RowWhoseNextIsKnownAsync(LabellingPage page, string answer)
    {
        while (true)
        {
            var row = await page.RowAsync();
            var told = await page.GetAsync($"/api/rows/{row}/lookahead?annotator={await AnnotatorAsync(page)}");
            if (told.GetProperty(answer == "normal" ? "afterNormal" : "afterAbnormal") is { ValueKind: JsonValueKind.Object } foreseen)
            {
                var next = foreseen.GetProperty("row").GetInt32();
                await page.Page.WaitForFunctionAsync(
                    "([row, next]) => { const read = performance.getEntriesByType('resource').map(entry => entry.name); "
                    + "return read.filter(name => name.includes(`/api/rows/${row}/lookahead?`)).length > 1 "
                    + "&& read.some(name => name.includes(`/api/rows/${next}?`)); }",
                    new[] { row, next });
                return (row, next);
            }

            await page.PressForNextAsync("n");
        }
    }

    private static async Task<string> AnnotatorAsync(LabellingPage page) =>
        (await page.GetAsync("/api/state")).GetProperty("annotators")[0].GetProperty("name").GetString()!;

    private static async Task<int> AnsweredCountAsync(LabellingPage page)
    {
        var counts = (await page.GetAsync("/api/state")).GetProperty("counts");
        return counts.GetProperty("normal").GetInt32() + counts.GetProperty("abnormal").GetInt32();
    }

    private static Task<string?> SavingAsync(LabellingPage page) => page.Page.Locator("html").GetAttributeAsync("data-saving");
}
