using Microsoft.ML.Data;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Microsoft.ML.StandIn.Tests;

[TestClass]
public sealed class NormalizeTests
{
    private readonly MLContext _ml = new(1);

    private float[] MinMax(float[] values, bool fixZero = true, long maximumExampleCount = 1000000000)
    {
        var data = _ml.Numbers(values);
        return _ml.Transforms.NormalizeMinMax("Y", "X", maximumExampleCount, fixZero).Fit(data).Transform(data).Floats("Y");
    }

    private float[][] MinMaxOfVectors(float[][] values, bool fixZero)
    {
        var data = _ml.Triples(values);
        return _ml.Transforms.NormalizeMinMax("Y", "V", fixZero: fixZero).Fit(data).Transform(data).Vectors("Y");
    }

    [TestMethod]
    public void MinMax_FixZero_DividesByTheLargestMagnitude()
    {
        CollectionAssert.AreEqual(new[] { -0.5f, 0, 1 }, MinMax([-2, 0, 4]));
        CollectionAssert.AreEqual(new[] { -1, 0, 0.5f }, MinMax([-4, 0, 2]));
        CollectionAssert.AreEqual(new[] { 0.5f, 1 }, MinMax([2, 4]));
    }

    [TestMethod]
    public void MinMax_NotFixZero_MapsToTheUnitInterval() =>
        CollectionAssert.AreEqual(new[] { 0, 0.25f, 1 }, MinMax([-2, 0, 6], fixZero: false));

    [TestMethod]
    public void MinMax_Constant_BecomesZero()
    {
        CollectionAssert.AreEqual(new float[] { 0, 0 }, MinMax([3, 3]));
        CollectionAssert.AreEqual(new float[] { 0, 0 }, MinMax([3, 3], fixZero: false));
    }

    [TestMethod]
    public void MinMax_NaN_IsPassedOverAndStays()
    {
        CollectionAssert.AreEqual(new[] { 0.5f, float.NaN, 1 }, MinMax([1, float.NaN, 2]));
        CollectionAssert.AreEqual(new[] { 0, float.NaN, 1 }, MinMax([1, float.NaN, 2], fixZero: false));
        CollectionAssert.AreEqual(new[] { float.NaN, float.NaN }, MinMax([float.NaN, float.NaN]));
    }

    [TestMethod]
    public void MinMax_Infinity_MakesTheRestZero()
    {
        CollectionAssert.AreEqual(new[] { 0, float.NaN }, MinMax([1, float.PositiveInfinity]));
        CollectionAssert.AreEqual(new[] { 0, float.NaN }, MinMax([1, float.PositiveInfinity], fixZero: false));
    }

