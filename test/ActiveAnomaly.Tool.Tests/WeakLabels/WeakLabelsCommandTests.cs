using System.Globalization;
using System.Text.RegularExpressions;

namespace ActiveAnomaly.Tool.WeakLabels;

[TestClass]
public sealed class WeakLabelsCommandTests
{
    [TestMethod]
    public void Table_TwoMethods_WritesTheHeaderAndALineARun()
    {
        using var folder = new TemporaryFolder();
        folder.Table("--runs", "2").Succeeds();

        Assert.AreEqual(SmallWeakLabels.ResultsHeader, folder.Lines().First());
        CollectionAssert.AreEqual(
            (string[])
            [
                "table,numbers,extra_trees,,,1", "table,numbers,isolation_forest,,,1",
                "table,numbers,extra_trees,,,2", "table,numbers,isolation_forest,,,2",
            ],
            folder.Results().Select(cells => string.Join(',', cells[..6])).ToArray());
    }

    /// <summary>216 normal rows are trained on; 0.02 / 0.98 of them are 4.4, so that 5 + 4 anomalies stay.</summary>
    [TestMethod]
    public void Table_Defaults_WriteRowsLabelsAndContamination()
    {
        using var folder = new TemporaryFolder();
        folder.Table().Succeeds();
        var cells = folder.Results()[0];

        CollectionAssert.AreEqual((string[])["225", "2", "5"], cells[11..14]);
        Assert.AreEqual(4.0 / 220, double.Parse(cells[14], CultureInfo.InvariantCulture));
    }

    /// <summary>But for the autoencoder, which reproduces rows of two features wherever they lie.</summary>
    [TestMethod]
    public void Table_AnomaliesFarOut_AreFoundByEveryMethod()
    {
        using var folder = new TemporaryFolder();
        folder.Table("--methods", "all").Succeeds();

        CollectionAssert.IsSubsetOf(
            (string[])["gp", "extra_trees", "balif", "dsad", "nce", "one_class", "autoencoder", "isolation_forest", "inne",
                "neighbor_distance", "copod"],
            folder.Results().Select(cells => cells[2]).ToArray());
        Assert.IsTrue(folder.Results().Where(cells => cells[2] != "autoencoder")
            .All(cells => double.Parse(cells[6], CultureInfo.InvariantCulture) > 0.9));
    }

    [TestMethod]
    public void Table_MoreJobs_GiveTheSameResults()
    {
        using var one = new TemporaryFolder();
        one.Table("--runs", "4", "--jobs", "1").Succeeds();
        using var four = new TemporaryFolder();
        four.Table("--runs", "4", "--jobs", "4").Succeeds();

        CollectionAssert.AreEqual(one.Untimed(), four.Untimed());
    }

    [TestMethod]
    [DataRow("--labelled", "6")]
    [DataRow("--contamination", "0.05")]
    [DataRow("--contamination", "own")]
    [DataRow("--sample", "300")]
    public void Table_AnotherSetting_ChangesTheResults(string option, string value)
    {
        using var folder = new TemporaryFolder();
        folder.Table().Succeeds();
        var byDefault = folder.Untimed();
        File.Delete(folder.ResultsPath());
        folder.Experiment(
            "table", ["--datasets", folder.Numbers(), .. option == "--labelled" ? [] : (string[])["--labelled", "5"], option, value])
            .Succeeds();

        CollectionAssert.AreNotEqual(byDefault, folder.Untimed());
    }

    /// <summary>0.2 / 0.8 of 216 normal rows are 54 anomalies, of which 24 - 5 are there.</summary>
    [TestMethod]
    [DataRow(true, "275")]
    [DataRow(false, "240")]
    public void Table_TooFewAnomalies_AreAddedUnlessForbidden(bool adds, string rows)
    {
        using var folder = new TemporaryFolder();
        folder.Table(["--contamination", "0.2", .. adds ? [] : (string[])["--no-added-anomalies"]]).Succeeds();

        Assert.AreEqual(rows, folder.Results()[0][11]);
    }

    /// <summary>COPOD has nothing random: with one split its runs are the same.</summary>
    [TestMethod]
    [DataRow(true, 1)]
    [DataRow(false, 3)]
    public void Table_OneSplit_LeavesOnlySeedsToDiffer(bool oneSplit, int expected)
    {
        using var folder = new TemporaryFolder();
        folder.Experiment(
            "table",
            ["--datasets", "ionosphere", "--methods", "copod", "--runs", "3", .. oneSplit ? (string[])["--one-split"] : []]).Succeeds();

        Assert.AreEqual(expected, folder.Results().Select(cells => cells[6]).Distinct().Count());
    }

