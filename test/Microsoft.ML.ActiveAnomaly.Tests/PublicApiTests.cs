using System.Reflection;
using ActiveAnomaly.Detectors;
using Microsoft.ML.StandIn.Tests;

namespace Microsoft.ML.ActiveAnomaly.Tests;

/// <summary>The public surface changes on purpose only.</summary>
[TestClass]
public sealed class PublicApiTests
{
    private const string Regenerate = "ACTIVEANOMALY_REGENERATE_API";

    private static string Folder => typeof(PublicApiTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "PublicApiFolder").Value!;

    [TestMethod]
    public void PublicApi_OfTheLayer_EqualsItsListing() => EqualsListing(typeof(DetectorTrainer).Assembly);

    [TestMethod]
    public void PublicApi_OfTheCore_EqualsItsListing() => EqualsListing(typeof(Detector).Assembly);

    private static void EqualsListing(Assembly assembly)
    {
        var path = Path.Combine(Folder, assembly.GetName().Name + ".txt");

        // What the compiler adds to every record has no name that code could write.
        string[] actual = [.. PublicApiListing.Of(assembly).Where(line => !line.Contains("<Clone>$", StringComparison.Ordinal))];
        if (Environment.GetEnvironmentVariable(Regenerate) == "1")
        {
            Directory.CreateDirectory(Folder);
            File.WriteAllText(path, string.Concat(actual.Select(line => line + "\n")));
        }

        var listed = File.Exists(path) ? File.ReadAllLines(path) : [];
        var differences = actual.Except(listed).Select(line => "+ " + line).Concat(listed.Except(actual).Select(line => "- " + line)).ToArray();
        Assert.IsEmpty(
            differences,
            $"The public surface differs from {path}. If that is meant, run the tests with {Regenerate}=1 and commit the file.\n{string.Join('\n', differences.Take(20))}");
    }
}
