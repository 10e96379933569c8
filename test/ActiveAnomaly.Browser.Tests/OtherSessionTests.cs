using ActiveAnomaly.Labeling;

namespace ActiveAnomaly.Browser;

/// <summary>Another table comes up at the address of a page that is still open.</summary>
[TestClass]
public sealed class OtherSessionTests
{
    [TestMethod]
    [Timeout(180_000)]
    public async Task Answer_OfATabThatWasHiddenWhileAnotherTableCameUp_GoesNowhereElse()
    {
        await using var browser = await BrowserSession.StartAsync();
        using var folder = new TemporaryFolder();
        var page = await browser.WindowAsync();
        int port;
        using (var first = LabelProcess.Start(folder.Path, "ionosphere"))
        {
            port = first.Address.Port;
            await page.OpenAsync(first.Address);
            await page.PressForNextAsync("n");
            await HideAsync(isHidden: true);
            first.Kill();
        }

        var row = await page.RowAsync();
        var other = new LabellingPage(await page.Page.Context.NewPageAsync());
        using (var second = LabelProcess.StartAt(port, folder.Path, "glass"))
        {
            await other.OpenAsync(second.Address);
            await HideAsync(isHidden: false);
            await page.WaitForAsync("connection", "data-state", "other");
            await page.Page.Keyboard.PressAsync("a");
            await page.Page.WaitForFunctionAsync(
                "() => document.getElementById('bar-text').textContent.startsWith('Not saved yet')");
            Assert.Contains("Another session is served at this address now: glass", await page.Page.Locator("#bar-text").InnerTextAsync());
            await page.PictureAsync("other-session");
            Assert.AreEqual(0, (await other.GetAsync("api/state")).GetProperty("counts").GetProperty("answered").GetInt32());
            second.Kill();
        }

        // Its own session is back: what waited is kept there, and the page goes on.
        using var again = LabelProcess.StartAt(port, folder.Path, "ionosphere");
        await other.Page.GotoAsync(again.Address.AbsoluteUri);
        await page.WaitForAsync("connection", "data-state", "online");
        await page.WaitForNextAsync(row);
        var details = await page.GetAsync($"api/rows/{row}?annotator=ada");
        Assert.AreEqual("abnormal", details.GetProperty("decision").GetString());

        // Playwright's pages are never hidden by themselves.
        Task HideAsync(bool isHidden) => page.Page.EvaluateAsync(
            "isHidden => { Object.defineProperty(document, 'hidden', { value: isHidden, configurable: true }); "
            + "document.dispatchEvent(new Event('visibilitychange')); }",
            isHidden);
    }
}
