namespace ActiveAnomaly.Tool.Benchmark;

/// <summary>Every bad argument and file is refused with what is allowed, and nothing is written.</summary>
[TestClass]
public sealed class BenchmarkRefusalTests
{
    [TestMethod]
    [DataRow("glass", "own", "hinge", "abs", "auto", "'hinge'", "soft_boundary_uai")]
    [DataRow("glass", "own", "nce,hinge", "abs", "auto", "'hinge'", "soft_boundary_uai")]
    [DataRow("glass", "own", "nce", "entropy", "auto", "'entropy'", "none, random, mlp, db, abs")]
    [DataRow("glass", "2", "nce", "abs", "auto", "'2'", "[0, 1)")]
    [DataRow("glass", "-0.1", "nce", "abs", "auto", "-0.1", "[0, 1)")]
    [DataRow("glass", "half", "nce", "abs", "auto", "'half'", "[0, 1)")]
    [DataRow("glass", "own", "nce", "abs", "2", "'2'", "1, 0 and auto")]
    [DataRow("glass", "own", "isolation_forest", "abs", "auto", "isolation_forest", "none")]
    [DataRow("glass", "own", "nce,copod", "db", "auto", "nce, copod", "none")]
    [DataRow("glass", "own", "nce,extra_trees", "margin", "auto", "nce, extra_trees", "margin needs balif")]
    [DataRow("glass", "own", "balif,extra_trees", "db", "auto", "balif, extra_trees", "db needs a soft boundary")]
    [DataRow("glass,", "own", ",", "abs", "auto", "','", "soft_boundary_uai")]
    public void Run_BadArgument_IsMisused(
        string dataset, string ratio, string loss, string query, string pseudo, string found, string allowed)
    {
        using var folder = new TemporaryFolder();
        folder.BenchmarkOf(dataset, ratio, loss, query, pseudo).IsMisused(found, allowed);

        Assert.IsFalse(File.Exists(folder.ResultsPath()));
    }

    [TestMethod]
    [DataRow("iris", "own", "nce", "abs", "auto", "'iris'", "nslkdd")]
    [DataRow("nslkdd", "own", "nce", "abs", "auto", "nslkdd.csv.gz", "ACTIVEANOMALY_DATA")]
    public void Run_UnknownDataSet_IsRefused(
        string dataset, string ratio, string loss, string query, string pseudo, string found, string allowed)
    {
        using var folder = new TemporaryFolder();
        folder.BenchmarkOf(dataset, ratio, loss, query, pseudo).IsRefused(found, allowed);

        Assert.IsFalse(File.Exists(folder.ResultsPath()));
    }

    [TestMethod]
    [DataRow("a,b,label\n1,2,0\n3,4,0\n", "one kind")]
    [DataRow("a,b,label\n1,2,0\n3,4,\n5,6,1\n", "line 3")]
    public void Run_LabelsThatCannotBeEvaluated_AreRefused(string text, string found)
    {
        using var folder = new TemporaryFolder();

        folder.BenchmarkOf(folder.Write("bad.csv", text), "own", "nce", "abs", "auto").IsRefused("bad.csv", found);
    }

    [TestMethod]
    [DataRow("--engine", "torch", "The Torch engine")]
    [DataRow("--gpu", "3", "GPU 3")]
    public void Run_TorchThatTheBuildLacks_IsRefusedBeforeTheFirstRun(string option, string value, string wanted)
    {
        if (File.Exists(Path.Combine(AppContext.BaseDirectory, "ActiveAnomaly.TorchSharp.dll")))
        {
            Assert.Inconclusive("the build brings TorchSharp");
        }

        using var folder = new TemporaryFolder();
        folder.Benchmark(option, value).IsRefused(wanted, "-p:TorchBackend=cpu");

        Assert.IsFalse(File.Exists(folder.ResultsPath()));
    }

    [TestMethod]
    [DataRow("-1", "Auto")]
    [DataRow("0", "Managed")]
    public void Run_GpuThatCannotBe_IsRefused(string gpu, string engine)
    {
        using var folder = new TemporaryFolder();
        folder.Benchmark("--gpu", gpu, "--engine", engine).IsMisused($"--gpu is {gpu}", "from 0");
    }

    [TestMethod]
    [DataRow("--seeds", "0", "at least 1")]
    [DataRow("--stages", "-1", "at least 1")]
    [DataRow("--jobs", "0", "at least 1")]
    [DataRow("--preset", "paper", "Authors")]
    [DataRow("--engine", "cuda", "Torch")]
    public void Parse_BadOption_IsRefused(string option, string value, string allowed)
    {
        using var folder = new TemporaryFolder();

        folder.Benchmark(option, value).IsMisused(option, allowed);
    }

    [TestMethod]
    public void Parse_MissingArgument_ShowsTheUsage()
    {
        CommandRun.Of("benchmark", "glass", "own", "nce", "abs").IsMisused("Required argument missing", "<pseudo-abnormal>");
    }

    [TestMethod]
    public void Run_DataFolderWithoutTheSet_NamesTheFolder()
    {
        using var folder = new TemporaryFolder();

        folder.Benchmark("--data", folder.FullName).IsRefused(folder.FullName, ".csv, .tsv");
        folder.Write("other.csv", "a,label\n1,0\n2,1\n");

        folder.Benchmark("--data", folder.FullName).IsRefused(folder.FullName, "glass.csv");
    }
}
