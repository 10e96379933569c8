using Microsoft.ML.Data;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Microsoft.ML.StandIn.Tests;

[TestClass]
public sealed class VBufferTests
{
    private static VBuffer<float> Dense => new(3, [1, 0, 3]);

    private static VBuffer<float> Sparse => new(5, 2, [7, 8], [1, 3]);

    [TestMethod]
    public void Dense_Values_AreAllExplicit()
    {
        Assert.IsTrue(Dense.IsDense);
        Assert.AreEqual(3, Dense.Length);
        CollectionAssert.AreEqual(new float[] { 1, 0, 3 }, Dense.GetValues().ToArray());
        Assert.IsTrue(Dense.GetIndices().IsEmpty);
    }

    [TestMethod]
    public void Sparse_Values_HaveIndices()
    {
        Assert.IsFalse(Sparse.IsDense);
        Assert.AreEqual(5, Sparse.Length);
        CollectionAssert.AreEqual(new float[] { 7, 8 }, Sparse.GetValues().ToArray());
        CollectionAssert.AreEqual(new[] { 1, 3 }, Sparse.GetIndices().ToArray());
    }

    [TestMethod]
    public void GetItemOrDefault_OfAnAbsentIndex_IsDefault()
    {
        Assert.AreEqual(0f, Sparse.GetItemOrDefault(0));
        Assert.AreEqual(7f, Sparse.GetItemOrDefault(1));
        float value = -1;
        Sparse.GetItemOrDefault(4, ref value);
        Assert.AreEqual(0f, value);
        Assert.AreEqual(3f, Dense.GetItemOrDefault(2));
    }

    [TestMethod]
    public void GetItemOrDefault_OutOfRange_Throws()
    {
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Sparse.GetItemOrDefault(5));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Dense.GetItemOrDefault(-1));
    }

    [TestMethod]
    public void DenseValues_OfASparseBuffer_FillsIn()
    {
        CollectionAssert.AreEqual(new float[] { 0, 7, 0, 8, 0 }, Sparse.DenseValues().ToArray());
        CollectionAssert.AreEqual(new float[] { 1, 0, 3 }, Dense.DenseValues().ToArray());
    }

    [TestMethod]
    public void Items_WithAndWithoutAll_GivesPairs()
    {
        CollectionAssert.AreEqual(new[] { 1, 3 }, Sparse.Items().Select(item => item.Key).ToArray());
        CollectionAssert.AreEqual(new[] { 0, 1, 2, 3, 4 }, Sparse.Items(all: true).Select(item => item.Key).ToArray());
        CollectionAssert.AreEqual(new[] { 0, 1, 2 }, Dense.Items().Select(item => item.Key).ToArray());
    }

    [TestMethod]
    public void CopyTo_Span_Densifies()
    {
        var target = new float[] { 9, 9, 9, 9, 9, 9, 9 };
        Sparse.CopyTo(target, 1);
        CollectionAssert.AreEqual(new float[] { 9, 0, 7, 0, 8, 0, 9 }, target);
        Sparse.CopyTo(target, 0, defaultValue: -1);
        CollectionAssert.AreEqual(new float[] { -1, 7, -1, 8, -1, 0, 9 }, target);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Sparse.CopyTo(new float[4]));
    }

    [TestMethod]
    public void CopyTo_Buffer_KeepsTheRepresentationAndCopies()
    {
        var source = Sparse;
        VBuffer<float> copy = default, dense = default;
        source.CopyTo(ref copy);
        source.CopyToDense(ref dense);
        Assert.IsFalse(copy.IsDense);
        Assert.IsTrue(dense.IsDense);
        CollectionAssert.AreEqual(source.DenseValues().ToArray(), dense.DenseValues().ToArray());
        VBufferEditor.CreateFromBuffer(ref copy).Values[0] = 100;
        Assert.AreEqual(7f, source.GetItemOrDefault(1));
    }

    [TestMethod]
    public void Constructor_TooFewValues_Throws()
    {
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new VBuffer<float>(3, [1, 2]));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new VBuffer<float>(3, 2, [1, 2], [0]));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new VBuffer<float>(3, 4, new float[4], new int[4]));
    }

    [TestMethod]
    public void Editor_OfALargeEnoughBuffer_ReusesItsArrays()
    {
        var buffer = new VBuffer<float>(4, new float[4]);
        var editor = VBufferEditor.Create(ref buffer, 3);
        Assert.IsFalse(editor.CreatedNewValues);
        editor.Values[0] = 5;
        buffer = editor.Commit();
        Assert.AreEqual(3, buffer.Length);
        Assert.AreEqual(5f, buffer.GetItemOrDefault(0));
        Assert.IsTrue(VBufferEditor.Create(ref buffer, 5).CreatedNewValues);
    }

    [TestMethod]
    public void Editor_WithAValuesCount_MakesASparseBuffer()
    {
        VBuffer<float> buffer = default;
        var editor = VBufferEditor.Create(ref buffer, 10, 2);
        editor.Values[0] = 4;
        editor.Indices[0] = 9;
        buffer = editor.CommitTruncated(1);
        Assert.AreEqual(10, buffer.Length);
        Assert.AreEqual(4f, buffer.GetItemOrDefault(9));
        Assert.AreEqual(1, buffer.GetValues().Length);
    }
}
