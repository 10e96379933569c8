namespace ActiveAnomaly.Kernels;

[TestClass]
public sealed class KernelSetTests
{
    private static readonly float[] Nine = new float[9];
    private static readonly float[] Eight = new float[8];
    private static readonly float[] Three = new float[3];
    private static readonly float[] Two = new float[2];

    public static IEnumerable<object[]> Paths => Enum.GetValues<VectorPath>().Select(path => new object[] { path });

    [TestMethod]
    [DynamicData(nameof(Paths))]
    public void For_EachPath_GivesThatPath(VectorPath path) => Assert.AreEqual(path, KernelSet.For(path).Path);

    [TestMethod]
    public void For_UnknownPath_Throws() => Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => KernelSet.For((VectorPath)64));

    [TestMethod]
    [DataRow(0, 0)]
    [DataRow(1, 8)]
    [DataRow(8, 8)]
    [DataRow(9, 16)]
    [DataRow(33, 40)]
    public void Padded_AnyWidth_IsTheNextMultipleOfEight(int width, int expected) => Assert.AreEqual(expected, KernelSet.Padded(width));

    [TestMethod]
    [DynamicData(nameof(Paths))]
    public void Multiply_ShortA_Throws(VectorPath path) =>
        Throws("a", path, kernels => kernels.Multiply(Eight, 3, 1, Nine, 3, new float[9], 3, 3, 3, 3, false));

    [TestMethod]
    [DynamicData(nameof(Paths))]
    public void Multiply_ShortTransposedA_Throws(VectorPath path) =>
        Throws("a", path, kernels => kernels.Multiply(Eight, 1, 3, Nine, 3, new float[9], 3, 3, 3, 3, false));

    [TestMethod]
    [DynamicData(nameof(Paths))]
    public void Multiply_ShortB_Throws(VectorPath path) =>
        Throws("b", path, kernels => kernels.Multiply(Nine, 3, 1, Eight, 3, new float[9], 3, 3, 3, 3, false));

    [TestMethod]
    [DynamicData(nameof(Paths))]
    public void Multiply_ShortC_Throws(VectorPath path) =>
        Throws("c", path, kernels => kernels.Multiply(Nine, 3, 1, Nine, 3, new float[8], 3, 3, 3, 3, false));

    [TestMethod]
    [DynamicData(nameof(Paths))]
    public void Multiply_StridesBeyondTheBuffer_Throws(VectorPath path) =>
        Throws("a", path, kernels => kernels.Multiply(Nine, int.MaxValue, int.MaxValue, Nine, 3, new float[9], 3, 3, 3, 3, false));

    [TestMethod]
    [DynamicData(nameof(Paths))]
    public void ColumnStatistics_StrideBelowColumns_Throws(VectorPath path) =>
        Throws("x", path, kernels => kernels.ColumnStatistics(Nine, 2, 3, 3, new float[3], new float[3]));

    [TestMethod]
    [DynamicData(nameof(Paths))]
    public void ColumnStatistics_ShortX_Throws(VectorPath path) =>
        Throws("x", path, kernels => kernels.ColumnStatistics(Eight, 3, 3, 3, new float[3], new float[3]));

    [TestMethod]
    [DynamicData(nameof(Paths))]
    public void ColumnStatistics_ShortMean_Throws(VectorPath path) =>
        Throws("mean", path, kernels => kernels.ColumnStatistics(Nine, 3, 3, 3, new float[2], new float[3]));

    [TestMethod]
    [DynamicData(nameof(Paths))]
    public void ColumnStatistics_ShortVariance_Throws(VectorPath path) =>
        Throws("variance", path, kernels => kernels.ColumnStatistics(Nine, 3, 3, 3, new float[3], new float[2]));

    [TestMethod]
    [DynamicData(nameof(Paths))]
    public void NormalizeAndActivate_ShortX_Throws(VectorPath path) => Throws("x", path, kernels => Normalize(kernels, 8, 9, 9, 3, 3));

    [TestMethod]
    [DynamicData(nameof(Paths))]
    public void NormalizeAndActivate_ShortNormalized_Throws(VectorPath path) =>
        Throws("normalized", path, kernels => Normalize(kernels, 9, 8, 9, 3, 3));

    [TestMethod]
    [DynamicData(nameof(Paths))]
    public void NormalizeAndActivate_ShortActivated_Throws(VectorPath path) =>
        Throws("activated", path, kernels => Normalize(kernels, 9, 9, 8, 3, 3));

    [TestMethod]
    [DynamicData(nameof(Paths))]
    public void NormalizeAndActivate_ShortMean_Throws(VectorPath path) =>
        Throws("mean", path, kernels => Normalize(kernels, 9, 9, 9, 2, 3));

    [TestMethod]
    [DynamicData(nameof(Paths))]
    public void NormalizeAndActivate_ShortDeviation_Throws(VectorPath path) =>
        Throws("inverseDeviation", path, kernels => Normalize(kernels, 9, 9, 9, 3, 2));

    [TestMethod]
    [DynamicData(nameof(Paths))]
    public void Backward_ShortGradient_Throws(VectorPath path) => Throws("gradient", path, kernels => Backward(kernels, 8, 9, 3));

    [TestMethod]
    [DynamicData(nameof(Paths))]
    public void Backward_ShortNormalized_Throws(VectorPath path) => Throws("normalized", path, kernels => Backward(kernels, 9, 8, 3));

    [TestMethod]
    [DynamicData(nameof(Paths))]
    public void Backward_ShortDeviation_Throws(VectorPath path) => Throws("inverseDeviation", path, kernels => Backward(kernels, 9, 9, 2));

    [TestMethod]
    [DynamicData(nameof(Paths))]
    public void AddProduct_ShortSums_Throws(VectorPath path) =>
        Throws("sums", path, kernels => kernels.AddProduct(Three, 2f, new float[2]));

    [TestMethod]
    [DynamicData(nameof(Paths))]
    public void Sigmoid_ShortOutput_Throws(VectorPath path) => Throws("y", path, kernels => kernels.Sigmoid(Three, new float[2]));

    [TestMethod]
    [DynamicData(nameof(Paths))]
    public void SigmoidBackward_ShortOutput_Throws(VectorPath path) =>
        Throws("y", path, kernels => kernels.SigmoidBackward(new float[3], Two));

    [TestMethod]
    [DynamicData(nameof(Paths))]
    public void SquaredError_ShortOutput_Throws(VectorPath path) =>
        Throws("y", path, kernels => kernels.SquaredError(Eight, 3, Nine, 3, new float[9], 3, 3, 3, 1f));

    [TestMethod]
    [DynamicData(nameof(Paths))]
    public void SquaredError_ShortTarget_Throws(VectorPath path) =>
        Throws("target", path, kernels => kernels.SquaredError(Nine, 3, Eight, 3, new float[9], 3, 3, 3, 1f));

    [TestMethod]
    [DynamicData(nameof(Paths))]
    public void SquaredError_ShortGradient_Throws(VectorPath path) =>
        Throws("gradient", path, kernels => kernels.SquaredError(Nine, 3, Nine, 3, new float[8], 3, 3, 3, 1f));

    [TestMethod]
    [DynamicData(nameof(Paths))]
    public void PairSums_ShortSums_Throws(VectorPath path) =>
        Throws("xSums", path, kernels => kernels.PairSums(Three, Three, new float[2], new float[3]));

    [TestMethod]
    [DynamicData(nameof(Paths))]
    public void PairSums_ShortOtherSums_Throws(VectorPath path) =>
        Throws("ySums", path, kernels => kernels.PairSums(Three, Three, new float[3], new float[2]));

    [TestMethod]
    [DynamicData(nameof(Paths))]
    public void Adam_ShortGradient_Throws(VectorPath path) => Throws("gradient", path, kernels => Adam(kernels, 2, 3, 3));

    [TestMethod]
    [DynamicData(nameof(Paths))]
    public void Adam_ShortFirstMoment_Throws(VectorPath path) => Throws("firstMoment", path, kernels => Adam(kernels, 3, 2, 3));

    [TestMethod]
    [DynamicData(nameof(Paths))]
    public void Adam_ShortSecondMoment_Throws(VectorPath path) => Throws("secondMoment", path, kernels => Adam(kernels, 3, 3, 2));

    [TestMethod]
    public void Transpose_WithStrides_SwapsRowsAndColumns()
    {
        float[] x = [1, 2, 3, -1, 4, 5, 6, -1];
        var transposed = new float[9];
        KernelSet.Transpose(x, 4, transposed, 3, 2, 3);
        Assert.AreSequenceEqual(new float[] { 1, 4, 0, 2, 5, 0, 3, 6, 0 }, transposed);
    }

    [TestMethod]
    [DataRow(1, 1)]
    [DataRow(16, 16)]
    [DataRow(17, 40)]
    [DataRow(50, 15)]
    public void Transpose_AnyShape_SwapsRowsAndColumnsAndNothingElse(int rows, int columns)
    {
        var x = GuardedMatrix.Of(rows, columns, columns + 3, KernelCases.Numbers(rows));
        var transposed = new GuardedMatrix(columns, rows, rows + 2);
        KernelSet.Transpose(x.Span, x.Stride, transposed.Span, transposed.Stride, rows, columns);
        transposed.AssertGuardsIntact("Transpose");
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                Assert.AreEqual(x[row, column], transposed[column, row]);
            }
        }
    }

    private static void Normalize(KernelSet kernels, int x, int normalized, int activated, int mean, int deviation) =>
        kernels.NormalizeAndActivate(
            new float[x], new float[normalized], new float[activated], 3, 3, 3, new float[mean], new float[deviation], KernelCases.Slope);

    private static void Backward(KernelSet kernels, int gradient, int normalized, int deviation) =>
        kernels.NormalizeAndActivateBackward(
            new float[gradient], new float[normalized], 3, 3, 3, new float[deviation], KernelCases.Slope, batchStatistics: true);

    private static void Adam(KernelSet kernels, int gradient, int first, int second) =>
        kernels.Adam(
            new float[3], new float[gradient], new float[first], new float[second], new AdamCoefficients(1e-3, 0.9, 0.999, 1e-8, 0, 1));

    private static void Throws(string parameter, VectorPath path, Action<KernelSet> call)
    {
        var kernels = Require.Kernels(path);
        Assert.AreEqual(parameter, Assert.ThrowsExactly<ArgumentException>(() => call(kernels)).ParamName);
    }
}
