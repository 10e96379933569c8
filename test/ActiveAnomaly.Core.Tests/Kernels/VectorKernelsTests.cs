using System.Runtime.Intrinsics;

namespace ActiveAnomaly.Kernels;

/// <summary>
/// Every vector width gives the bits of the scalar specification; writes outside targets fail in <see cref="KernelCases"/>.
/// </summary>
[TestClass]
public sealed class VectorKernelsTests
{
    [TestMethod]
    [DataRow(VectorPath.Vector128)]
    [DataRow(VectorPath.Vector256)]
    [DataRow(VectorPath.Vector512)]
    public void Path_OfAWidth_IsThatWidth(VectorPath path) => Assert.AreEqual(path, Require.Kernels(path).Path);

    [TestMethod]
    [DataRow(VectorPath.Vector128, false, false)]
    [DataRow(VectorPath.Vector128, false, true)]
    [DataRow(VectorPath.Vector128, true, false)]
    [DataRow(VectorPath.Vector128, true, true)]
    [DataRow(VectorPath.Vector256, false, false)]
    [DataRow(VectorPath.Vector256, false, true)]
    [DataRow(VectorPath.Vector256, true, false)]
    [DataRow(VectorPath.Vector256, true, true)]
    [DataRow(VectorPath.Vector512, false, false)]
    [DataRow(VectorPath.Vector512, false, true)]
    [DataRow(VectorPath.Vector512, true, false)]
    [DataRow(VectorPath.Vector512, true, true)]
    public void Multiply_AnyShape_HasScalarBits(VectorPath path, bool transposed, bool accumulate)
    {
        var kernels = Require.Kernels(path);
        foreach (var columns in KernelCases.Counts)
        {
            foreach (var rows in KernelCases.RowCounts)
            {
                var depth = KernelCases.DepthOf(rows, columns);
                var expected = KernelCases.Multiply(ScalarKernels.Instance, rows, columns, depth, transposed, accumulate);
                var actual = KernelCases.Multiply(kernels, rows, columns, depth, transposed, accumulate);
                Bits.AreEqual(expected.C.Buffer, actual.C.Buffer, $"Multiply {rows} x {depth} x {columns}");
            }
        }
    }

    [TestMethod]
    [DataRow(VectorPath.Vector128, false, false)]
    [DataRow(VectorPath.Vector128, false, true)]
    [DataRow(VectorPath.Vector128, true, true)]
    [DataRow(VectorPath.Vector256, false, false)]
    [DataRow(VectorPath.Vector256, false, true)]
    [DataRow(VectorPath.Vector256, true, true)]
    [DataRow(VectorPath.Vector512, false, false)]
    [DataRow(VectorPath.Vector512, false, true)]
    [DataRow(VectorPath.Vector512, true, true)]
    public void Multiply_LargerThanTheCache_HasScalarBits(VectorPath path, bool transposed, bool accumulate)
    {
        // Whole blocks and what is left of them, in rows, depth and columns.
        const int Rows = 523, Depth = 1613, Columns = 139;
        var kernels = Require.Kernels(path);
        AssertLarge(path, transposed, Rows, Depth, Columns);
        var expected = KernelCases.Multiply(ScalarKernels.Instance, Rows, Columns, Depth, transposed, accumulate);
        var actual = KernelCases.Multiply(kernels, Rows, Columns, Depth, transposed, accumulate);
        Bits.AreEqual(expected.C.Buffer, actual.C.Buffer, $"Multiply {Rows} x {Depth} x {Columns}");
    }

    [TestMethod]
    [DataRow(VectorPath.Vector128)]
    [DataRow(VectorPath.Vector256)]
    [DataRow(VectorPath.Vector512)]
    public void Multiply_LargerThanTheCacheWithoutAccumulation_HasScalarBits(VectorPath path)
    {
        const int Rows = 9, Depth = 7700, Columns = 130;
        var kernels = Require.Kernels(path);
        AssertLarge(path, isTransposed: true, Rows, Depth, Columns);
        var expected = KernelCases.Multiply(ScalarKernels.Instance, Rows, Columns, Depth, transposed: true, accumulate: false);
        var actual = KernelCases.Multiply(kernels, Rows, Columns, Depth, transposed: true, accumulate: false);
        Bits.AreEqual(expected.C.Buffer, actual.C.Buffer, $"Multiply {Rows} x {Depth} x {Columns}");
    }