    [TestMethod]
    public void Table_Sample_IsNamedInTheDataSet()
    {
        using var folder = new TemporaryFolder();
        folder.Table("--sample", "300").Succeeds();

        // 30 of 300 rows are abnormal; 162 normal rows are trained on, with 5 labelled anomalies and 3 hidden ones.
        Assert.AreEqual("numbers-300", folder.Results()[0][1]);
        Assert.AreEqual("170", folder.Results()[0][11]);
    }

    [TestMethod]
    public void Table_Json_HasRunsAndComparisons()
    {
        using var folder = new TemporaryFolder();
        var document = CommandRun.Json(
            "weak-labels", "table", "--datasets", folder.Numbers(), "--labelled", "5", "--methods", "isolation_forest,extra_trees,copod",
            "--runs", "2", "--output", folder.ResultsPath());

        Assert.IsTrue(document.GetProperty("complete").GetBoolean());
        Assert.AreEqual("table", document.GetProperty("experiment").GetString());
        Assert.AreEqual("5", document.GetProperty("settings").GetProperty("labelled").GetString());
        Assert.AreEqual(6, document.GetProperty("runs").GetArrayLength());
        Assert.IsFalse(document.GetProperty("runs")[0].TryGetProperty("cell", out _));
        CollectionAssert.AreEqual(
            (string[])["extra_trees", "copod"],
            document.GetProperty("comparisons").GetProperty("aucPr").EnumerateArray()
                .Select(comparison => comparison.GetProperty("method").GetString()).ToArray());
    }

    [TestMethod]
    public void Contamination_Values_HideMoreAndMoreAnomalies()
    {
        using var folder = new TemporaryFolder();
        folder.Experiment("contamination", "--datasets", folder.Numbers(), "--labelled", "5", "--values", "0,0.04", "--methods", "copod")
            .Succeeds();

        CollectionAssert.AreEqual(
            (string[])["contamination,0,221,0", "contamination,0.04,230,0.04"],
            folder.Results().Select(cells => $"{cells[3]},{cells[4]},{cells[11]},{cells[14]}").ToArray());
    }

    [TestMethod]
    public void Labels_Values_LabelMoreAndMoreAnomalies()
    {
        using var folder = new TemporaryFolder();
        folder.Experiment("labels", "--datasets", folder.Numbers(), "--values", "1,20,20.0", "--methods", "extra_trees").Succeeds();

        CollectionAssert.AreEqual(
            (string[])["labels,1,1", "labels,20,20"],
            folder.Results().Select(cells => $"{cells[3]},{cells[4]},{cells[13]}").ToArray());
    }

    [TestMethod]
    public void Toys_AllCases_AreFoundFarAboveChance()
    {
        using var folder = new TemporaryFolder();
        folder.Experiment("toys", "--methods", "gp").Succeeds();

        CollectionAssert.AreEqual((string[])["clustered", "scattered", "novel"], folder.Results().Select(cells => cells[1]).ToArray());
        Assert.IsTrue(folder.Results().All(cells => double.Parse(cells[8], CultureInfo.InvariantCulture) > 0.7));
    }

    [TestMethod]
    public void Scalability_SmallSizes_WritesRowsAndFeatures()
    {
        using var folder = new TemporaryFolder();
        var run = folder.Experiment("scalability", "--methods", "copod", "--most-rows", "8000", "--most-features", "32").Succeeds();

        Assert.HasCount(1, Regex.Matches(run.Output, @"copod is warm after \d+\.\d{3} s on 1030 x 16, which count nowhere\."));
        CollectionAssert.AreEqual(
            (string[])["features,16,5000,16", "features,32,5000,32", "rows,4000,4000,128", "rows,8000,8000,128"],
            folder.Results().Select(cells => $"{cells[3]},{cells[4]},{cells[11]},{cells[12]}").ToArray());
    }

    /// <summary>A network trains for 10 epochs of 20 minibatches of 32 rows, whatever the pool; so does its pre-training.</summary>
    [TestMethod]
    public void Scalability_Network_TrainsOnTheTimedSchedule()
    {
        var oneClass = (Detectors.OneClass.DeepSvddOptions)Timed("one_class");
        Assert.AreEqual((10, 20, 32), (oneClass.EpochCount, oneClass.LargestStepCount, oneClass.BatchSize));
        Assert.AreEqual(10, oneClass.PretrainingEpochCount);
        var biGan = (Detectors.BiGan.BiGanOptions)Timed("bigan");
        Assert.AreEqual((10, 20, 32), (biGan.EpochCount, biGan.LargestStepCount, biGan.BatchSize));

        static Detectors.DetectorOptions Timed(string method) => Benchmark.BenchmarkMethods.Detector(
            method, new Benchmark.DetectorSettings { Schedule = new Benchmark.NetworkSchedule(10, 20, 32) }, 1, batchSize: null).Options;
    }

