using System.Globalization;

namespace ActiveAnomaly.Tool.Benchmark;

[TestClass]
public sealed class BenchmarkCommandTests
{
    [TestMethod]
    public void Run_OneCell_WritesTheSettingsTheHeaderAndALineAStage()
    {
        using var folder = new TemporaryFolder();
        folder.Benchmark().Succeeds();
        var lines = File.ReadAllLines(folder.ResultsPath());

        CollectionAssert.AreEqual(
            (string[])
            [
                "# active-anomaly: benchmark", "# pollution: own", "# stages: 1", "# budget: paper", "# preset: Default",
                "# reuse-pretraining: False",
            ],
            lines[..6]);
        Assert.StartsWith("# table glass: 214 x 9, 9 abnormal, ", lines[6]);
        Assert.AreEqual(SmallBenchmark.ResultsHeader, lines[7]);
        CollectionAssert.AreEqual(
            (string[])["glass,nce,abs,1,1,0", "glass,nce,abs,1,1,1"],
            lines.Skip(8).Select(line => string.Join(',', line.Split(',').Take(6))).ToArray());
    }

    /// <summary>The paper's protocol asks about every row by itself: of twenty rows three times, thirty are asked.</summary>
    [TestMethod]
    public void Run_EqualRows_AreEachAskedAbout()
    {
        using var folder = new TemporaryFolder();
        var lines = SyntheticCsv.OfNumbers(20).Split('\n')[..^1];
        var text = string.Join('\n', (string[])[.. lines, .. lines[1..], .. lines[1..]]) + "\n";
        folder.BenchmarkOf(folder.Write("thrice.csv", text), "own", "extra_trees", "mlp", "0", "--budget", "30").Succeeds();
        var last = File.ReadAllLines(folder.ResultsPath())[^1].Split(',');
        var header = SmallBenchmark.ResultsHeader.Split(',');

        Assert.AreEqual(
            30, int.Parse(last[Array.IndexOf(header, "labelled_normal")], CultureInfo.InvariantCulture)
                + int.Parse(last[Array.IndexOf(header, "labelled_abnormal")], CultureInfo.InvariantCulture));
    }

    [TestMethod]
    public void Run_CommaLists_RunsEveryPairThatFits()
    {
        using var folder = new TemporaryFolder();
        folder.BenchmarkOf("glass", "own", "soft_boundary,one_class", "db,random", "auto").Succeeds();

        CollectionAssert.AreEqual(
            (string[])["soft_boundary,db,1", "soft_boundary,random,0", "one_class,random,0"],
            folder.UntimedResults().Select(line => string.Join(',', line.Split(',')[1..4])).Distinct().ToArray());
    }

    [TestMethod]
    public void Run_Trees_GoWithEveryQueryButTheBoundaryAndTheMarginWithBalif()
    {
        using var folder = new TemporaryFolder();
        folder.BenchmarkOf("glass", "own", "balif,extra_trees,one_class", "margin,db,mlp", "auto", "--save", folder.File("runs"))
            .Succeeds();

        CollectionAssert.AreEqual(
            (string[])["balif,margin", "balif,mlp", "extra_trees,mlp", "one_class,mlp"],
            folder.UntimedResults().Select(line => string.Join(',', line.Split(',')[1..3])).Distinct().ToArray());
    }

    [TestMethod]
    public void Run_PairsThatDoNotFit_AreNamed()
    {
        using var folder = new TemporaryFolder();
        var run = folder.BenchmarkOf("glass", "own", "copod,extra_trees,balif", "random,none,margin", "0").Succeeds();

        Assert.Contains("\nLeft out: random with copod; margin with copod, extra_trees: db needs a soft boundary,", run.Output);
        Assert.Contains("6 runs", run.Output);
        using var other = new TemporaryFolder();
        Assert.DoesNotContain("Left out", other.BenchmarkOf("glass", "own", "copod,balif", "none", "0").Succeeds().Output);
    }

    [TestMethod]
    public void Run_TreesWithAnEnsemble_StaySingle()
    {
        using var folder = new TemporaryFolder();
        folder.BenchmarkOf("glass", "own", "balif,extra_trees", "mlp", "auto").Succeeds();
        var single = folder.UntimedResults();
        File.Delete(folder.ResultsPath());
        folder.BenchmarkOf("glass", "own", "balif,extra_trees", "mlp", "auto", "--ensemble", "2").Succeeds();

        CollectionAssert.AreEqual(single, folder.UntimedResults());
    }

