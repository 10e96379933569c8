using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using ActiveAnomaly.Randomness;

namespace ActiveAnomaly.Tool.Clustering;

/// <summary>
/// Tells machines apart whose results may differ in a last bit. The library's own arithmetic gives the same bits at every vector width;
/// what it takes from elsewhere are four functions of the system's C library - exponential, logarithm, power and inverse hyperbolic sine -
/// which differ between systems, between versions of one library, and on one system between processors.
/// </summary>
internal static class MathematicsProbe
{
    private const int PointCount = 1 << 16;

    /// <summary>Gets the processor's architecture, and a hash of what the functions give at many points.</summary>
    public static string Name { get; } = string.Create(
        CultureInfo.InvariantCulture, $"{RuntimeInformation.ProcessArchitecture} {Hash(Math.Exp, Math.Log, Math.Pow, Math.Asinh)}");

    /// <summary>Gives the hash of four functions.</summary>
    internal static string Hash(
        Func<double, double> exponential,
        Func<double, double> logarithm,
        Func<double, double, double> power,
        Func<double, double> inverseSine)
    {
        var random = new SeededRandom(1);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var bytes = new byte[4 * sizeof(double)];
        for (var point = 0; point < PointCount; point++)
        {
            var (x, y) = (random.NextDouble(), random.NextDouble());
            BinaryPrimitives.WriteDoubleLittleEndian(bytes, exponential(40 * (x - 0.5)));
            BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(sizeof(double)), logarithm(4 * x));
            BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(2 * sizeof(double)), power(x, 8 * (y - 0.5)));
            BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(3 * sizeof(double)), inverseSine(20 * (y - 0.5)));
            hash.AppendData(bytes);
        }

        return Convert.ToHexString(hash.GetHashAndReset().AsSpan(0, 4));
    }
}