    [TestMethod]
    public void Ablations_EveryPart_ChangesTheResults()
    {
        using var folder = new TemporaryFolder();
        CommandRun.Of(
            "weak-labels", "ablations", "--datasets", folder.Numbers(), "--labelled", "5", "--runs", "1", "--output", folder.ResultsPath())
            .Succeeds();
        var rows = folder.Results();

        CollectionAssert.AreEqual(
            (string[])["none", "continuous_targets", "regression_for_deviation", "mixed_rows", "embedding_loss", "consistency"],
            rows.Select(cells => cells[4]).ToArray());
        Assert.IsTrue(rows.All(cells => cells[2] == "rosas" && cells[3] == "ablation"));
    }

    /// <summary>The default is one of each option's values, and gives the same bits four times; every other value gives others.</summary>
    [TestMethod]
    public void Apply_SensitivityValues_ChangeOneOptionEach()
    {
        var whole = new Detectors.Rosas.RosasOptions();
        var varied = RosasVariants.Of(WeakLabelExperiment.Sensitivity)
            .Select(form => (form.Setting, Options: RosasVariants.Apply(whole, form.Setting, form.Value))).ToArray();

        Assert.HasCount(4, varied.Where(form => form.Options == whole));
        Assert.HasCount(varied.Length - 4 + 1, varied.Select(form => form.Options).Distinct());
        CollectionAssert.AreEqual(
            (double[])[0.1, 0.2, 0.5, 1, 2],
            varied.Where(form => form.Setting == "alpha").Select(form => form.Options.Alpha).ToArray());
        CollectionAssert.AreEqual(
            (double[])[0.1, 0.5, 1, 2, 5],
            varied.Where(form => form.Setting == "margin").Select(form => form.Options.Margin).ToArray());
        CollectionAssert.AreEqual(
            (int[])[2, 3, 4, 5],
            varied.Where(form => form.Setting == "mixed_rows").Select(form => form.Options.MixedRowCount).ToArray());
        CollectionAssert.AreEqual(
            (int[])[32, 64, 128, 256],
            varied.Where(form => form.Setting == "embedding_size").Select(form => form.Options.EmbeddingSize).ToArray());
    }

    [TestMethod]
    public void Table_EarlyStop_GivesOtherResultsThanWithout()
    {
        using var folder = new TemporaryFolder();
        folder.Experiment("table", "--datasets", "ionosphere", "--methods", "rosas,rosas_early_stop", "--runs", "1").Succeeds();

        Assert.AreEqual(2, folder.Results().Select(cells => cells[7]).Distinct().Count());
    }

    [TestMethod]
    public void Split_NoAnomalyToStopBy_HasNoValidationPart()
    {
        var data = new WeakLabelDataset(
            "few",
            Data.FeatureMatrix.Copy([.. Enumerable.Range(0, 40).Select(row => (float)row)], 2),
            [.. Enumerable.Range(0, 20).Select(row => row < 3)]);

        // A fifth of three abnormal rows is rounded to one, a tenth to none.
        Assert.IsNotNull(data.Split(new Data.WeakLabelOptions { LabeledCount = 1, Contamination = null }, run: 1).Validation);
        Assert.IsNull(data.Split(
            new Data.WeakLabelOptions { LabeledCount = 1, Contamination = null, ValidationShare = 0.1 }, run: 1).Validation);
    }

    [TestMethod]
    public void Resume_MoreRuns_KeepsFinishedOnes()
    {
        using var folder = new TemporaryFolder();
        folder.Table("--runs", "2").Succeeds();
        var two = folder.Lines().ToArray();
        var run = folder.Table("--runs", "3", "--resume").Succeeds();
        using var other = new TemporaryFolder();
        other.Table("--runs", "3").Succeeds();

        Assert.Contains("4 finished before", run.Output);
        CollectionAssert.AreEqual(other.Untimed(), folder.Untimed());
        CollectionAssert.IsSubsetOf(two, folder.Lines().ToArray());
    }

    [TestMethod]
    public void Resume_FewerRuns_KeepsTheOthersInTheFile()
    {
        using var folder = new TemporaryFolder();
        folder.Table("--runs", "2").Succeeds();
        folder.Table("--runs", "1", "--resume").Succeeds();

        Assert.HasCount(4, folder.Results());
    }

    /// <summary>The report's comparison is with the first method of the file.</summary>
    [TestMethod]
    public void Resume_SomeOfTheMethodsAndNewOnes_KeepsTheFirstMethodOfTheFile()
    {
        using var folder = new TemporaryFolder();
        folder.Table("--methods", "extra_trees,copod,inne", "--runs", "2").Succeeds();
        folder.Table("--methods", "extra_trees,isolation_forest", "--runs", "2", "--resume").Succeeds();

        string[] methods = ["extra_trees", "copod", "inne", "isolation_forest"];
        CollectionAssert.AreEqual((string[])[.. methods, .. methods], folder.Results().Select(cells => cells[2]).ToArray());
        CommandRun.Of("report", folder.ResultsPath(), "--output", folder.File("report.html")).Succeeds();
        Assert.Contains("extra_trees beside the others", File.ReadAllText(folder.File("report.html")));
    }

