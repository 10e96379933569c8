using ActiveAnomaly.Data;
using ActiveAnomaly.Metrics;
using ActiveAnomaly.Persistence;
using ActiveAnomaly.Trees;

namespace ActiveAnomaly.Detectors.DeepIsolationForest;

[TestClass]
public sealed class DeepIsolationForestDetectorTests : DetectorContract<DeepIsolationForestDetector>
{
    private static readonly DeepIsolationForestOptions Fast = new()
    {
        Seed = 1,
        MemberCount = 12,
        HiddenSizes = [24, 12],
        CodeSize = 6,
        TreeCount = 4,
        SampleSize = 64,
    };

    [TestMethod]
    public void Score_AnyRow_IsThatOfAReferenceInDouble()
    {
        var model = Model(Fast);
        var reference = new ReferenceDeepForest(model, Pool);
        for (var row = 0; row < Pool.RowCount; row++)
        {
            // Codes are right to some 1e-6, and so are distances from thresholds; a code so close to a threshold that it goes the other
            // way is not among these rows.
            Assert.AreEqual(reference.Score(Pool.Row(row).ToArray()), model.Score(Pool.Row(row)), 1e-5, $"Row {row}");
        }
    }

    [TestMethod]
    public void Fit_AllRowsInEveryTree_CountsTheRowsOfEachLeaf()
    {
        var model = Model(Fast with { SampleSize = Pool.RowCount });
        var reference = new ReferenceDeepForest(model, Pool);
        var forest = model.Forest;
        for (var tree = 0; tree < Fast.MemberCount * Fast.TreeCount; tree++)
        {
            var member = tree / Fast.TreeCount;
            var reached = Enumerable.Range(0, Pool.RowCount)
                .Select(row => reference.Descend(tree, reference.Code(member, Pool.Row(row).ToArray())))
                .GroupBy(way => way.Leaf, way => way.Distances.Length);
            foreach (var leaf in reached)
            {
                var expected = leaf.First() + IsolationForest.AveragePathLength(leaf.Count());
                Assert.AreEqual(expected, forest.PathLengths[(tree << forest.Depth) + leaf.Key], 1e-5, $"Tree {tree}, leaf {leaf.Key}");
            }
        }
    }

    [TestMethod]
    public void Score_TwoRowsAndOneSplit_IsTheHandArithmetic()
    {
        // Without hidden layers the code is x r W s, standardised over two rows: -1 and 1, squashed to -t and t with t = tanh(1). The only
        // split lies between, at q: c(2) = 1, the path length is 1, and the score 2^-1 times |t - q| or |-t - q|.
        var pool = FeatureMatrix.Copy([0, 2], 1);
        var options = new DeepIsolationForestOptions { Seed = 3, MemberCount = 1, HiddenSizes = [], CodeSize = 1, TreeCount = 1 };
        var model = (DeepIsolationForestModel)new DeepIsolationForestDetector(options).Fit(new TrainingRequest(pool)).Model;
        var threshold = model.Forest.Splits[0].Threshold;
        var layer = model.Networks.Layers[0];
        var sign = Math.Sign(layer.Weights[0] * layer.InputFactors[0] * layer.OutputFactors[0]);
        Assert.AreEqual(Math.Abs((-sign * Math.Tanh(1)) - threshold) / 2, model.Score([0f]), 1e-6);
        Assert.AreEqual(Math.Abs((sign * Math.Tanh(1)) - threshold) / 2, model.Score([2f]), 1e-6);
        Assert.AreEqual(Math.Abs(threshold) / 2, model.Score([1f]), 1e-6);
    }

    [TestMethod]
    public void Fit_RandomNumbers_AreNormalAndOfEachNetwork()
    {
        var model = Model(new DeepIsolationForestOptions { Seed = 1, MemberCount = 50, TreeCount = 1 });
        foreach (var layer in model.Networks.Layers)
        {
            RequireNormal(layer.Weights.ToArray());
            RequireNormal(layer.InputFactors.ToArray());
            RequireNormal(layer.OutputFactors.ToArray());
        }

        Assert.AreSequenceEqual([500, 100, 20], model.Networks.Layers.Select(layer => layer.OutputSize));
    }

    [TestMethod]
    public void Fit_Codes_HaveMeanZeroAndDeviationOneBeforeTheyAreSquashed()
    {
        // Without hidden layers no code lies so far out that tanh is at its end.
        var model = Model(Fast with { HiddenSizes = [] });
        var codes = new List<float[]>();
        model.Networks.Run(
            3, 1, Pool.Values, codes, static (all, _, _, count, z) => all.AddRange(z.ToArray().Chunk(8).Take(count)), default);
        for (var k = 0; k < Fast.CodeSize; k++)
        {
            double[] column = [.. codes.Select(code => Math.Atanh(code[k]))];
            Assert.AreEqual(0, column.Average(), 1e-4);
            Assert.AreEqual(1, column.Average(value => value * value), 1e-3);
        }
    }

