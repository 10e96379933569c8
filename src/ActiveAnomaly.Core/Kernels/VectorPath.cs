using System.Runtime.Intrinsics;

namespace ActiveAnomaly.Kernels;

/// <summary>Which of the equivalent implementations of the kernels runs. All of them give the same bits.</summary>
public enum VectorPath
{
    /// <summary>Plain loops without vectors: the specification.</summary>
    Scalar = 0,

    /// <summary>Vectors of 128 bits (4 numbers).</summary>
    Vector128 = 128,

    /// <summary>Vectors of 256 bits (8 numbers).</summary>
    Vector256 = 256,

    /// <summary>Vectors of 512 bits (16 numbers).</summary>
    Vector512 = 512,
}

/// <summary>Chooses the <see cref="VectorPath"/> of this process.</summary>
public static class VectorPaths
{
    /// <summary>The environment variable that forces a path: "scalar", "128", "256" or "512".</summary>
    public const string EnvironmentVariable = "ACTIVEANOMALY_VECTOR_PATH";

    /// <summary>Gets the path that kernels use unless told otherwise: the widest that the processor has, or the forced one.</summary>
    /// <exception cref="InvalidOperationException">
    /// The environment variable holds an unknown word, or a width that this processor lacks.
    /// </exception>
    public static VectorPath Default => Parse(Environment.GetEnvironmentVariable(EnvironmentVariable));

    /// <summary>Tells whether this processor runs <paramref name="path"/> in hardware.</summary>
    /// <param name="path">The path.</param>
    /// <returns>True when it does; the scalar path runs everywhere.</returns>
    public static bool IsSupported(VectorPath path) => path switch
    {
        VectorPath.Scalar => true,
        VectorPath.Vector128 => Vector128.IsHardwareAccelerated,
        VectorPath.Vector256 => Vector256.IsHardwareAccelerated,
        VectorPath.Vector512 => Vector512.IsHardwareAccelerated,
        _ => false,
    };

    internal static VectorPath Parse(string? text)
    {
        VectorPath path;
        switch (text)
        {
            case null or "":
                return Vector512.IsHardwareAccelerated ? VectorPath.Vector512
                    : Vector256.IsHardwareAccelerated ? VectorPath.Vector256
                    : Vector128.IsHardwareAccelerated ? VectorPath.Vector128
                    : VectorPath.Scalar;
            case "scalar":
                return VectorPath.Scalar;
            case "128":
                path = VectorPath.Vector128;
                break;
            case "256":
                path = VectorPath.Vector256;
                break;
            case "512":
                path = VectorPath.Vector512;
                break;
            default:
                throw new InvalidOperationException(
                    $"The environment variable {EnvironmentVariable} is '{text}'; "
                    + "'scalar', '128', '256' and '512' are allowed. Correct it, or unset it for the widest path.");
        }

        return IsSupported(path)
            ? path
            : throw new InvalidOperationException(
                $"The environment variable {EnvironmentVariable} asks for {path}, which this processor lacks. "
                + "Ask for a narrower path, or unset it.");
    }
}