    [TestMethod]
    public void Run_FileHoldsRunsBeyondThoseAskedFor_IsRefusedAndKeepsThem()
    {
        using var folder = new TemporaryFolder();
        folder.Table("--runs", "2").Succeeds();
        var before = folder.Lines().ToArray();

        folder.Table("--runs", "2", "--methods", "extra_trees")
            .IsRefused("holds 2 runs beyond those asked for", "numbers isolation_forest run 1", "--resume", "--output");
        folder.Table("--runs", "1").IsRefused("numbers extra_trees run 2");
        CollectionAssert.AreEqual(before, folder.Lines().ToArray());
        folder.Table("--runs", "2", "--methods", "copod,isolation_forest,extra_trees").Succeeds();
        Assert.HasCount(2 * 3, folder.Results());
    }

    [TestMethod]
    public void Resume_OtherSettings_IsRefusedNamingThem()
    {
        using var folder = new TemporaryFolder();
        folder.Table().Succeeds();
        folder.Table("--contamination", "0.05", "--resume").IsRefused("contamination is '0.02' in the file and '0.05' now");
    }

    [TestMethod]
    public void Cancelled_BeforeTheFirstRun_EndsWith130()
    {
        using var folder = new TemporaryFolder();
        var run = CommandRun.Of(
            new CancellationToken(canceled: true), "weak-labels", "toys", "--methods", "copod", "--output", folder.ResultsPath());

        Assert.AreEqual(130, run.ExitCode);
        Assert.IsEmpty(folder.Results());
    }

    [TestMethod]
    [DataRow("nonsense", "--runs", "1", "nonsense")]
    [DataRow("table", "--methods", "hinge", "'hinge' is unknown")]
    [DataRow("table", "--contamination", "1", "[0, 1)")]
    [DataRow("table", "--values", "0.1", "--values does not go with table")]
    [DataRow("table", "--most-rows", "10", "--most-rows does not go with table")]
    [DataRow("labels", "--labelled", "10", "--labelled does not go with labels")]
    [DataRow("labels", "--values", "1.5", "'1.5'")]
    [DataRow("labels", "--values", ",", "--values is empty")]
    [DataRow("contamination", "--contamination", "0.1", "--contamination does not go with contamination")]
    [DataRow("contamination", "--values", "1", "'1'")]
    [DataRow("toys", "--data", "x", "--data does not go with toys")]
    [DataRow("toys", "--labelled", "3", "--labelled does not go with toys")]
    [DataRow("scalability", "--sample", "3", "--sample does not go with scalability")]
    [DataRow("toys", "--label", "y", "--label does not go with toys")]
    [DataRow("scalability", "--missing", "median", "--missing does not go with scalability")]
    [DataRow("scalability", "--contamination", "own", "no share of anomalies of their own")]
    [DataRow("scalability", "--labelled", "4000", "begins with 4000 rows")]
    [DataRow("scalability", "--most-features", "8192", "at most 4096")]
    [DataRow("toys", "--methods", "rosas_early_stop", "rosas_early_stop does not go with toys")]
    [DataRow("ablations", "--methods", "gp", "'gp' is unknown")]
    [DataRow("sensitivity", "--values", "1", "--values does not go with sensitivity")]
    public void Run_BadArgument_IsMisused(string experiment, string option, string value, string found)
    {
        using var folder = new TemporaryFolder();
        CommandRun.Of("weak-labels", experiment, option, value, "--output", folder.ResultsPath()).IsMisused(found);

        Assert.IsFalse(File.Exists(folder.ResultsPath()));
    }

    [TestMethod]
    public void Run_SizesThatLeaveNoRun_AreMisused()
    {
        using var folder = new TemporaryFolder();

        folder.Experiment("scalability", "--most-features", "8", "--most-rows", "1").IsMisused("no run is left");
    }

    [TestMethod]
    public void Run_UnknownDataSet_IsRefusedNamingThePlaces()
    {
        using var folder = new TemporaryFolder();
        folder.Experiment("table", "--datasets", "iris").IsRefused("'iris'", "ACTIVEANOMALY_DATA");
    }

    [TestMethod]
    public void Run_TooFewAnomalies_AreRefusedBeforeTheFirstRun()
    {
        using var folder = new TemporaryFolder();
        folder.Experiment("labels", "--datasets", folder.Numbers(), "--values", "5,25").IsRefused(
            "'numbers'", "24 abnormal rows", "25 are to be labelled");

        Assert.IsFalse(File.Exists(folder.ResultsPath()));
    }
}
