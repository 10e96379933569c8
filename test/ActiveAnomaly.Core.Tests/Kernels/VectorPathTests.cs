using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.Wasm;
using System.Runtime.Intrinsics.X86;
using ActiveAnomaly.Training.Managed;

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
        var path = VectorPaths.Parse(text);
        Assert.IsTrue(VectorPaths.IsSupported(path), $"{path} does not run here.");
        Assert.IsFalse(
            Enum.GetValues<VectorPath>().Any(other => other > path && VectorPaths.IsSupported(other)),
            $"There is a wider path than {path}.");
    }

    [TestMethod]
    [DataRow(VectorPath.Vector128)]
    [DataRow(VectorPath.Vector256)]
    [DataRow(VectorPath.Vector512)]
    public void IsSupported_Width_IsNeverWiderThanTheProcessorsRegisters(VectorPath path)
    {
        // The instruction sets that have registers of this width, asked for by name and not through the portable vectors.
        var registers = path switch
        {
            VectorPath.Vector128 => Sse2.IsSupported || AdvSimd.IsSupported || PackedSimd.IsSupported,
            VectorPath.Vector256 => Avx2.IsSupported,
            _ => Avx512F.IsSupported,
        };
        Assert.IsTrue(registers || !VectorPaths.IsSupported(path));
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