    [TestMethod]
    public void MinMax_MaximumExampleCount_LearnsFromTheFirstRows()
    {
        CollectionAssert.AreEqual(new[] { 0.5f, 1, 2 }, MinMax([1, 2, 4], maximumExampleCount: 2));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => MinMax([1, 2], maximumExampleCount: 1));
    }

    [TestMethod]
    public void MinMax_Vector_NormalisesEachSlot()
    {
        var rows = MinMaxOfVectors([[1, -2, 5], [3, 4, 5], [2, 0, 5]], fixZero: false);
        CollectionAssert.AreEqual(new float[] { 0, 0, 0 }, rows[0]);
        CollectionAssert.AreEqual(new float[] { 1, 1, 0 }, rows[1]);
        CollectionAssert.AreEqual(new[] { 0.5f, 2 * (1 / 6f), 0 }, rows[2]);
        var fixedZero = MinMaxOfVectors([[1, -2, 5], [3, 4, 5]], fixZero: true);
        CollectionAssert.AreEqual(new[] { 1 * (1 / 3f), -0.5f, 0 }, fixedZero[0]);
    }

    [TestMethod]
    public void MinMax_VectorWithFewNonZeros_IsSparse()
    {
        var data = _ml.Triples([0, 0, 0], [0, 0, 2], [1, 2, 4]);
        var values = _ml.Transforms.NormalizeMinMax("Y", "V").Fit(data).Transform(data).GetColumn<VBuffer<float>>("Y")
            .Select(v => (v.IsDense, v.GetValues().Length)).ToArray();
        CollectionAssert.AreEqual(new[] { (false, 0), (true, 3), (true, 3) }, values);
    }

    [TestMethod]
    public void MinMax_NegativeValueOfAConstantSlot_IsPositiveZero()
    {
        var row = MinMaxOfVectors([[-1, 1, 1], [-1, 2, 2]], fixZero: true)[0];
        Assert.AreEqual(0, BitConverter.SingleToInt32Bits(row[0]));
    }

    private sealed class Wide
    {
        [VectorType(6)]
        public VBuffer<float> S { get; set; }
    }

    [TestMethod]
    public void MinMax_SparseInput_CountsImplicitZeros()
    {
        var data = _ml.Data.LoadFromEnumerable([
            new Wide { S = new VBuffer<float>(6, 1, [4], [2]) },
            new Wide { S = new VBuffer<float>(6, 2, [2, 8], [2, 5]) }]);
        var plain = _ml.Transforms.NormalizeMinMax("Y", "S", fixZero: false).Fit(data).Transform(data);
        CollectionAssert.AreEqual(new float[] { 0, 0, 1, 0, 0, 0 }, plain.Vectors("Y")[0]);
        CollectionAssert.AreEqual(new float[] { 0, 0, 0, 0, 0, 1 }, plain.Vectors("Y")[1]);
        Assert.IsFalse(plain.GetColumn<VBuffer<float>>("Y").First().IsDense);
    }

    private sealed class Precise
    {
        public double X { get; set; }
    }

    [TestMethod]
    public void MinMax_Double_StaysDouble()
    {
        var data = _ml.Data.LoadFromEnumerable([new Precise { X = 0.1 }, new Precise { X = 0.3 }]);
        var result = _ml.Transforms.NormalizeMinMax("X").Fit(data).Transform(data);
        CollectionAssert.AreEqual(new[] { 0.1 * (1 / 0.3), 0.3 * (1 / 0.3) }, result.GetColumn<double>("X").ToArray());
    }

    [TestMethod]
    public void MinMax_Column_IsMarkedNormalizedAndKeepsSlotNames()
    {
        var data = _ml.Points(5);
        var result = _ml.Transforms.Concatenate("F", "A", "B").Append(_ml.Transforms.NormalizeMinMax("F")).Fit(data).Transform(data);
        Assert.IsTrue(result.Schema["F"].IsNormalized());
        Assert.IsFalse(result.Schema["A"].IsNormalized());
        CollectionAssert.AreEqual(new[] { "A", "B" }, result.Schema["F"].SlotNames());
    }

    [TestMethod]
    public void MinMax_Saved_GivesTheSameBits()
    {
        var data = _ml.Points();
        var model = _ml.Transforms.Concatenate("F", "A", "B").Append(_ml.Transforms.NormalizeMinMax("F", fixZero: false))
            .Append(_ml.Transforms.NormalizeMeanVariance("G", "F")).Fit(data);
        var loaded = _ml.SavedAndLoaded(model, data.Schema);
        foreach (string column in new[] { "F", "G" })
            CollectionAssert.AreEqual(
                model.Transform(data).Vectors(column).SelectMany(v => v).ToArray(), loaded
                    .Transform(data).Vectors(column).SelectMany(v => v).ToArray());
    }

    private sealed class Texts
    {
        public string T { get; set; } = "";

        public float[] U { get; set; } = [];
    }

    [TestMethod]
    public void MinMax_WrongInput_ThrowsInAChain()
    {
        var data = _ml.Data.LoadFromEnumerable([new Texts()]);
        foreach (string column in new[] { "T", "U", "Absent" })
        {
            var chain = new EstimatorChain<ITransformer>().Append(_ml.Transforms.NormalizeMinMax("Y", column));
            StringAssert.Contains(Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => chain.Fit(data)).Message, column);
        }
    }

    private float[] MeanVariance(float[] values, bool fixZero)
    {
        var data = _ml.Numbers(values);
        return _ml.Transforms.NormalizeMeanVariance("Y", "X", fixZero: fixZero).Fit(data).Transform(data).Floats("Y");
    }

    [TestMethod]
    public void MeanVariance_NotFixZero_Standardises() =>
        CollectionAssert.AreEqual(new float[] { -1, 1, -1, 1 }, MeanVariance([2, 4, 2, 4], fixZero: false));

    [TestMethod]
    public void MeanVariance_FixZero_DividesByTheRootMeanSquare()
    {
        // The mean square of 1, 7, 0 and 0 is 50/4.
        float scale = 1 / MathF.Sqrt(12.5f);
        CollectionAssert.AreEqual(new[] { scale, 7 * scale, 0, 0 }, MeanVariance([1, 7, 0, 0], fixZero: true), new Close());
    }

    [TestMethod]
    public void MeanVariance_ConstantNaNAndZeros_AreHandled()
    {
        CollectionAssert.AreEqual(new float[] { 0, 0 }, MeanVariance([5, 5], fixZero: false));
        CollectionAssert.AreEqual(new float[] { 0, 0 }, MeanVariance([5, 5], fixZero: true));
        CollectionAssert.AreEqual(new[] { -1, float.NaN, 1 }, MeanVariance([0, float.NaN, 2], fixZero: false));
    }

    private sealed class Close : System.Collections.IComparer
    {
        /// <summary>A few roundings of float, each 6e-8 relative, on values near 1.</summary>
        private const float Tolerance = 1e-6f;

        public int Compare(object? x, object? y) => MathF.Abs((float)x! - (float)y!) < Tolerance ? 0 : 1;
    }
}