    [TestMethod]
    [DataRow("soft_boundary")]
    [DataRow("one_class")]
    [DataRow("dsad")]
    [DataRow("soft_boundary_nce")]
    [DataRow("one_class_uai")]
    [DataRow("soft_boundary_uai")]
    public void Run_EveryLoss_WritesBothStages(string loss)
    {
        using var folder = new TemporaryFolder();
        folder.BenchmarkOf("glass", "own", loss, "mlp", "0").Succeeds();

        Assert.HasCount(2, folder.UntimedResults());
    }

    [TestMethod]
    [DataRow("isolation_forest")]
    [DataRow("inne")]
    [DataRow("neighbor_distance")]
    [DataRow("copod")]
    public void Run_LossWithoutLabels_TrainsOnceWithoutAQuery(string loss)
    {
        using var folder = new TemporaryFolder();
        folder.BenchmarkOf("glass", "own", loss, "none,mlp", "auto", "--save", folder.File("runs")).Succeeds();

        Assert.AreEqual($"glass,{loss},none,0,1,0", string.Join(',', folder.UntimedResults().Single().Split(',')[..6]));
    }

    [TestMethod]
    public void Run_AuthorsPreset_ChangesTheResults()
    {
        using var folder = new TemporaryFolder();
        folder.Benchmark().Succeeds();
        var byDefault = folder.UntimedResults();
        File.Delete(folder.ResultsPath());
        folder.Benchmark("--preset", "authors").Succeeds();

        CollectionAssert.AreNotEqual(byDefault, folder.UntimedResults());
    }

    [TestMethod]
    public void Run_PollutionRatioZero_AsksNormalRowsOnly()
    {
        using var folder = new TemporaryFolder();
        folder.BenchmarkOf("glass", "0", "nce", "abs", "0").Succeeds();

        // Of the six answers none is "abnormal", and all rows of the file are evaluated.
        CollectionAssert.AreEqual(
            (string[])["0,0", "6,0"], folder.UntimedResults().Select(line => string.Join(',', line.Split(',')[9..11])).ToArray());
    }

    [TestMethod]
    public void Run_PathOfAnyCsv_IsNamedAfterTheFile()
    {
        using var folder = new TemporaryFolder();
        folder.BenchmarkOf(folder.Write("shapes.csv", SyntheticCsv.WithText()), "own", "nce", "random", "0").Succeeds();

        Assert.StartsWith("shapes,nce,random,0,1,0,", folder.UntimedResults()[0]);
    }

    [TestMethod]
    public void Run_MoreJobs_GiveTheSameResults()
    {
        using var one = new TemporaryFolder();
        one.Benchmark("--seeds", "4", "--jobs", "1").Succeeds();
        using var four = new TemporaryFolder();
        four.Benchmark("--seeds", "4", "--jobs", "4").Succeeds();

        CollectionAssert.AreEqual(one.UntimedResults(), four.UntimedResults());
    }

    [TestMethod]
    public void Run_Save_WritesThreeFilesAStage()
    {
        using var folder = new TemporaryFolder();
        folder.Benchmark("--save", folder.File("runs")).Succeeds();

        CollectionAssert.AreEquivalent(
            (string[])["stage0.csv", "stage0.json", "stage0.aadm", "stage1.csv", "stage1.json", "stage1.aadm"],
            Directory.GetFiles(folder.File("runs", "glass-nce-abs-ps-seed1")).Select(Path.GetFileName).ToArray());
    }

    [TestMethod]
    public void Run_Save_TellsQueryAndLabels()
    {
        using var folder = new TemporaryFolder();
        folder.Benchmark("--save", folder.File("runs")).Succeeds();
        var (asked, known) = (Column(0, "query_place"), Column(1, "known_label"));

        CollectionAssert.AreEquivalent((string[])["0", "1", "2", "3", "4", "5"], asked.Where(place => place.Length > 0).ToArray());
        CollectionAssert.AreEqual(asked.Select(place => place.Length > 0).ToArray(), known.Select(label => label.Length > 0).ToArray());

        string[] Column(int stage, string name)
        {
            var lines = File.ReadAllLines(folder.File("runs", "glass-nce-abs-ps-seed1", $"stage{stage}.csv"));
            var k = Array.IndexOf(lines[0].Split(','), name);
            return [.. lines.Skip(1).Select(line => line.Split(',')[k])];
        }
    }
}