    [TestMethod]
    [DataRow(VectorPath.Vector128)]
    [DataRow(VectorPath.Vector256)]
    [DataRow(VectorPath.Vector512)]
    public void SquaredDistances_AnyShape_HasScalarBits(VectorPath path)
    {
        var kernels = Require.Kernels(path);
        ForEachShape((rows, columns) => Bits.AreEqual(
            KernelCases.SquaredDistances(ScalarKernels.Instance, rows, columns).Distances.Buffer,
            KernelCases.SquaredDistances(kernels, rows, columns).Distances.Buffer,
            $"SquaredDistances {rows} x {columns}"));
    }

    [TestMethod]
    [DataRow(VectorPath.Vector128)]
    [DataRow(VectorPath.Vector256)]
    [DataRow(VectorPath.Vector512)]
    public void ColumnStatistics_AnyShape_HasScalarBits(VectorPath path)
    {
        var kernels = Require.Kernels(path);
        ForEachShape((rows, columns) =>
        {
            var expected = KernelCases.ColumnStatistics(ScalarKernels.Instance, rows, columns);
            var actual = KernelCases.ColumnStatistics(kernels, rows, columns);
            Bits.AreEqual(expected.Mean.Buffer, actual.Mean.Buffer, $"Mean of {rows} x {columns}");
            Bits.AreEqual(expected.Variance.Buffer, actual.Variance.Buffer, $"Variance of {rows} x {columns}");
        });
    }

    [TestMethod]
    [DataRow(VectorPath.Vector128, false)]
    [DataRow(VectorPath.Vector128, true)]
    [DataRow(VectorPath.Vector256, false)]
    [DataRow(VectorPath.Vector256, true)]
    [DataRow(VectorPath.Vector512, false)]
    [DataRow(VectorPath.Vector512, true)]
    public void NormalizeAndActivate_AnyShape_HasScalarBits(VectorPath path, bool inPlace)
    {
        var kernels = Require.Kernels(path);
        ForEachShape((rows, columns) =>
        {
            var expected = KernelCases.NormalizeAndActivate(ScalarKernels.Instance, rows, columns, inPlace);
            var actual = KernelCases.NormalizeAndActivate(kernels, rows, columns, inPlace);
            Bits.AreEqual(expected.Normalized.Buffer, actual.Normalized.Buffer, $"Normalized {rows} x {columns}");
            Bits.AreEqual(expected.Activated.Buffer, actual.Activated.Buffer, $"Activated {rows} x {columns}");
        });
    }

    [TestMethod]
    [DataRow(VectorPath.Vector128, false)]
    [DataRow(VectorPath.Vector128, true)]
    [DataRow(VectorPath.Vector256, false)]
    [DataRow(VectorPath.Vector256, true)]
    [DataRow(VectorPath.Vector512, false)]
    [DataRow(VectorPath.Vector512, true)]
    public void NormalizeAndActivateBackward_AnyShape_HasScalarBits(VectorPath path, bool batchStatistics)
    {
        var kernels = Require.Kernels(path);
        ForEachShape((rows, columns) =>
        {
            var expected = KernelCases.Backward(ScalarKernels.Instance, rows, columns, batchStatistics);
            var actual = KernelCases.Backward(kernels, rows, columns, batchStatistics);
            Bits.AreEqual(expected.Gradient.Buffer, actual.Gradient.Buffer, $"Backward {rows} x {columns}");
        });
    }

    [TestMethod]
    [DataRow(VectorPath.Vector128)]
    [DataRow(VectorPath.Vector256)]
    [DataRow(VectorPath.Vector512)]
    public void LeakyRelu_AnyLength_HasScalarBits(VectorPath path)
    {
        var kernels = Require.Kernels(path);
        foreach (var length in KernelCases.Counts)
        {
            Bits.AreEqual(
                KernelCases.LeakyRelu(ScalarKernels.Instance, length).Y.Buffer,
                KernelCases.LeakyRelu(kernels, length).Y.Buffer,
                $"Length {length}");
        }
    }

    [TestMethod]
    [DataRow(VectorPath.Vector128)]
    [DataRow(VectorPath.Vector256)]
    [DataRow(VectorPath.Vector512)]
    public void AddProduct_AnyLength_HasScalarBits(VectorPath path)
    {
        var kernels = Require.Kernels(path);
        foreach (var length in KernelCases.Counts)
        {
            Bits.AreEqual(
                KernelCases.AddProduct(ScalarKernels.Instance, length).Sums.Buffer,
                KernelCases.AddProduct(kernels, length).Sums.Buffer,
                $"Length {length}");
        }
    }

