using ActiveAnomaly.Labeling;
using Microsoft.Playwright;

namespace ActiveAnomaly.Browser;

/// <summary>Cells and notes that would like to be more than text.</summary>
[TestClass]
public sealed class HostileCellsTests
{
    private const string Markup = "<img src=x onerror=\"document.title='taken'\">";

    public required TestContext TestContext { get; init; }

    [TestMethod]
    [Timeout(120_000)]
    public async Task Page_CellsAndNotesWithMarkup_StayText()
    {
        await using var browser = await BrowserSession.StartAsync();
        using var folder = new TemporaryFolder();
        var table = folder.File("hostile.csv");
        var cell = Markup.Replace("\"", "\"\"", StringComparison.Ordinal);
        await File.WriteAllLinesAsync(table, Enumerable.Range(0, 40)
            .Select(row => (Row: row, Link: row % 2 == 0 ? "javascript:alert(1)" : "https://example.org/"))
            .Select(line => $"{line.Row},\"{cell}\",{line.Link},{line.Row * 7 % 13},{line.Row * 5 % 11}")
            .Prepend("id,text,link,a,b"));
        using var server = LabelProcess.Start(folder.Path, table, "--ignore", "text", "--ignore", "link");
        var page = await browser.WindowAsync();
        var dialogs = 0;
        page.Page.Dialog += (_, dialog) =>
        {
            dialogs++;
            _ = dialog.DismissAsync();
        };
        await page.OpenAsync(server.Address);
        for (var i = 0; i < 3; i++)
        {
            await page.Named("notes-text").FillAsync(Markup);
            await page.Named("notes-save").ClickAsync();
            await page.Named("columns").ClickAsync();
            Assert.Contains(Markup, await page.Named("columns").InnerTextAsync());
            Assert.AreEqual(0, await page.Page.Locator("main img, .columns img, a[href^='javascript' i]").CountAsync());
            await page.PressForNextAsync("n");
        }

        await page.Page.Keyboard.PressAsync("t");
        await page.Named("table").WaitForAsync();
        await page.Named("table-row").First.WaitForAsync();
        Assert.Contains(Markup, await page.Named("table").InnerTextAsync());
        Assert.AreEqual(0, await page.Page.Locator("table img").CountAsync());
        Assert.AreNotEqual("taken", await page.Page.TitleAsync());
        Assert.AreEqual(0, dialogs);
        Assert.IsEmpty(browser.Errors, string.Join("; ", browser.Errors));
    }

    [TestMethod]
    [Timeout(120_000)]
    public async Task Page_TwoAnnotatorsWhoDisagree_AreListed()
    {
        await using var browser = await BrowserSession.StartAsync();
        using var folder = new TemporaryFolder();
        using var server = LabelProcess.Start(folder.Path, "--policy", "majority:2");
        var (ada, bob) = (await browser.WindowAsync(), await browser.WindowAsync());
        await ada.OpenAsync(server.Address, "ada");
        var row = await ada.RowAsync();
        await ada.PressForNextAsync("a");

        // The row waits for somebody else: it is the first that he gets.
        await bob.OpenAsync(server.Address, "bob");
        Assert.AreEqual(row, await bob.RowAsync());
        await bob.PressForNextAsync("n");
        var disagreements = await bob.GetAsync("/api/disagreements");
        var listed = disagreements.GetProperty("rows").EnumerateArray().Single();
        Assert.AreEqual(row, listed.GetProperty("row").GetInt32());
        Assert.AreEqual(2, listed.GetProperty("answers").GetArrayLength());
        await bob.Page.GetByText("Disagreements").First.ClickAsync();
        await bob.Named("list").WaitForAsync();
        Assert.Contains("ada: abnormal, bob: normal", await bob.Named("list").InnerTextAsync());
        await bob.PictureAsync("disagreements");

        // Who is to break the tie sees what the others say once he has answered himself.
        var carol = await browser.WindowAsync();
        await carol.OpenAsync(server.Address, "carol");
        Assert.AreEqual(row, await carol.RowAsync());
        await carol.Page.GetByText("Disagreements").First.ClickAsync();
        await carol.Named("table-row").First.WaitForAsync();
        Assert.Contains("open; shown once you have answered", await carol.Named("list").InnerTextAsync());
        Assert.DoesNotContain("abnormal", await carol.Named("list").InnerTextAsync());
        await carol.Page.Keyboard.PressAsync("n");
        await Assertions.Expect(carol.Named("list")).ToContainTextAsync(
            "carol: normal", new LocatorAssertionsToContainTextOptions { Timeout = 30_000 });
        Assert.IsEmpty(browser.Errors, string.Join("; ", browser.Errors));
    }
}
