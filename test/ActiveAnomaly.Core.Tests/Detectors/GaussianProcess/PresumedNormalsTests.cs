using System.Text.Json.Nodes;
using ActiveAnomaly.Data;
using ActiveAnomaly.GaussianProcesses;
using ActiveAnomaly.Metrics;
using ActiveAnomaly.Persistence;
using ActiveAnomaly.Randomness;

namespace ActiveAnomaly.Detectors.GaussianProcess;

/// <summary>Rows that stand for normal ones where nobody labelled any: which, with what variance, and what becomes of scores.</summary>
[TestClass]
public sealed class PresumedNormalsTests
{
    private static readonly SyntheticPool Clusters = SyntheticPools.Clusters();

    [TestMethod]
    [DataRow(1, 0, PresumedNormals.Auto, 0.1, 30.0)]
    [DataRow(3, 0, PresumedNormals.Auto, 0.1, 10.0)]
    [DataRow(3, 0, PresumedNormals.Auto, 1.0, 100.0)]
    [DataRow(12, 1, PresumedNormals.Auto, 0.1, 15.0)]
    [DataRow(10, 1, PresumedNormals.Auto, 0.1, null)]
    [DataRow(12, 1, PresumedNormals.Always, 0.1, 2.5)]
    [DataRow(3, 20, PresumedNormals.Always, 0.1, 10.0)]
    [DataRow(297, 0, PresumedNormals.Auto, 0.1, 30.0 / 297)]
    [DataRow(3, 0, PresumedNormals.Never, 0.1, null)]
    [DataRow(0, 3, PresumedNormals.Auto, 0.1, null)]
    [DataRow(0, 3, PresumedNormals.Always, 0.1, null)]
    [DataRow(0, 0, PresumedNormals.Always, 0.1, null)]
    public void Fit_Labels_IsThePosteriorOfThemAndOfTheRowsPresumedNormal(
        int abnormal, int normal, PresumedNormals presumed, double noise, double? variance)
    {
        var labels = Labels(Clusters.RowCount, abnormal, normal);
        var options = new GaussianProcessOptions { Seed = 1, PresumedNormals = presumed, Noise = noise };
        var trained = new GaussianProcessDetector(options).Fit(new TrainingRequest(Clusters.Rows, labels));
        var model = (GaussianProcessModel)trained.Model;
        Assert.AreEqual(abnormal + normal, model.AnswerCount);
        Assert.AreEqual(variance is null ? 0 : Clusters.RowCount - abnormal - normal, model.PresumedCount);
        var count = model.AnswerCount + model.PresumedCount;
        var known = Embedded(model, model.Rows);
        var system = new double[count][];
        for (var i = 0; i < count; i++)
        {
            var target = i < abnormal ? 1 : -1;
            system[i] = [.. Enumerable.Range(0, count).Select(j => Covariance(model, known, i, known, j)), target - known.Prior[i]];
            system[i][i] += i < model.AnswerCount ? noise : variance!.Value;
        }

        var weights = Elimination.Solve(system);
        var pool = Embedded(model, Clusters.Rows);
        for (var row = 0; row < Clusters.RowCount; row++)
        {
            var mean = pool.Prior[row] + Enumerable.Range(0, count).Sum(i => weights[i] * Covariance(model, pool, row, known, i));
            Assert.AreEqual(mean, trained.Scores.Span[row], 1e-4, $"Row {row}");
        }
    }

    [TestMethod]
    public void Fit_AbnormalRowsAlone_RanksOthersBetter()
    {
        var abnormal = Enumerable.Range(0, Clusters.RowCount).Where(row => Clusters.IsAbnormal[row]).Take(5).ToArray();
        var labels = PoolLabels.None(Clusters.RowCount).With(abnormal.Select(row => KeyValuePair.Create(row, RowLabel.Abnormal)));
        double Auc(PresumedNormals presumed) => Ranking.RocAuc(
            new GaussianProcessDetector(new GaussianProcessOptions { Seed = 1, PresumedNormals = presumed })
                .Fit(new TrainingRequest(Clusters.Rows, labels)).Scores.Span,
            Clusters.IsAbnormal);
        Assert.IsGreaterThan(Auc(PresumedNormals.Never) + 0.03, Auc(PresumedNormals.Auto));
    }

    [TestMethod]
    public void Draw_ManyRows_AreDifferentOnesWithoutALabelFromAllOver()
    {
        const int rowCount = 10_000;
        var labels = Labels(rowCount, 2_000, 0);
        var (rows, presumption) = Draw(labels, seed: 1);
        Assert.HasCount(300, rows);
        Assert.AreEqual(new Presumption(300, 0.1), presumption);
        Assert.IsTrue(rows.Distinct().Count() == 300 && rows.All(row => labels[row] == RowLabel.Unlabeled));

        // The mean of 300 of 8,000 places has a standard deviation of 8,000 / sqrt(12 * 300) = 133.
        Assert.AreEqual(6_000, rows.Average(), 4 * 133);
        Assert.IsFalse(rows.SequenceEqual(Draw(labels, seed: 2).Rows));
    }

    [TestMethod]
    public void Draw_FurtherLabels_LeavesTheOtherRowsDrawn()
    {
        var labels = Labels(5_000, 3, 0);
        var before = Draw(labels, seed: 1).Rows;
        var answered = before[7];
        var after = Draw(labels.With([new(answered, RowLabel.Abnormal), new(4_999, RowLabel.Abnormal)]), seed: 1).Rows;
        Assert.AreSequenceEqual(before.Where(row => row != answered && row != 4_999), after[..^(1 + before.Count(row => row == 4_999))]);
        Assert.HasCount(300, after);
    }

