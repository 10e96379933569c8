using ActiveAnomaly.Labeling;

namespace ActiveAnomaly.Browser;

/// <summary>A clock that somebody sets, or that sets itself by the network, holds nothing up.</summary>
[TestClass]
public sealed class ClockTests
{
    [TestMethod]
    [Timeout(120_000)]
    public async Task Clock_SetBackByADay_TheMapStillFollows()
    {
        await using var browser = await BrowserSession.StartAsync();
        using var folder = new TemporaryFolder();
        using var server = LabelProcess.Start(folder.Path);
        var page = await browser.WindowAsync();
        await page.OpenAsync(server.Address);
        await AnswerAndReadTheMapAsync();

        await page.Page.EvaluateAsync("() => { const now = Date.now; Date.now = () => now() - 86_400_000; }");
        await AnswerAndReadTheMapAsync();

        Assert.IsEmpty(browser.Errors, string.Join("; ", browser.Errors));

        Task AnswerAndReadTheMapAsync() => page.Page.RunAndWaitForResponseAsync(
            () => page.PressForNextAsync("n"), response => response.Url.Contains("/api/map?", StringComparison.Ordinal));
    }
}