    [TestMethod]
    [DataRow(VectorPath.Vector128, false)]
    [DataRow(VectorPath.Vector128, true)]
    [DataRow(VectorPath.Vector256, false)]
    [DataRow(VectorPath.Vector256, true)]
    [DataRow(VectorPath.Vector512, false)]
    [DataRow(VectorPath.Vector512, true)]
    public void Sigmoid_AnyLength_HasScalarBits(VectorPath path, bool inPlace)
    {
        var kernels = Require.Kernels(path);
        foreach (var length in KernelCases.Counts)
        {
            Bits.AreEqual(
                KernelCases.Sigmoid(ScalarKernels.Instance, length, inPlace).Y.Buffer,
                KernelCases.Sigmoid(kernels, length, inPlace).Y.Buffer,
                $"Length {length}");
        }
    }

    [TestMethod]
    [DataRow(VectorPath.Vector128)]
    [DataRow(VectorPath.Vector256)]
    [DataRow(VectorPath.Vector512)]
    public void Sigmoid_ExtremeInputs_HasScalarBits(VectorPath path)
    {
        var kernels = Require.Kernels(path);
        float[] values =
        [
            0f, -0f, 1e-38f, -1e-38f, 87.3f, -87.3f, 88.3f, -88.3f, 1e30f, -1e30f, float.MaxValue, float.MinValue,
            float.PositiveInfinity, float.NegativeInfinity, 1f, -1f,
        ];
        var expected = new float[values.Length];
        var actual = new float[values.Length];
        ScalarKernels.Instance.Sigmoid(values, expected);
        kernels.Sigmoid(values, actual);
        Bits.AreEqual(expected, actual, "Sigmoid");
    }

    [TestMethod]
    [DataRow(VectorPath.Vector128, false)]
    [DataRow(VectorPath.Vector128, true)]
    [DataRow(VectorPath.Vector256, false)]
    [DataRow(VectorPath.Vector256, true)]
    [DataRow(VectorPath.Vector512, false)]
    [DataRow(VectorPath.Vector512, true)]
    public void Tanh_AnyLength_HasScalarBits(VectorPath path, bool inPlace)
    {
        var kernels = Require.Kernels(path);
        foreach (var length in KernelCases.Counts)
        {
            Bits.AreEqual(
                KernelCases.Tanh(ScalarKernels.Instance, length, inPlace).Y.Buffer,
                KernelCases.Tanh(kernels, length, inPlace).Y.Buffer,
                $"Length {length}");
        }
    }

    [TestMethod]
    [DataRow(VectorPath.Vector128)]
    [DataRow(VectorPath.Vector256)]
    [DataRow(VectorPath.Vector512)]
    public void ActivationBackward_AnyLength_HasScalarBits(VectorPath path)
    {
        var kernels = Require.Kernels(path);
        foreach (var length in KernelCases.Counts)
        {
            float[] Tanh(KernelSet set) =>
                KernelCases.ActivationBackward(length, (g, y) => set.TanhBackward(g.Span, y.Span)).Gradient.Buffer;
            float[] LeakyRelu(KernelSet set) =>
                KernelCases.ActivationBackward(length, (g, y) => set.LeakyReluBackward(g.Span, y.Span, 0.01f)).Gradient.Buffer;
            Bits.AreEqual(Tanh(ScalarKernels.Instance), Tanh(kernels), $"Hyperbolic tangent, length {length}");
            Bits.AreEqual(LeakyRelu(ScalarKernels.Instance), LeakyRelu(kernels), $"Leaky rectifier, length {length}");
        }
    }

    [TestMethod]
    [DataRow(VectorPath.Vector128)]
    [DataRow(VectorPath.Vector256)]
    [DataRow(VectorPath.Vector512)]
    public void SigmoidBackward_AnyLength_HasScalarBits(VectorPath path)
    {
        var kernels = Require.Kernels(path);
        foreach (var length in KernelCases.Counts)
        {
            Bits.AreEqual(
                KernelCases.SigmoidBackward(ScalarKernels.Instance, length).Gradient.Buffer,
                KernelCases.SigmoidBackward(kernels, length).Gradient.Buffer,
                $"Length {length}");
        }
    }

    [TestMethod]
    [DataRow(VectorPath.Scalar)]
    [DataRow(VectorPath.Vector128)]
    [DataRow(VectorPath.Vector256)]
    [DataRow(VectorPath.Vector512)]
    public void GatherRows_AnyWidth_CopiesTheRowsAndNothingElse(VectorPath path)
    {
        const int rowCount = 7;
        const float guard = -1f;
        int[] rows = [6, 0, 3, 3, 1];
        var kernels = Require.Kernels(path);
        for (var width = 1; width <= 70; width++)
        {
            float[] matrix = [.. Enumerable.Range(0, rowCount * width).Select(i => (float)i)];
            var gathered = Enumerable.Repeat(guard, (rows.Length * width) + 3).ToArray();
            kernels.GatherRows(matrix, width, rows, gathered);
            float[] expected = [.. rows.SelectMany(row => Enumerable.Range(row * width, width)).Select(i => (float)i), guard, guard, guard];
            Bits.AreEqual(expected, gathered, $"GatherRows of width {width}");
        }
    }

