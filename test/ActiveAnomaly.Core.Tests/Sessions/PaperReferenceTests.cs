using System.Globalization;
using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.OneClass;
using ActiveAnomaly.Querying;

namespace ActiveAnomaly.Sessions;

/// <summary>The paper's Ionosphere experiment with the defaults, on the data that the examples ship.</summary>
[TestClass]
public sealed class PaperReferenceTests
{
    private static readonly Lazy<StageEvaluation[][]> Runs = new(() => [.. Enumerable.Range(1, 5).Select(seed => Run(seed))]);

    [TestMethod]
    public void Run_IonosphereBeforeAnyAnswer_RanksAsThePaperSays() =>
        Assert.IsInRange(0.80, 0.89, Runs.Value.Average(stages => stages[0].RocAuc));

    [TestMethod]
    public void Run_IonosphereAfterFiveStages_RanksAsThePaperSays() =>
        Assert.IsGreaterThanOrEqualTo(0.90, Runs.Value.Average(stages => stages[5].RocAuc));

    private static StageEvaluation[] Run(long seed)
    {
        var (rows, truth) = Read(Path.Combine(AppContext.BaseDirectory, "Data", "ionosphere.csv"));
        var session = new ActiveLearningSession(rows, new NceDetector(new NceOptions { Seed = seed }), new AdaptiveBoundaryStrategy());
        session.Run(row => truth[row.RowIndex] ? Answer.Abnormal : Answer.Normal, 5);
        return [.. session.History.Select(stage => StageEvaluation.Of(session.History, stage.Stage, truth))];
    }

    /// <summary>Reads rows and truth; scales each feature to [0, 1], a constant one to 0.</summary>
    private static (FeatureMatrix Rows, bool[] Truth) Read(string file)
    {
        var lines = File.ReadLines(file)
            .Skip(1)
            .Select(line => line.Split(',').Select(text => double.Parse(text, CultureInfo.InvariantCulture)).ToArray())
            .ToArray();
        var featureCount = lines[0].Length - 1;
        for (var k = 0; k < featureCount; k++)
        {
            var (lowest, highest) = (lines.Min(line => line[k]), lines.Max(line => line[k]));
            foreach (var line in lines)
            {
                line[k] = highest > lowest ? (line[k] - lowest) / (highest - lowest) : 0;
            }
        }

        return (
            FeatureMatrix.FromRows([.. lines.Select(line => line[..^1].Select(value => (float)value).ToArray())]),
            [.. lines.Select(line => line[^1] == 1)]);
    }
}
