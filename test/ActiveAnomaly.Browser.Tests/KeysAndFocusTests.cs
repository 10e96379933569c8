using ActiveAnomaly.Labeling;
using Microsoft.Playwright;

namespace ActiveAnomaly.Browser;

/// <summary>Letters that are not meant answer nothing, and the focus is never lost.</summary>
[TestClass]
public sealed class KeysAndFocusTests
{
    [TestMethod]
    [Timeout(120_000)]
    public async Task LetterKeys_SwitchedOff_AnswerNothingAndTheButtonsDo()
    {
        await using var browser = await BrowserSession.StartAsync();
        using var folder = new TemporaryFolder();
        using var server = LabelProcess.Start(folder.Path);
        var page = await browser.WindowAsync();
        await page.OpenAsync(server.Address);
        await page.Named("more-menu").ClickAsync();
        await page.Named("letters").ClickAsync();
        await page.OpenAsync(server.Address);
        await page.Page.Keyboard.TypeAsync("banana?");

        Assert.IsFalse(await page.Named("help").IsVisibleAsync());
        Assert.IsFalse(await page.Named("answer-normal").Locator("kbd").IsVisibleAsync());
        var row = await page.RowAsync();
        await page.Named("answer-abnormal").ClickAsync();
        await page.WaitForNextAsync(row);
        await page.PressForNextAsync("ArrowLeft");
        Assert.AreEqual(row, await page.RowAsync());
        Assert.AreEqual((1, 0), await AnswersAsync(page));
        Assert.IsEmpty(browser.Errors, string.Join("; ", browser.Errors));
    }

    [TestMethod]
    [Timeout(120_000)]
    public async Task LetterKeys_MenuOpen_AnswerNothing()
    {
        await using var browser = await BrowserSession.StartAsync();
        using var folder = new TemporaryFolder();
        using var server = LabelProcess.Start(folder.Path);
        var page = await browser.WindowAsync();
        await page.OpenAsync(server.Address);
        await page.Named("export-menu").ClickAsync();
        await page.Page.Keyboard.PressAsync("a");
        await page.Page.Keyboard.PressAsync("Escape");
        Assert.AreEqual("false", await page.Named("export-menu").GetAttributeAsync("aria-expanded"));
        await page.PressForNextAsync("n");

        Assert.AreEqual((0, 1), await AnswersAsync(page));
        Assert.IsEmpty(browser.Errors, string.Join("; ", browser.Errors));
    }

    [TestMethod]
    [Timeout(120_000)]
    public async Task Table_SortedAndPagedByKeyboard_KeepsTheFocus()
    {
        await using var browser = await BrowserSession.StartAsync();
        using var folder = new TemporaryFolder();
        using var server = LabelProcess.Start(folder.Path);
        var page = await browser.WindowAsync();
        await page.OpenAsync(server.Address);
        await page.Page.Keyboard.PressAsync("t");
        await page.Named("table-row").First.WaitForAsync();
        await page.Page.Locator("th button.sort").Nth(2).FocusAsync();
        await page.Page.Keyboard.PressAsync("Enter");
        await page.Page.Locator("th[aria-sort]:nth-child(5)").WaitForAsync();
        Assert.IsTrue(await HasFocusAsync(page.Page.Locator("th[aria-sort] button")), "The head lost the focus.");

        // Of 351 rows the eighth page is the last.
        var next = page.Page.GetByLabel("Next page");
        await next.FocusAsync();
        for (var first = 51; first <= 351; first += 50)
        {
            await page.Page.Keyboard.PressAsync("Enter");
            await page.Page.WaitForFunctionAsync(
                "first => document.querySelector('[data-test=table-note]').textContent.startsWith(first)", $"{first} to ");
        }

        Assert.AreEqual("true", await next.GetAttributeAsync("aria-disabled"));
        Assert.IsTrue(await HasFocusAsync(next), "The button lost the focus.");
        Assert.IsEmpty(browser.Errors, string.Join("; ", browser.Errors));
    }

    [TestMethod]
    [Timeout(120_000)]
    public async Task Row_OpenedFromTheTable_HasTheFocusAndLettersAnswerIt()
    {
        await using var browser = await BrowserSession.StartAsync();
        using var folder = new TemporaryFolder();
        using var server = LabelProcess.Start(folder.Path);
        var page = await browser.WindowAsync();
        await page.OpenAsync(server.Address);
        await page.Page.Keyboard.PressAsync("t");
        await page.Named("table-row").Nth(3).FocusAsync();
        await page.Page.Keyboard.PressAsync("Enter");
        await page.Named("row-panel").WaitForAsync();

        Assert.IsTrue(await HasFocusAsync(page.Page.Locator("#row-title")), "The row's title has no focus.");
        await page.PressForNextAsync("n");
        Assert.AreEqual((0, 1), await AnswersAsync(page));
        Assert.IsEmpty(browser.Errors, string.Join("; ", browser.Errors));
    }

    [TestMethod]
    [Timeout(120_000)]
    public async Task Undo_AnswerOfThisTabAndOfAnother_IsToldWithRowAndAnswer()
    {
        await using var browser = await BrowserSession.StartAsync();
        using var folder = new TemporaryFolder();
        using var server = LabelProcess.Start(folder.Path);
        var page = await browser.WindowAsync();
        await page.OpenAsync(server.Address);
        var id = await page.Named("row-id").TextContentAsync();
        await page.PressForNextAsync("a");
        await page.PressForNextAsync("u");
        await Told(page, $"Taken back: {id}, answered abnormal.").WaitForAsync();

        // The file has no ids: a row is called by its line, and not "row line 12".
        await page.Page.WaitForFunctionAsync(
            "id => document.querySelector('[data-test=live]').textContent.trim() === `Next: ${id}.`", id);
        await page.PressForNextAsync("n");
        var other = await browser.WindowAsync();
        await other.OpenAsync(server.Address);
        await other.PressForNextAsync("u");
        await Told(other, $"Taken back: {id}, answered normal (earlier, not in this tab).").WaitForAsync();
        Assert.IsEmpty(browser.Errors, string.Join("; ", browser.Errors));
    }

    private static ILocator Told(LabellingPage page, string text) =>
        page.Named("toasts").GetByText(text, new LocatorGetByTextOptions { Exact = true });

    private static async Task<bool> HasFocusAsync(ILocator element) =>
        await element.EvaluateAsync<bool>("element => element === document.activeElement");

    private static async Task<(int Abnormal, int Normal)> AnswersAsync(LabellingPage page)
    {
        var counts = (await page.GetAsync("/api/state?annotator=ada")).GetProperty("counts");
        return (counts.GetProperty("abnormal").GetInt32(), counts.GetProperty("normal").GetInt32());
    }
}
