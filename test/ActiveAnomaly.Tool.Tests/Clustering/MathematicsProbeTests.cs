using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using ActiveAnomaly.Detectors;

namespace ActiveAnomaly.Tool.Clustering;

[TestClass]
public sealed class MathematicsProbeTests
{
    /// <summary>What .NET takes from the C library; the names are those of Math, MathF, Double and Single.</summary>
    private static readonly string[] OfTheLibrary =
    [
        "Acos", "Acosh", "Asin", "Asinh", "Atan", "Atan2", "Atanh", "Cbrt", "Cos", "Cosh", "Exp", "Exp2", "Exp10", "ExpM1", "Hypot",
        "Log", "Log2", "Log10", "LogP1", "Log2P1", "Log10P1", "Pow", "RootN", "Sin", "SinCos", "Sinh", "Tan", "Tanh",
    ];

    private static readonly string Here = MathematicsProbe.Hash(Math.Exp, Math.Log, Math.Pow, Math.Asinh);

    [TestMethod]
    public void Hash_OfTheSameFunctions_IsTheSame()
    {
        Assert.AreEqual(
            Here, MathematicsProbe.Hash(x => Math.Exp(x), x => Math.Log(x), (x, y) => Math.Pow(x, y), x => Math.Asinh(x)));
        Assert.EndsWith(Here, MathematicsProbe.Name);
    }

    [TestMethod]
    public void Hash_WhereOneFunctionDiffersInALastBitNowAndThen_IsAnother()
    {
        Assert.AreNotEqual(Here, MathematicsProbe.Hash(x => NowAndThen(Math.Exp(x)), Math.Log, Math.Pow, Math.Asinh));
        Assert.AreNotEqual(Here, MathematicsProbe.Hash(Math.Exp, x => NowAndThen(Math.Log(x)), Math.Pow, Math.Asinh));
        Assert.AreNotEqual(Here, MathematicsProbe.Hash(Math.Exp, Math.Log, (x, y) => NowAndThen(Math.Pow(x, y)), Math.Asinh));
        Assert.AreNotEqual(Here, MathematicsProbe.Hash(Math.Exp, Math.Log, Math.Pow, x => NowAndThen(Math.Asinh(x))));
    }

    [TestMethod]
    public void Hash_FunctionsThatTheLibraryCalls_AreAllCompared()
    {
        using var assembly = new PEReader(File.OpenRead(typeof(Detector).Assembly.Location));
        var metadata = assembly.GetMetadataReader();
        var called = metadata.MemberReferences.Select(metadata.GetMemberReference)
            .Where(member => member.Parent.Kind == HandleKind.TypeReference)
            .Select(member => (Type: metadata.GetTypeReference((TypeReferenceHandle)member.Parent), Name: metadata.GetString(member.Name)))
            .Where(member => metadata.GetString(member.Type.Namespace) == "System"
                && metadata.GetString(member.Type.Name) is "Math" or "MathF" or "Double" or "Single"
                && OfTheLibrary.Contains(member.Name))
            .Select(member => $"{metadata.GetString(member.Type.Name)}.{member.Name}");

        // .NET computes Double.LogP1 by Math.Log.
        string[] compared = ["Double.LogP1", "Math.Asinh", "Math.Exp", "Math.Log", "Math.Pow"];
        CollectionAssert.AreEquivalent(compared, called.Distinct().ToArray());
    }

    /// <summary>Moves one of some thousand values, by one bit.</summary>
    private static double NowAndThen(double value) =>
        BitConverter.DoubleToInt64Bits(value) % 4099 == 0 ? Math.BitIncrement(value) : value;
}
