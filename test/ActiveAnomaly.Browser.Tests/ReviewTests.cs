using System.Globalization;
using System.Text.Json;
using ActiveAnomaly.Labeling;
using Microsoft.Playwright;

namespace ActiveAnomaly.Browser;

/// <summary>Rows answered in groups, taken back in groups, and answers that could not be sent.</summary>
[TestClass]
public sealed class ReviewTests
{
    [TestMethod]
    [Timeout(120_000)]
    public async Task Review_GroupAnsweredAndAnotherRow_IsTakenBackAsAWholeAfterAReload()
    {
        await using var browser = await BrowserSession.StartAsync();
        using var folder = new TemporaryFolder();

        // Four rows lie far out, close together.
        var table = folder.File("alike.csv");
        await File.WriteAllLinesAsync(table, Enumerable.Range(0, 80)
            .Select(row => row < 76 ? $"{row},{row * 7 % 13},{row * 5 % 11}" : $"{row},25.{row},20.{row}").Prepend("id,a,b"));
        using var server = LabelProcess.Start(folder.Path, table, "--id", "id");
        var page = await browser.WindowAsync();
        await page.OpenAsync(server.Address);
        await page.PressForNextAsync("n");
        await page.StateWithAnswersLearntAsync(1);
        await page.Page.Keyboard.PressAsync("r");
        var group = page.Page.Locator("[data-test=review-group]:not([data-rows='1'])").First;
        await group.WaitForAsync();

        // What a group says of its rows is what the server's model says of them now.
        var rows = await group.Locator("tbody tr").EvaluateAllAsync<int[]>("lines => lines.map(line => Number(line.dataset.row))");
        var shown = await group.Locator("tbody .number-cell").AllTextContentsAsync();
        for (var i = 0; i < rows.Length; i++)
        {
            var score = (await page.GetAsync($"/api/rows/{rows[i]}?annotator=ada")).GetProperty("score").GetDouble();
            Assert.AreEqual(score.ToString("F3", CultureInfo.InvariantCulture), shown[i].Replace('−', '-'));
        }

        await group.Locator("[data-test=review-abnormal]").ClickAsync();
        await page.Page.Keyboard.PressAsync("Enter");
        await page.WaitForAsync("found-count", string.Empty, rows.Length.ToString(CultureInfo.InvariantCulture));
        await page.Page.Keyboard.PressAsync("Escape");
        await page.PressForNextAsync("n");
        await page.Page.ReloadAsync();
        await page.Page.WaitForFunctionAsync("() => document.documentElement.dataset.ready === 'true'");
        await page.PressForNextAsync("u");
        Assert.AreEqual(rows.Length, await AbnormalCountAsync(page));
        await page.PressForNextAsync("u");
        Assert.AreEqual(0, await AbnormalCountAsync(page));
        Assert.AreEqual(rows[0], await page.RowAsync());
        Assert.IsEmpty(browser.Errors, string.Join("; ", browser.Errors));
    }

    [TestMethod]
    [Timeout(120_000)]
    public async Task Review_RowDecidedByAnotherMeanwhile_StaysAsItIsAndIsNamed()
    {
        await using var browser = await BrowserSession.StartAsync();
        using var folder = new TemporaryFolder();
        using var server = LabelProcess.Start(folder.Path);
        var (ada, bob) = (await browser.WindowAsync(), await browser.WindowAsync());
        await ada.OpenAsync(server.Address);
        await bob.OpenAsync(server.Address, "bob");
        await ada.Page.Keyboard.PressAsync("r");
        var group = ada.Page.Locator("[data-test=review-group]").First;
        await group.WaitForAsync();
        var row = await group.Locator("tbody tr").First.GetAttributeAsync("data-row");
        await bob.Page.EvaluateAsync(
            "row => fetch('/api/answers', { method: 'POST', headers: { 'Content-Type': 'application/json', 'X-Active-Anomaly': '1' }, "
            + "body: JSON.stringify({ annotator: 'bob', row: Number(row), answer: 'normal' }) })",
            row);
        await ada.Page.Keyboard.PressAsync("a");
        await ada.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(group.Locator(".group-result")).ToContainTextAsync(
            "is decided by now: bob says Normal", new LocatorAssertionsToContainTextOptions { Timeout = 30_000 });
        Assert.AreEqual("normal", (await ada.GetAsync($"/api/rows/{row}")).GetProperty("decision").GetString());
    }

    [TestMethod]
    [Timeout(120_000)]
    public async Task Offer_RowAnsweredSince_AsksBeforeItReplacesThat()
    {
        await using var browser = await BrowserSession.StartAsync();
        using var folder = new TemporaryFolder();
        using var server = LabelProcess.Start(folder.Path);
        var page = await browser.WindowAsync();
        await page.OpenAsync(server.Address);
        var row = await page.RowAsync();
        await page.Page.RouteAsync("**/api/answers?*", route => route.AbortAsync());
        await page.PressUntilAsync("n", () => page.Named("retry-now").IsVisibleAsync());

        // While that tab tries on, another one offers the answer; once it is saved there is nothing to offer.
        var other = new LabellingPage(await page.Page.Context.NewPageAsync());
        await other.OpenAsync(server.Address);
        await other.Named("kept-save").WaitForAsync();
        await page.Page.UnrouteAsync("**/api/answers?*");

        // Where the tab has not tried again by itself by now.
        await page.Page.EvaluateAsync("() => document.querySelector('[data-test=retry-now]')?.click()");
        await other.Named("kept-save").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Hidden });

        // A tab that is closed leaves its answer behind; one given since is not replaced unasked.
        await page.WaitForNextAsync(row);
        await page.WaitForAsync("found-curve", "data-points", "1");
        await page.Page.RouteAsync("**/api/answers?*", route => route.AbortAsync());
        await page.PressUntilAsync("n", () => page.Named("retry-now").IsVisibleAsync());
        row = await page.RowAsync();
        await page.Page.CloseAsync();
        await other.Page.ReloadAsync();
        await other.Named("kept-save").WaitForAsync();
        await other.Page.WaitForFunctionAsync("() => document.documentElement.dataset.ready === 'true'");
        Assert.AreEqual(row, await other.RowAsync());
        await other.PressForNextAsync("a");
        await other.Named("kept-save").ClickAsync();
        await other.Named("kept-replace").WaitForAsync();
        Assert.Contains("abnormal", await other.Named("connection-bar").TextContentAsync() ?? string.Empty);
        Assert.AreEqual("abnormal", await DecisionAsync(other, row));
        await other.Named("kept-replace").ClickAsync();
        await other.Page.WaitForFunctionAsync(
            "async row => (await (await fetch(`/api/rows/${row}`)).json()).decision === 'normal'", row);
    }

    private static async Task<string?> DecisionAsync(LabellingPage page, int row) =>
        (await page.GetAsync($"/api/rows/{row}")).GetProperty("decision").GetString();

    private static async Task<int> AbnormalCountAsync(LabellingPage page)
    {
        JsonElement state = await page.GetAsync("/api/state?annotator=ada");
        return state.GetProperty("counts").GetProperty("abnormal").GetInt32();
    }
}
