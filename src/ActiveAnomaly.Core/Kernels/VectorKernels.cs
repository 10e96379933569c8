using System.Runtime.Intrinsics;

namespace ActiveAnomaly.Kernels;

/// <summary>The kernels at each vector width.</summary>
internal static class VectorKernels
{
    public static readonly KernelSet Width128 = new VectorKernels<Lanes128, Vector128<float>>();

    public static readonly KernelSet Width256 = new VectorKernels<Lanes256, Vector256<float>>();

    public static readonly KernelSet Width512 = new VectorKernels<Lanes512, Vector512<float>>();
}