    [TestMethod]
    [DataRow(VectorPath.Scalar)]
    [DataRow(VectorPath.Vector512)]
    public void GatherRows_RowOutsideTheMatrix_Throws(VectorPath path)
    {
        var kernels = Require.Kernels(path);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => kernels.GatherRows(new float[40], 20, [0, 2], new float[40]));
    }

    [TestMethod]
    [DataRow(VectorPath.Vector128)]
    [DataRow(VectorPath.Vector256)]
    [DataRow(VectorPath.Vector512)]
    public void DistanceGradient_AnyShape_HasScalarBits(VectorPath path)
    {
        var kernels = Require.Kernels(path);
        ForEachShape((rows, columns) => Bits.AreEqual(
            KernelCases.DistanceGradient(ScalarKernels.Instance, rows, columns).Gradient.Buffer,
            KernelCases.DistanceGradient(kernels, rows, columns).Gradient.Buffer,
            $"DistanceGradient {rows} x {columns}"));
    }

    [TestMethod]
    [DataRow(VectorPath.Vector128)]
    [DataRow(VectorPath.Vector256)]
    [DataRow(VectorPath.Vector512)]
    public void SquaredError_AnyShape_HasScalarBits(VectorPath path)
    {
        var kernels = Require.Kernels(path);
        ForEachShape((rows, columns) =>
        {
            var expected = KernelCases.SquaredError(ScalarKernels.Instance, rows, columns);
            var actual = KernelCases.SquaredError(kernels, rows, columns);
            Bits.AreEqual([expected.Loss], [actual.Loss], $"Loss of {rows} x {columns}");
            Bits.AreEqual(expected.Gradient.Buffer, actual.Gradient.Buffer, $"Gradient of {rows} x {columns}");
        });
    }

    [TestMethod]
    [DataRow(VectorPath.Vector128, false)]
    [DataRow(VectorPath.Vector128, true)]
    [DataRow(VectorPath.Vector256, false)]
    [DataRow(VectorPath.Vector256, true)]
    [DataRow(VectorPath.Vector512, false)]
    [DataRow(VectorPath.Vector512, true)]
    public void PairSums_AnyCounts_HasScalarBits(VectorPath path, bool wholeRange)
    {
        var kernels = Require.Kernels(path);
        ForEachShape((xCount, yCount) =>
        {
            var expected = KernelCases.PairSums(ScalarKernels.Instance, xCount, yCount, wholeRange);
            var actual = KernelCases.PairSums(kernels, xCount, yCount, wholeRange);
            Bits.AreEqual(expected.XSums.Buffer, actual.XSums.Buffer, $"XSums of {xCount} x {yCount}");
            Bits.AreEqual(expected.YSums.Buffer, actual.YSums.Buffer, $"YSums of {xCount} x {yCount}");
        });
    }

    [TestMethod]
    [DataRow(VectorPath.Vector128)]
    [DataRow(VectorPath.Vector256)]
    [DataRow(VectorPath.Vector512)]
    public void Adam_AnyLength_HasScalarBits(VectorPath path)
    {
        var kernels = Require.Kernels(path);
        foreach (var length in KernelCases.Counts)
        {
            var expected = KernelCases.Adam(ScalarKernels.Instance, length, step: 3);
            var actual = KernelCases.Adam(kernels, length, step: 3);
            Bits.AreEqual(expected.Weights.Buffer, actual.Weights.Buffer, $"Weights of length {length}");
            Bits.AreEqual(expected.First.Buffer, actual.First.Buffer, $"First moment of length {length}");
            Bits.AreEqual(expected.Second.Buffer, actual.Second.Buffer, $"Second moment of length {length}");
        }
    }

    /// <summary>Without this, a larger threshold would turn the tests of large products into tests of ordinary ones.</summary>
    private static void AssertLarge(VectorPath path, bool isTransposed, int rows, int depth, int columns) => Assert.IsTrue(path switch
    {
        VectorPath.Vector128 => VectorKernels<Lanes128, Vector128<float>>.IsLarge(isTransposed, rows, depth, columns),
        VectorPath.Vector256 => VectorKernels<Lanes256, Vector256<float>>.IsLarge(isTransposed, rows, depth, columns),
        _ => VectorKernels<Lanes512, Vector512<float>>.IsLarge(isTransposed, rows, depth, columns),
    });

    private static void ForEachShape(Action<int, int> check)
    {
        foreach (var columns in KernelCases.Counts)
        {
            foreach (var rows in KernelCases.RowCounts)
            {
                check(rows, columns);
            }
        }
    }
}
