namespace ActiveAnomaly.Packages;

/// <summary>What a package makes an application download. A line here is a decision.</summary>
[TestClass]
public sealed class PackageDependencyTests
{
    /// <summary>Packages of ours stand without a version: the package's own at least or, where exactly is said, no other.</summary>
    private static readonly Dictionary<string, string[]> Expected = new()
    {
        ["ActiveAnomaly.Core"] = [],
        ["ActiveAnomaly.ML"] = ["ActiveAnomaly.Core", "Microsoft.ML 5.0.1", "Microsoft.ML.FastTree 5.0.1"],
        ["ActiveAnomaly.TorchSharp"] = ["ActiveAnomaly.Core", "TorchSharp 0.107.0"],
        ["ActiveAnomaly.Tables"] =
        [
            "ActiveAnomaly.Core", "Microsoft.ML.DataView 5.0.1", "Parquet.Net 6.1.0", "Sep 0.17.1", "SharpZipLib 1.4.2",
            "ZstdSharp.Port 0.8.8",
        ],
        ["ActiveAnomaly.Onnx"] =
        [
            "ActiveAnomaly.Core exactly", "ActiveAnomaly.ML exactly", "Google.Protobuf 3.30.2", "Microsoft.ML.OnnxConverter 0.23.1",
            "OnnxSharp 0.3.2",
        ],
        ["ActiveAnomaly.Labeling"] =
        [
            "ActiveAnomaly.Core", "ActiveAnomaly.ML", "ActiveAnomaly.Onnx", "ActiveAnomaly.Tables", "Microsoft.AspNetCore.App",
            "Microsoft.AspNetCore.OpenApi 10.0.15", "Microsoft.Data.Sqlite 10.0.15", "Npgsql 10.0.3", "Parquet.Net 6.1.0",
        ],
        ["ActiveAnomaly.Cluster"] =
        [
            "ActiveAnomaly.Labeling exactly", "Microsoft.AspNetCore.App", "Microsoft.Orleans.Clustering.AdoNet 10.4.2",
            "Microsoft.Orleans.Server 10.4.2", "Npgsql 10.0.3",
        ],
        ["ActiveAnomaly.Tool"] = [],
        ["ActiveAnomaly.Tool.Cluster"] = [],
    };

    [TestMethod]
    [DynamicData(nameof(PackageProject.Ids), typeof(PackageProject))]
    public void Dependencies_OfAPackage_AreTheDecidedOnes(string id)
    {
        var package = Packed.All.Packages[id];
        var dependencies = package.Dependencies
            .Select(dependency => dependency.StartsWith("ActiveAnomaly.", StringComparison.Ordinal)
                ? dependency.Replace($" {package.Version}", string.Empty, StringComparison.Ordinal)
                    .Replace($"[{package.Version}]", "exactly", StringComparison.Ordinal)
                : dependency);

        Assert.IsTrue(Expected.TryGetValue(id, out var expected), $"{id} is new: say in {nameof(Expected)} what it may depend on.");
        CollectionAssert.AreEqual(expected, dependencies.ToArray());
    }
}