    [TestMethod]
    public void Fit_MoreRowsThanABlock_StandardizesByAllOfThem()
    {
        var pool = Pool.Select([.. Enumerable.Range(0, 1000).Select(i => i < 900 ? 3 : i % 300)]);
        var model = (DeepIsolationForestModel)new DeepIsolationForestDetector(Fast).Fit(new TrainingRequest(pool)).Model;
        var reference = new ReferenceDeepForest(model, pool);
        for (var row = 895; row < 1000; row++)
        {
            Assert.AreEqual(reference.Score(pool.Row(row).ToArray()), model.Score(pool.Row(row)), 1e-5, $"Row {row}");
        }
    }

    [TestMethod]
    public void Fit_RowsBesideTheSurface_AreFound() =>
        Assert.IsGreaterThan(0.75, Ranking.RocAuc(Model(Fast with { MemberCount = 30 }).Score(Pool), Truth));

    [TestMethod]
    public void Fit_EachOption_ChangesScores()
    {
        var standard = Model(Fast).Score(Pool);
        DeepIsolationForestOptions[] others =
        [
            Fast with { MemberCount = 13 }, Fast with { HiddenSizes = [24, 11] }, Fast with { CodeSize = 7 }, Fast with { TreeCount = 5 },
            Fast with { SampleSize = 65 },
        ];
        foreach (var other in others)
        {
            Assert.IsFalse(standard.AsSpan().SequenceEqual(Model(other).Score(Pool)), other.ToString());
        }
    }

    [TestMethod]
    public void Constructor_OptionOutOfRange_ThrowsNamingIt()
    {
        var options = new DeepIsolationForestOptions();
        (DeepIsolationForestOptions Options, string Name)[] cases =
        [
            (options with { MemberCount = 0 }, "MemberCount"), (options with { MemberCount = 10_001 }, "MemberCount"),
            (options with { HiddenSizes = [5, 0] }, "HiddenSizes"), (options with { HiddenSizes = [100_001] }, "HiddenSizes"),
            (options with { HiddenSizes = null! }, "HiddenSizes"), (options with { CodeSize = 0 }, "CodeSize"),
            (options with { CodeSize = 100_001 }, "CodeSize"), (options with { TreeCount = 0 }, "TreeCount"),
            (options with { SampleSize = 1 }, "SampleSize"), (options with { SampleSize = 65_537 }, "SampleSize"),
            (options with { MemberCount = 10_000, TreeCount = 4 }, "MemberCount"),
            (options with { MemberCount = 1, TreeCount = 39_063 }, "TreeCount"),
        ];
        foreach (var (wrong, name) in cases)
        {
            var exception = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new DeepIsolationForestDetector(wrong));
            Assert.AreEqual("options." + name, exception.ParamName);
        }

        Assert.IsNotNull(new DeepIsolationForestDetector(options with { MemberCount = 10_000, TreeCount = 3 }));
        Assert.Contains(
            "at most 6510 with 6 trees of 256 rows each",
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(
                () => new DeepIsolationForestDetector(options with { MemberCount = 6511 })).Message);
    }

    [TestMethod]
    public void Fit_Progress_CountsTheNetworks()
    {
        var recorder = new ProgressRecorder();
        new DeepIsolationForestDetector(Fast).Fit(new TrainingRequest(Pool) { Stage = 2, Progress = recorder });
        Assert.AreSequenceEqual(Enumerable.Range(0, 12), recorder.Reports.Select(report => report.EpochIndex));
        Assert.IsTrue(recorder.Reports.All(report => (report.Phase, report.EpochCount, report.Stage) == ("networks", 12, 2)));
    }

    [TestMethod]
    public void ToBytes_ManyNetworks_HoldsTheWeightsOnce()
    {
        var (one, two) = (
            DetectorModelFormat.ToBytes(Model(Fast with { HiddenSizes = [500, 100] })).Length,
            DetectorModelFormat.ToBytes(Model(Fast with { HiddenSizes = [500, 100], MemberCount = 13 })).Length);
        Assert.IsLessThan(500 * 100, two - one);
    }

    /// <summary>
    /// So far out the first layer's tanh is at its ends: how far makes no difference. A network may see nothing odd in that.
    /// </summary>
    protected override void RequireExtremeScore(float score, DetectorModel model, float[] row) => Assert.AreEqual(
        model.Score([.. row.Select(value => Math.Abs(value) > 1e20f ? MathF.CopySign(1e20f, value) : value)]), score);

    protected override DeepIsolationForestDetector Create(DetectorSettings settings) => new(Fast with
    {
        Seed = settings.Seed,
        Contamination = settings.Contamination,
        Threshold = settings.Threshold,
    });

    private static DeepIsolationForestModel Model(DeepIsolationForestOptions options) =>
        (DeepIsolationForestModel)new DeepIsolationForestDetector(options).Fit(new TrainingRequest(Pool)).Model;

    /// <summary>Five standard errors of a mean and of a variance.</summary>
    private static void RequireNormal(float[] numbers)
    {
        Assert.AreEqual(0, numbers.Average(value => (double)value), 5 / Math.Sqrt(numbers.Length));
        Assert.AreEqual(1, numbers.Average(value => (double)value * value), 5 * Math.Sqrt(2.0 / numbers.Length));
    }
}
