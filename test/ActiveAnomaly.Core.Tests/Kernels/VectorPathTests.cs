using System.Runtime.Intrinsics;
using ActiveAnomaly.Engines;

namespace ActiveAnomaly.Kernels;

[TestClass]
public sealed class VectorPathTests
{
    [TestMethod]
    public void Parse_Scalar_IsScalar() => Assert.AreEqual(VectorPath.Scalar, VectorPaths.Parse("scalar"));

    [TestMethod]
    [DataRow("128", VectorPath.Vector128)]
    [DataRow("256", VectorPath.Vector256)]
    [DataRow("512", VectorPath.Vector512)]
    public void Parse_WidthThatTheProcessorHas_IsThatWidth(string text, VectorPath path)
    {
        Require.Kernels(path);
        Assert.AreEqual(path, VectorPaths.Parse(text));
    }

    [TestMethod]
    [DataRow("128", VectorPath.Vector128)]
    [DataRow("256", VectorPath.Vector256)]
    [DataRow("512", VectorPath.Vector512)]
    public void Parse_WidthThatTheProcessorLacks_ThrowsNamingIt(string text, VectorPath path)
    {
        if (VectorPaths.IsSupported(path))
        {
            Assert.Inconclusive($"This processor has {path}; the case needs one without.");
        }

        Assert.Contains(path.ToString(), Assert.ThrowsExactly<InvalidOperationException>(() => VectorPaths.Parse(text)).Message);
    }

    [TestMethod]
    [DataRow(null)]
    [DataRow("")]
    public void Parse_Nothing_IsTheWidestPath(string? text)
    {
        var widest = Vector512.IsHardwareAccelerated ? VectorPath.Vector512
            : Vector256.IsHardwareAccelerated ? VectorPath.Vector256
            : Vector128.IsHardwareAccelerated ? VectorPath.Vector128
            : VectorPath.Scalar;
        Assert.AreEqual(widest, VectorPaths.Parse(text));
    }

    [TestMethod]
    [DataRow("avx2")]
    [DataRow("Scalar")]
    [DataRow(" 128")]
    [DataRow("64")]
    public void Parse_UnknownWord_ThrowsNamingIt(string text) =>
        Assert.Contains($"'{text}'", Assert.ThrowsExactly<InvalidOperationException>(() => VectorPaths.Parse(text)).Message);

    [TestMethod]
    public void IsSupported_UnknownPath_IsFalse() => Assert.IsFalse(VectorPaths.IsSupported((VectorPath)64));

    [TestMethod]
    [DoNotParallelize]
    public void Default_ForcedByTheEnvironment_RunsThatPath()
    {
        var before = Environment.GetEnvironmentVariable(VectorPaths.EnvironmentVariable);
        try
        {
            Environment.SetEnvironmentVariable(VectorPaths.EnvironmentVariable, "scalar");
            Assert.AreEqual(VectorPath.Scalar, new ManagedEngine().Path);
        }
        finally
        {
            Environment.SetEnvironmentVariable(VectorPaths.EnvironmentVariable, before);
        }
    }

    [TestMethod]
    [DoNotParallelize]
    public void Default_UnknownWordInTheEnvironment_Throws()
    {
        var before = Environment.GetEnvironmentVariable(VectorPaths.EnvironmentVariable);
        try
        {
            Environment.SetEnvironmentVariable(VectorPaths.EnvironmentVariable, "fast");
            Assert.Contains("'fast'", Assert.ThrowsExactly<InvalidOperationException>(() => VectorPaths.Default).Message);
        }
        finally
        {
            Environment.SetEnvironmentVariable(VectorPaths.EnvironmentVariable, before);
        }
    }
}
