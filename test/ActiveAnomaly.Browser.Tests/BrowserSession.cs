using Microsoft.Playwright;

namespace ActiveAnomaly.Browser;

/// <summary>A browser for one test.</summary>
internal sealed class BrowserSession : IAsyncDisposable
{
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private BrowserSession(IPlaywright playwright, IBrowser browser)
    {
        _playwright = playwright;
        _browser = browser;
    }

    public static async Task<BrowserSession> StartAsync()
    {
        if (Places.Chromium is null)
        {
            Assert.Inconclusive("Chromium is not on this machine: there is no /usr/bin/chromium");
        }

        var playwright = await Playwright.CreateAsync();
        return new BrowserSession(playwright, await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Places.Chromium,
            Args = ["--no-sandbox", "--disable-gpu"],
        }));
    }

    /// <summary>Opens a window of its own, with no cookie or memory of another.</summary>
    public async Task<LabellingPage> WindowAsync(int width = 1280, int height = 860, ColorScheme colors = ColorScheme.Light)
    {
        var context = await _browser.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = colors,
        });
        var page = await context.NewPageAsync();
        page.PageError += (_, error) => Errors.Add(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error" && !message.Text.Contains("net::ERR_", StringComparison.Ordinal))
            {
                Errors.Add(message.Text);
            }
        };
        return new LabellingPage(page);
    }

    /// <summary>Gets what went wrong in the pages so far; requests to a server that is gone aside.</summary>
    public List<string> Errors { get; } = [];

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