    [TestMethod]
    public void Draw_TwinsOfLabeledRows_AreNotPresumedNormal()
    {
        // Rows 0 to 19 twice: of the second time, five are twins of rows labelled abnormal.
        var pool = SyntheticPools.Noise(20, 2).Rows;
        var (rows, presumption) = Presumption.Draw(
            new TrainingRequest(pool.Append(pool), Labels(40, 5, 0)), 0.1, PresumedNormals.Auto, new SeededRandom(1));
        Assert.AreSequenceEqual([.. Enumerable.Range(5, 15), .. Enumerable.Range(25, 15)], rows.Order().ToArray());
        Assert.AreEqual(new Presumption(30, 6), presumption);
    }

    [TestMethod]
    public void FromBytes_OfAModelWithThem_ScoresAndVariesWithTheSameBits()
    {
        var model = Fit(Labels(Clusters.RowCount, 4, 0));
        var loaded = (GaussianProcessModel)DetectorModelFormat.FromBytes(DetectorModelFormat.ToBytes(model));
        Assert.AreEqual((4, 296), (loaded.AnswerCount, loaded.PresumedCount));
        Bits.AreEqual(model.Score(Clusters.Rows), loaded.Score(Clusters.Rows), "Scores");
        Assert.AreSequenceEqual(model.Variance(Clusters.Rows).Values.ToArray(), loaded.Variance(Clusters.Rows).Values.ToArray());
    }

    [TestMethod]
    [DataRow("PresumedCount", "-1")]
    [DataRow("PresumedCount", "301")]
    [DataRow("PresumedCount", "295")]
    [DataRow("PresumedVariance", "0")]
    [DataRow("PresumedVariance", "0.09")]
    [DataRow("PresumedVariance", "1e400")]
    public void FromBytes_DamagedFacts_IsRefused(string name, string json)
    {
        var file = DetectorModelFormat.ToBytes(Fit(Labels(Clusters.RowCount, 4, 0)));
        var header = ModelFile.Header(file);
        header["Content"]![name] = JsonNode.Parse(json);
        Assert.ThrowsExactly<ModelFormatException>(
            () => DetectorModelFormat.FromBytes(ModelFile.WithHeader(file, header.ToJsonString())));
    }

    [TestMethod]
    public void FromBytes_OfBeforeThereWereAny_HasNone()
    {
        var model = Fit(Labels(Clusters.RowCount, 4, 4));
        var file = DetectorModelFormat.ToBytes(model);
        var header = ModelFile.Header(file);
        var content = header["Content"]!.AsObject();
        Assert.IsTrue(content.Remove("PresumedCount") && content.Remove("PresumedVariance"));
        Assert.IsTrue(header["Options"]!.AsObject().Remove("PresumedNormals"));
        var loaded = (GaussianProcessModel)DetectorModelFormat.FromBytes(ModelFile.WithHeader(file, header.ToJsonString()));
        Assert.AreEqual((8, 0), (loaded.AnswerCount, loaded.PresumedCount));
        Bits.AreEqual(model.Score(Clusters.Rows), loaded.Score(Clusters.Rows), "Scores");
    }

    [TestMethod]
    public void PresumedNormals_NoValueOfTheEnumeration_IsRefused() => Assert.ThrowsExactly<ArgumentOutOfRangeException>(
        () => new GaussianProcessDetector(new GaussianProcessOptions { PresumedNormals = (PresumedNormals)3 }));

    private static GaussianProcessModel Fit(PoolLabels labels) => (GaussianProcessModel)new GaussianProcessDetector(
        new GaussianProcessOptions { Seed = 1 }).Fit(new TrainingRequest(Clusters.Rows, labels)).Model;

    private static (int[] Rows, Presumption Presumption) Draw(PoolLabels labels, long seed) =>
        Presumption.Draw(
            new TrainingRequest(SyntheticPools.Noise(labels.RowCount, 2).Rows, labels), 0.1, PresumedNormals.Auto, new SeededRandom(seed));

    /// <summary>The first rows abnormal, those after them normal.</summary>
    private static PoolLabels Labels(int rowCount, int abnormal, int normal) => PoolLabels.None(rowCount).With(
        Enumerable.Range(0, abnormal + normal)
            .Select(row => KeyValuePair.Create(row, row < abnormal ? RowLabel.Abnormal : RowLabel.Normal)));

    private static KernelRows Embedded(GaussianProcessModel model, FeatureMatrix rows)
    {
        using var embedded = new EmbeddedRows(rows.RowCount, rows.FeatureCount);
        model.Space.Scaling.ToUnit(rows.Values, embedded.Unit);
        model.Space.Embed(embedded, CancellationToken.None);
        return KernelRows.Of(embedded);
    }

    private static double Covariance(GaussianProcessModel model, KernelRows rows, int row, KernelRows others, int other)
    {
        double Distance(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
        {
            var sum = 0.0;
            for (var i = 0; i < x.Length; i++)
            {
                sum += Math.Abs((double)x[i] - y[i]);
            }

            return sum;
        }

        var sum = (Math.Exp(-Distance(rows.Unit(row, 1), others.Unit(other, 1)) / model.Space.Kernel.UnitLength)
            + Math.Exp(-Distance(rows.Robust(row, 1), others.Robust(other, 1)) / model.Space.Kernel.RobustLength)) / 2;
        var x = rows.Linear(row, 1);
        var y = others.Linear(other, 1);
        for (var i = 0; i < x.Length; i++)
        {
            sum += (double)x[i] * y[i];
        }

        return sum;
    }
}
