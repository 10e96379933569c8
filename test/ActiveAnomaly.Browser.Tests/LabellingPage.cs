using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;

namespace ActiveAnomaly.Browser;

/// <summary>The page, as a person with a keyboard uses it.</summary>
internal sealed class LabellingPage(IPage page)
{
    private static readonly PageWaitForFunctionOptions Patience = new() { Timeout = 30_000 };

    /// <summary>The first model of a large file takes its time, on a machine that has other work too.</summary>
    private static readonly PageWaitForFunctionOptions FirstModel = new() { Timeout = 120_000 };

    public IPage Page => page;

    /// <summary>Opens the address, says who is there, and waits for the first row.</summary>
    public async Task OpenAsync(Uri address, string annotator = "ada")
    {
        await page.GotoAsync(address.AbsoluteUri);
        await Named("annotator-name").Or(page.Locator("html[data-ready=true]")).First.WaitForAsync();
        if (await Named("annotator-name").IsVisibleAsync())
        {
            await Named("annotator-name").FillAsync(annotator);
            await page.Keyboard.PressAsync("Enter");
        }

        await page.WaitForFunctionAsync("() => document.documentElement.dataset.ready === 'true'", null, FirstModel);
    }

    public ILocator Named(string hook) => page.Locator($"[data-test={hook}]");

    /// <summary>Gets the row on screen.</summary>
    public async Task<int> RowAsync() =>
        int.Parse((await Named("row-panel").GetAttributeAsync("data-row"))!, CultureInfo.InvariantCulture);

    /// <summary>
    /// Presses a key, and waits until another row is on screen and the answer for this one is kept. Where that is measured, nothing asks
    /// the page for anything while the row comes: being asked in every frame makes it come later.
    /// </summary>
    public async Task PressForNextAsync(string key)
    {
        var row = await RowAsync();
        await Task.Delay(Places.Pace);
        await page.Keyboard.DownAsync(key);
        await Task.Delay(Places.Pace);
        await page.Keyboard.UpAsync(key);
        await WaitForNextAsync(row);
    }

    /// <summary>
    /// Presses a key until it has acted: one that is pressed in the moment in which a newer question comes on screen answers nothing.
    /// </summary>
    public async Task PressUntilAsync(string key, Func<Task<bool>> hasActed)
    {
        for (var press = 0; press < 20; press++)
        {
            await page.Keyboard.PressAsync(key);
            for (var look = 0; look < 20; look++)
            {
                if (await hasActed())
                {
                    return;
                }

                await Task.Delay(TimeSpan.FromMilliseconds(50));
            }
        }

        Assert.Fail($"The key {key} was pressed 20 times in vain.");
    }

    /// <summary>Waits until another row than one is on screen, and nothing is on its way to the server.</summary>
    public Task WaitForNextAsync(int row) => page.WaitForFunctionAsync(
        "row => { const now = document.querySelector('[data-test=row-panel]').dataset.row; return now !== undefined && now !== row "
        + "&& document.documentElement.dataset.saving !== 'true'; }",
        row.ToString(CultureInfo.InvariantCulture),
        Patience);

    /// <summary>Waits until it is known what the score of the row on screen comes from, and puts the columns that make it first.</summary>
    public async Task OrderByScoreAsync()
    {
        await page.WaitForFunctionAsync(
            "() => document.querySelector('[data-test=why]').textContent.startsWith('Ordinary rows')", null, Patience);
        await Named("order-score").ClickAsync();
    }

    /// <summary>Waits until an attribute or text of an element has a value.</summary>
    public Task WaitForAsync(string hook, string attribute, string value) => page.WaitForFunctionAsync(
        "([hook, name, value]) => { const e = document.querySelector(`[data-test=${hook}]`); "
        + "return (name === '' ? e.textContent.trim() : e.getAttribute(name)) === value; }",
        new[] { hook, attribute, value },
        Patience);

    /// <summary>Asks the server as the page does.</summary>
    public async Task<JsonElement> GetAsync(string path) => await page.EvaluateAsync<JsonElement>(
        "async path => (await fetch(path)).json()", path);

    /// <summary>
    /// Waits for the server's model that has learnt from all of some answers; the page cannot tell, for nothing trains for a moment
    /// between an answer and the training that it begins.
    /// </summary>
    public async Task<JsonElement> StateWithAnswersLearntAsync(int answerCount)
    {
        while (true)
        {
            var state = await GetAsync("/api/state?annotator=ada");
            var model = state.GetProperty("model");
            if (model.GetProperty("answerCount").GetInt32() == answerCount && model.GetProperty("unseenAnswerCount").GetInt32() == 0)
            {
                return state;
            }

            await Task.Delay(50);
        }
    }

    /// <summary>Reads how long it took from a key to the next row, in milliseconds, press by press.</summary>
    public async Task<double[]> LatenciesAsync() =>
        await page.EvaluateAsync<double[]>("() => performance.getEntriesByName('aa-key-to-row').map(entry => entry.duration)");

    /// <summary>Writes a picture of what is on screen.</summary>
    public Task PictureAsync(string name) =>
        page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Places.Pictures, name + ".png") });
}
