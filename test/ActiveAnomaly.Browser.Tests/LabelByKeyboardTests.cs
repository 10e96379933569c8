using System.Globalization;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.GaussianProcess;
using ActiveAnomaly.Labeling;
using ActiveAnomaly.Labeling.Stores;
using ActiveAnomaly.Metrics;
using ActiveAnomaly.Sessions;
using ActiveAnomaly.Sessions.Events;

namespace ActiveAnomaly.Browser;

/// <summary>A person labels with the keyboard, in a real browser, and the server is killed meanwhile.</summary>
[TestClass]
public sealed class LabelByKeyboardTests
{
    private const int AnswerCount = 30;

    public required TestContext TestContext { get; init; }

    [TestMethod]
    [Timeout(300_000)]
    public async Task Label_ThirtyRowsAndAKill_LosesNothingAndLearnsWhatCodeLearns()
    {
        await using var browser = await BrowserSession.StartAsync();
        using var folder = new TemporaryFolder();
        bool[] isAbnormal = [.. File.ReadLines(Places.Ionosphere).Skip(1).Select(line => line.EndsWith(",1", StringComparison.Ordinal))];
        var given = new List<(int Row, bool IsAbnormal)>();
        var page = await browser.WindowAsync();
        using (var server = LabelProcess.Start(folder.Path))
        {
            await page.OpenAsync(server.Address);
            for (var i = 0; i < AnswerCount / 2; i++)
            {
                await AnswerAsync(page, isAbnormal, given);
            }

            await page.WaitForAsync("found-curve", "data-points", given.Count.ToString(CultureInfo.InvariantCulture));
            await page.WaitForAsync("map", "data-answered", given.Count.ToString(CultureInfo.InvariantCulture));
            await page.WaitForAsync("found-count", string.Empty, AbnormalCount(given));

            // Undo brings the row back, and the answer is gone everywhere.
            var undone = given[^1];
            given.RemoveAt(given.Count - 1);
            await page.PressForNextAsync("u");
            Assert.AreEqual(undone.Row, await page.RowAsync());
            await page.WaitForAsync("found-curve", "data-points", given.Count.ToString(CultureInfo.InvariantCulture));
            await page.WaitForAsync("map", "data-answered", given.Count.ToString(CultureInfo.InvariantCulture));
            await page.WaitForAsync("found-count", string.Empty, AbnormalCount(given));
            await AnswerAsync(page, isAbnormal, given);
            server.Kill();
        }

        // The page says so, and the answers are in the file.
        await page.WaitForAsync("connection", "data-state", "offline");
        await page.PictureAsync("offline");
        var store = Path.Combine(folder.Path, "ionosphere.labels.db");
        CollectionAssert.AreEquivalent(given, Answers(store));
        using (var server = LabelProcess.Start(folder.Path))
        {
            await page.OpenAsync(server.Address);
            await page.WaitForAsync("found-curve", "data-points", given.Count.ToString(CultureInfo.InvariantCulture));
            while (given.Count < AnswerCount)
            {
                await AnswerAsync(page, isAbnormal, given);
            }

            await page.WaitForAsync("found-curve", "data-points", AnswerCount.ToString(CultureInfo.InvariantCulture));
            await page.WaitForAsync("training-state", "data-training", "false");
            await PicturesAsync(browser, server, page);
            var latencies = await page.LatenciesAsync();
            Array.Sort(latencies);
            TestContext.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"From key to row in a new window: median {latencies[latencies.Length / 2]:F0} ms of {latencies.Length}."));
            Assert.AreEqual(await AucOfTheServer(page), AucInCode(given, isAbnormal));
            server.Kill();
        }

        CollectionAssert.AreEquivalent(given, Answers(store));
        Assert.IsEmpty(browser.Errors, string.Join("; ", browser.Errors));
    }

    private static async Task AnswerAsync(LabellingPage page, bool[] isAbnormal, List<(int Row, bool IsAbnormal)> given)
    {
        var row = await page.RowAsync();
        await page.PressForNextAsync(isAbnormal[row] ? "a" : "n");
        given.Add((row, isAbnormal[row]));
    }

    private static string AbnormalCount(List<(int Row, bool IsAbnormal)> given) =>
        given.Count(answer => answer.IsAbnormal).ToString(CultureInfo.InvariantCulture);

    /// <summary>Reads what the file has, without the code that labels.</summary>
    private static List<(int Row, bool IsAbnormal)> Answers(string path)
    {
        using var store = new SqliteSessionStore(path, new SqliteSessionStoreOptions { CreatesFile = false });
        var answers = new List<(int Row, bool IsAbnormal)>();
        foreach (var past in store.Read("ionosphere"))
        {
            if (past is RowAnswered answered)
            {
                answers.Add((answered.Row, answered.Answer == Answer.Abnormal));
            }
            else if (past is AnswerWithdrawn withdrawn)
            {
                answers.RemoveAll(answer => answer.Row == withdrawn.Row);
            }
        }

        return answers;
    }

    /// <summary>Waits until the model knows all answers.</summary>
    private static async Task<double> AucOfTheServer(LabellingPage page) =>
        (await page.StateWithAnswersLearntAsync(AnswerCount)).GetProperty("truth").GetProperty("auc").GetDouble();

    private static double AucInCode(List<(int Row, bool IsAbnormal)> given, bool[] isAbnormal)
    {
        var pool = LabelingPool.Read(Places.Ionosphere, new LabelingPoolOptions { HidesLabels = true });
        var labels = Data.PoolLabels.None(pool.RowCount).With(given.Select(answer => new KeyValuePair<int, Data.RowLabel>(
            answer.Row, answer.IsAbnormal ? Data.RowLabel.Abnormal : Data.RowLabel.Normal)));
        var trained = new GaussianProcessDetector(new GaussianProcessOptions { Seed = 0 })
            .Fit(new TrainingRequest(pool.Features, labels) { LabelsCountForTwins = true });
        return Ranking.RocAuc(trained.Scores.Span, isAbnormal);
    }

    private static async Task PicturesAsync(BrowserSession browser, LabelProcess server, LabellingPage page)
    {
        await WaitForMapAsync(page);
        await page.OrderByScoreAsync();
        await page.PictureAsync("light");
        var dark = await browser.WindowAsync(colors: Microsoft.Playwright.ColorScheme.Dark);
        await dark.OpenAsync(server.Address);
        await WaitForMapAsync(dark);
        await dark.OrderByScoreAsync();
        await dark.PictureAsync("dark");
        var narrow = await browser.WindowAsync(width: 360, height: 740);
        await narrow.OpenAsync(server.Address);
        await narrow.OrderByScoreAsync();
        await narrow.PictureAsync("narrow");

        static Task WaitForMapAsync(LabellingPage page) =>
            page.WaitForAsync("map", "data-answered", AnswerCount.ToString(CultureInfo.InvariantCulture));
    }
}
