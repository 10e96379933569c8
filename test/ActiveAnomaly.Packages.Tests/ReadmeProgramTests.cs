using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace ActiveAnomaly.Packages;

/// <summary>The examples of the readmes, word for word, as programs that know the packages only.</summary>
[TestClass]
public sealed partial class ReadmeProgramTests
{
    /// <summary>The package whose program goes on until it is ended.</summary>
    private const string Labeling = "ActiveAnomaly.Labeling";

    /// <summary>The package whose program needs a database; it is compiled.</summary>
    private const string Cluster = "ActiveAnomaly.Cluster";

    /// <summary>Gets the packages whose readme shows a program that ends.</summary>
    public static IEnumerable<object[]> WithProgram => PackageProject.All
        .Where(project => project.Id is not (Labeling or Cluster) && CodeBlock.In(project.ReadmePath).Count > 0)
        .Select(project => new object[] { project.Id });

    [TestMethod]
    public void Root_Example_LearnsAndSavesAModel()
    {
        var run = Programs.All.Run("Root");

        Assert.AreEqual(0, run.ExitCode, run.Error);
        var match = Auc().Match(run.Output);
        Assert.AreEqual("30", match.Groups["answers"].Value, run.Output);
        Assert.IsGreaterThan(0.8, double.Parse(match.Groups["auc"].Value, CultureInfo.InvariantCulture));
        Assert.IsTrue(File.Exists(Path.Combine(Programs.All.WorkFolder, "root.zip")));
    }

    [TestMethod]
    public void Root_ExampleWithoutDynamicCode_SaysAtOnceWhatToAdd()
    {
        var run = Programs.All.Run(Programs.WithoutDynamicCode);

        Assert.AreNotEqual(0, run.ExitCode);
        Assert.Contains("System.NotSupportedException: ML.NET makes code while it runs", run.Error);
        Assert.Contains("#:property PublishAot=false", run.Error);
        Assert.IsEmpty(run.Output);
    }

    /// <summary>One block is one program; a second would not be looked at.</summary>
    [TestMethod]
    [DynamicData(nameof(PackageProject.Ids), typeof(PackageProject))]
    public void Readme_OfAPackage_HasOneProgramAtMost(string id) =>
        Assert.IsLessThanOrEqualTo(1, CodeBlock.In(PackageProject.All.Single(project => project.Id == id).ReadmePath).Count);

    [TestMethod]
    [DynamicData(nameof(WithProgram))]
    public void Example_OfAPackage_RunsWithItAlone(string id)
    {
        var run = Programs.All.Run(id);

        Assert.AreEqual(0, run.ExitCode, run.Error + run.Output);
        Assert.IsEmpty(run.Error);
    }

    [TestMethod]
    public void Example_OfTheMLNetPackage_LearnsAndNeedsNothingElse()
    {
        var run = Programs.All.Run("ActiveAnomaly.ML");

        Assert.IsGreaterThan(0.8, double.Parse(Auc().Match(run.Output).Groups["auc"].Value, CultureInfo.InvariantCulture));
        CollectionAssert.AreEquivalent(
            (string[])["ActiveAnomaly.Core", "Microsoft.ML.ActiveAnomaly"], Programs.All.OwnLibraries("ActiveAnomaly.ML").ToArray());
    }

    [TestMethod]
    public void Example_OfTheCore_TellsTheMiddleFromTheCircle()
    {
        var numbers = Number().Matches(Programs.All.Run("ActiveAnomaly.Core").Output)
            .Select(match => double.Parse(match.Value, CultureInfo.InvariantCulture)).ToArray();

        Assert.HasCount(2, numbers);
        Assert.IsGreaterThan(numbers[0] + 0.5, numbers[1]);
        CollectionAssert.AreEqual((string[])["ActiveAnomaly.Core"], Programs.All.OwnLibraries("ActiveAnomaly.Core").ToArray());
    }

    [TestMethod]
    public void Example_OfTables_SaysWhatItUnderstood() =>
        Assert.Contains("payments.csv: 300 rows; separated by commas", Programs.All.Run("ActiveAnomaly.Tables").Output);

    /// <summary>The page and its server, from the package.</summary>
    [TestMethod]
    public async Task Example_OfLabeling_ServesThePage()
    {
        using var process = Programs.All.Start(Labeling);
        try
        {
            var line = await process.StandardOutput.ReadLineAsync();
            using var handler = new HttpClientHandler { CookieContainer = new CookieContainer() };
            using var client = new HttpClient(handler);
            var page = await client.GetStringAsync(new Uri(line!.Replace("Open ", string.Empty, StringComparison.Ordinal)));

            Assert.Contains("data-test=\"answer-abnormal\"", page);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }
    }

    [GeneratedRegex(@"AUC (?<auc>[0-9.]+) after (?<answers>\d+) answers")]
    private static partial Regex Auc();

    [GeneratedRegex(@"-?\d+\.\d+")]
    private static partial Regex Number();
}
