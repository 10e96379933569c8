using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Microsoft.ML.StandIn.Tests;

[TestClass]
public sealed class PublicApiTests
{
    private static string ListingPath => Path.Combine(
        typeof(PublicApiTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "StandInFolder").Value!,
        "PublicApi.txt");

#if MLNET_STANDIN
    private const string Regenerate = "ACTIVEANOMALY_REGENERATE_API";

    [TestMethod]
    public void PublicApi_OfTheStandIn_EqualsItsListing()
    {
        var actual = PublicApiListing.Of(typeof(MLContext).Assembly);
        if (Environment.GetEnvironmentVariable(Regenerate) == "1") File.WriteAllText(ListingPath, string.Concat(actual
            .Select(line => line + "\n")));
        var listed = File.Exists(ListingPath) ? File.ReadAllLines(ListingPath) : [];
        var differences = actual.Except(listed).Select(line => "+ " + line).Concat(listed.Except(actual).Select(line => "- " + line))
            .ToArray();
        Assert.IsEmpty(differences,
            $"The public surface differs from {ListingPath}. If that is meant, run the tests with {Regenerate}=1 and commit the file."
            + $"\n{string.Join('\n', differences.Take(20))}");
    }
#else
    /// <summary>Whatever compiles against the stand-in must compile against ML.NET: it has every member, with the same signature.</summary>
    [TestMethod]
    public void PublicApi_OfMlNet_HasEveryMemberOfTheStandIn()
    {
        var real = Directory.GetFiles(Path.GetDirectoryName(typeof(MLContext).Assembly.Location)!, "Microsoft.ML*.dll")
            .Where(path => !Path.GetFileName(path).Contains("StandIn", StringComparison.Ordinal))
            .SelectMany(path => PublicApiListing.Of(Assembly.LoadFrom(path))).Select(WithoutBases).ToHashSet();
        var missing = File.ReadAllLines(ListingPath).Where(line => !real.Contains(WithoutBases(line))).ToArray();
        Assert.IsEmpty(missing, $"ML.NET lacks {missing.Length} lines of {ListingPath}:\n{string.Join('\n', missing)}");
    }

    /// <summary>A type's line without what it derives from: the stand-in leaves interfaces out.</summary>
    private static string WithoutBases(string line) =>
        Regex.Replace(line, @" : ((?:static |sealed |abstract )?(?:class|struct|interface)) \(.*?\)( where .*)?$", " : $1$2");
#endif
}
