using System.Globalization;
using ActiveAnomaly.Labeling;
using ActiveAnomaly.Randomness;

namespace ActiveAnomaly.Browser;

/// <summary>A person labels a file of 100,000 rows, as fast as the page lets him.</summary>
[TestClass]
public sealed class LabelManyRowsTests
{
    private const int RowCount = 100_000;
    private const int FeatureCount = 50;
    private const int AnswerCount = 40;

    public required TestContext TestContext { get; init; }

    [TestMethod]
    [Timeout(600_000)]
    public async Task Label_HundredThousandRows_ModelKnowsEveryAnswer()
    {
        await using var browser = await BrowserSession.StartAsync();
        using var folder = new TemporaryFolder();
        var isAbnormal = Write(Path.Combine(folder.Path, "many.csv"));
        var page = await browser.WindowAsync();
        using var server = LabelProcess.Start(folder.Path, "many.csv");
        await page.OpenAsync(server.Address);
        for (var i = 0; i < AnswerCount; i++)
        {
            await page.PressForNextAsync(isAbnormal[await page.RowAsync()] ? "a" : "n");
        }

        await page.WaitForAsync("found-curve", "data-points", AnswerCount.ToString(CultureInfo.InvariantCulture));
        var model = (await page.StateWithAnswersLearntAsync(AnswerCount)).GetProperty("model");
        await page.WaitForAsync("training-state", "data-training", "false");
        Assert.IsEmpty(browser.Errors, string.Join("; ", browser.Errors));
        var latencies = await page.LatenciesAsync();
        Array.Sort(latencies);
        TestContext.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"From key to row: median {latencies[latencies.Length / 2]:F0} ms, "
            + $"95 % {latencies[(int)(0.95 * (latencies.Length - 1))]:F0} ms of {latencies.Length}; "
            + $"the last training took {model.GetProperty("trainingMilliseconds").GetDouble():F0} ms."));
    }

    /// <summary>Writes rows around four centres, 1 of 100 spread over the whole range, and tells which these are.</summary>
    private static bool[] Write(string path)
    {
        var random = new SeededRandom(1);
        double[][] centers = [.. Enumerable.Range(0, 4).Select(_ => Enumerable.Range(0, FeatureCount)
            .Select(_ => 0.2 + (0.6 * random.NextDouble())).ToArray())];
        var isAbnormal = new bool[RowCount];
        using var writer = new StreamWriter(path);
        writer.WriteLine(string.Join(',', Enumerable.Range(1, FeatureCount).Select(k => $"f{k}")));
        var cells = new string[FeatureCount];
        for (var row = 0; row < RowCount; row++)
        {
            isAbnormal[row] = random.NextDouble() < 0.01;
            var center = centers[random.NextInt32(centers.Length)];
            for (var k = 0; k < FeatureCount; k++)
            {
                var value = isAbnormal[row] ? random.NextDouble() : center[k] + (0.06 * random.NextNormal());
                cells[k] = value.ToString("F6", CultureInfo.InvariantCulture);
            }

            writer.WriteLine(string.Join(',', cells));
        }

        return isAbnormal;
    }
}
