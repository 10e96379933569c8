using ActiveAnomaly.Kernels;
using BenchmarkDotNet.Attributes;

namespace ActiveAnomaly.Benchmarks;

/// <summary>The matrix product at the shapes of training steps, at each vector width.</summary>
[MemoryDiagnoser]
public class KernelBenchmarks
{
    private float[] _a = [];
    private float[] _b = [];
    private float[] _c = [];
    private KernelSet _kernels = KernelSet.For(VectorPath.Scalar);

    /// <summary>Gets or sets the implementation.</summary>
    [Params(VectorPath.Vector128, VectorPath.Vector256, VectorPath.Vector512)]
    public VectorPath Path { get; set; }

    /// <summary>Gets or sets rows x depth x columns.</summary>
    [Params("128x33x32", "1024x41x32", "33x128x32", "1024x512x256", "512x1024x256")]
    public string Shape { get; set; } = "128x33x32";

    private (int Rows, int Depth, int Columns) Sizes => Shape.Split('x').Select(int.Parse).ToArray() is [var rows, var depth, var columns] ? (rows, depth, columns) : default;

    /// <summary>Allocates the matrices.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        var (rows, depth, columns) = Sizes;
        _kernels = KernelSet.For(Path);
        _a = [.. Enumerable.Range(0, rows * depth).Select(i => (i % 13) / 13f)];
        _b = [.. Enumerable.Range(0, depth * columns).Select(i => (i % 7) / 7f)];
        _c = new float[rows * columns];
    }

    /// <summary>C = A B.</summary>
    [Benchmark]
    public void Multiply()
    {
        var (rows, depth, columns) = Sizes;
        _kernels.Multiply(_a, depth, 1, _b, columns, _c, columns, rows, depth, columns, accumulate: false);
    }
}
