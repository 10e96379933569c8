using System.Globalization;
using ActiveAnomaly.Labeling;
using Microsoft.Playwright;

namespace ActiveAnomaly.Browser;

/// <summary>Long ids, names and cells, on small screens and in tables that are scrolled.</summary>
[TestClass]
public sealed class LongTextsTests
{
    private const int RowCount = 120;

    [TestMethod]
    [Timeout(120_000)]
    public async Task Page_LongId_IsNoWiderThanTheWindow()
    {
        await using var browser = await BrowserSession.StartAsync();
        using var folder = new TemporaryFolder();
        using var server = Start(folder);
        var page = await browser.WindowAsync(width: 360, height: 740);
        await page.OpenAsync(server.Address);
        await page.PressForNextAsync("a");
        await page.PressForNextAsync("ArrowLeft");
        await page.Page.Locator("#row-decision:visible, #looking:visible").Nth(1).WaitForAsync();

        Assert.AreEqual(360, await page.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        await AssertInsideAsync(page, "#row-decision");
        var missing = await page.Page.Locator("#row-decision").EvaluateAsync<double>(
            "e => { const { width } = e.getBoundingClientRect(); e.style.flex = 'none'; "
            + "return e.getBoundingClientRect().width - width; }");
        Assert.AreEqual(0, missing, 0.01, "The decision is cut.");
        await page.PictureAsync("long-360");
        await page.Page.SetViewportSizeAsync(320, 256);
        Assert.AreEqual(320, await page.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        foreach (var answer in (string[])["abnormal", "normal", "skip"])
        {
            await AssertInsideAsync(page, $"[data-test=answer-{answer}]");
        }

        Assert.IsEmpty(browser.Errors, string.Join("; ", browser.Errors));
    }

    [TestMethod]
    [Timeout(120_000)]
    public async Task Page_LongNames_AreToldApart()
    {
        await using var browser = await BrowserSession.StartAsync();
        using var folder = new TemporaryFolder();
        using var server = Start(folder, wordCount: 2);
        var page = await browser.WindowAsync();
        await page.OpenAsync(server.Address);
        await page.Named("order-file").ClickAsync();
        foreach (var (width, height) in ((int, int)[])[(1440, 900), (1024, 700), (360, 740)])
        {
            await page.Page.SetViewportSizeAsync(width, height);
            AssertApart(await page.Page.Locator(".column-name").EvaluateAllAsync<string[]>(Whole), $"at {width}");
        }

        await page.Page.SetViewportSizeAsync(1024, 700);
        await page.Page.Keyboard.PressAsync("t");
        await page.Named("table-row").First.WaitForAsync();
        AssertApart(await page.Page.Locator("#table-view thead th").EvaluateAllAsync<string[]>(Whole), "in the table");
        await page.Page.Keyboard.PressAsync("r");
        await page.Named("review-group").First.WaitForAsync();
        await page.Page.Locator(".group th.long-name").First.WaitForAsync();
        AssertApart(
            await page.Page.Locator(".group").First.Locator("thead th").EvaluateAllAsync<string[]>(Whole), "in the review");
        Assert.IsEmpty(browser.Errors, string.Join("; ", browser.Errors));
    }

    [TestMethod]
    [Timeout(120_000)]
    public async Task Page_LongCellOfAColumnOfFewTexts_IsCutUntilItIsAskedFor()
    {
        await using var browser = await BrowserSession.StartAsync();
        using var folder = new TemporaryFolder();
        using var server = Start(folder);
        var page = await browser.WindowAsync();
        await page.OpenAsync(server.Address);
        await page.Named("order-file").ClickAsync();
        var cell = page.Page.Locator(".column").Filter(new LocatorFilterOptions { HasText = "remark" }).Locator(".column-value");
        var cut = await HeightAsync(cell);
        await page.Page.GetByText("Show all 2,000 characters").ClickAsync();

        Assert.IsLessThan(100, cut);
        Assert.IsGreaterThan(2 * cut, await HeightAsync(cell));

        // The strip beside categories says how many there are, and not how many bars.
        await page.Page.GetByText("30 of 60 values").WaitForAsync();
        Assert.IsEmpty(browser.Errors, string.Join("; ", browser.Errors));
    }

    [TestMethod]
    [Timeout(120_000)]
    public async Task Table_ScrolledToTheRight_KeepsSignAndIdBelowTheirHeads()
    {
        await using var browser = await BrowserSession.StartAsync();
        using var folder = new TemporaryFolder();
        using var server = Start(folder);
        var page = await browser.WindowAsync(width: 1024, height: 700);
        await page.OpenAsync(server.Address);
        await page.Page.Keyboard.PressAsync("t");
        await page.Named("table-row").First.WaitForAsync();
        await page.Page.Locator("#table-view .table-scroll").EvaluateAsync("element => { element.scrollLeft = 400; }");
        var left = (await page.Page.Locator("#table-view .table-scroll").BoundingBoxAsync())!.X;
        foreach (var column in (int[])[1, 2])
        {
            var head = await page.Page.Locator($"#table-view thead th:nth-child({column})").BoundingBoxAsync();
            var cell = await page.Page.Locator($"#table-view tbody tr:first-child > :nth-child({column})").BoundingBoxAsync();
            Assert.AreEqual(head!.X, cell!.X, 0.5, $"column {column}");
            Assert.IsInRange(left, left + 40, cell.X);
        }

        // Nothing is drawn over them.
        Assert.AreEqual("Id", await page.Page.EvaluateAsync<string>(
            "x => document.elementFromPoint(x, document.querySelector('#table-view thead').getBoundingClientRect().bottom - 12)"
            + ".closest('th').textContent.trim()",
            (int)left + 60));
        await page.PictureAsync("table-right");
        Assert.IsEmpty(browser.Errors, string.Join("; ", browser.Errors));
    }

    /// <summary>The texts of elements, those that are cut at their end marked.</summary>
    private const string Whole =
        "elements => elements.map(e => e.innerText.trim() + (e.scrollHeight > e.clientHeight + 1 || e.scrollWidth > e.clientWidth + 1 "
        + "|| [...e.children].some(child => child.scrollWidth > child.clientWidth + 1) ? ' (cut)' : ''))";

    private static void AssertApart(string[] names, string where)
    {
        var longNames = names.Where(name => name.StartsWith("measurement", StringComparison.Ordinal)).ToArray();
        Assert.IsGreaterThan(2, longNames.Length, where);
        Assert.IsFalse(longNames.Any(name => name.EndsWith("(cut)", StringComparison.Ordinal)), $"{where}: {string.Join(", ", names)}");
        Assert.HasCount(longNames.Length, longNames.Distinct().ToArray(), where);
    }

    private static async Task AssertInsideAsync(LabellingPage page, string selector)
    {
        var window = page.Page.ViewportSize!;
        var box = await page.Page.Locator(selector).BoundingBoxAsync();
        Assert.IsTrue(
            box is { X: >= 0, Y: >= 0, Width: > 20 } && box.X + box.Width <= window.Width && box.Y + box.Height <= window.Height,
            $"{selector} is at {box?.X}, {box?.Y}, {box?.Width} x {box?.Height} of {window.Width} x {window.Height}.");
    }

    private static async Task<double> HeightAsync(ILocator element) => (await element.BoundingBoxAsync())!.Height;

    private static LabelProcess Start(TemporaryFolder folder, int wordCount = 400)
    {
        string[] names = [.. Enumerable.Range(1, 8).Select(k => $"measurement_of_something_{k}")];
        var remark = string.Join(' ', Enumerable.Repeat("word", wordCount));
        File.WriteAllLines(folder.File("long.csv"), Enumerable.Range(0, RowCount)
            .Select(row => string.Create(CultureInfo.InvariantCulture, $"{new string('L', 300)}{row},K{row % 60},{remark}{row % 2}")
                + string.Concat(names.Select((_, k) => string.Create(CultureInfo.InvariantCulture, $",{(row * (k + 7) % 13) + k}"))))
            .Prepend("id,kind,remark," + string.Join(',', names)));
        return LabelProcess.Start(folder.Path, "long.csv", "--id", "id", "--ignore", "remark");
    }
}
