using ActiveAnomaly.Kernels;
using BenchmarkDotNet.Attributes;

namespace ActiveAnomaly.Benchmarks;

/// <summary>The matrix product at the shapes of training steps, at each vector width.</summary>
[MemoryDiagnoser]
[HideColumns("Error", "StdDev", "Gen0")]
public class KernelBenchmarks
{
    private float[] _a = [];
    private float[] _b = [];
    private float[] _c = [];
    private KernelSet _kernels = KernelSet.For(VectorPath.Scalar);
    private int _rows;
    private int _depth;
    private int _columns;

    /// <summary>Gets or sets the implementation.</summary>
    [Params(VectorPath.Vector128, VectorPath.Vector256, VectorPath.Vector512)]
    public VectorPath Path { get; set; }

    /// <summary>Gets or sets rows x depth x columns.</summary>
    [Params("128x33x32", "1024x41x32", "1024x512x256", "8192x512x256")]
    public string Shape { get; set; } = "128x33x32";

    /// <summary>Allocates the matrices.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        var sizes = Shape.Split('x').Select(int.Parse).ToArray();
        (_rows, _depth, _columns) = (sizes[0], sizes[1], sizes[2]);
        _kernels = KernelSet.For(Path);
        _a = [.. Enumerable.Range(0, _rows * _depth).Select(i => (i % 13) / 13f)];
        _b = [.. Enumerable.Range(0, Math.Max(_depth, _rows) * _columns).Select(i => (i % 7) / 7f)];
        _c = new float[Math.Max(_depth, _rows) * _columns];
    }

    /// <summary>C = A B: a layer's outputs.</summary>
    [Benchmark]
    public void Product() => _kernels.Multiply(_a, _depth, 1, _b, _columns, _c, _columns, _rows, _depth, _columns, accumulate: false);

    /// <summary>C = A' B: the gradient of a layer's weights.</summary>
    [Benchmark]
    public void TransposedProduct() =>
        _kernels.Multiply(_a, 1, _depth, _b, _columns, _c, _columns, _depth, _rows, _columns, accumulate: false);
}
