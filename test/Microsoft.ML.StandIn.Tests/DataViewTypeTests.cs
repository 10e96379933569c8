using Microsoft.ML.Data;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Microsoft.ML.StandIn.Tests;

[TestClass]
public sealed class DataViewTypeTests
{
    [TestMethod]
    public void ToString_OfEachShape_TellsItAsMlNetDoes()
    {
        Assert.AreEqual("Single", NumberDataViewType.Single.ToString());
        Assert.AreEqual("String", TextDataViewType.Instance.ToString());
        Assert.AreEqual("Boolean", BooleanDataViewType.Instance.ToString());
        Assert.AreEqual("Key<UInt32, 0-4>", new KeyDataViewType(typeof(uint), 5).ToString());
        Assert.AreEqual("Vector<Single>", new VectorDataViewType(NumberDataViewType.Single).ToString());
        Assert.AreEqual("Vector<Single, 3>", new VectorDataViewType(NumberDataViewType.Single, 3).ToString());
        Assert.AreEqual("Vector<Single, 3, *>", new VectorDataViewType(NumberDataViewType.Single, 3, 0).ToString());
    }

    [TestMethod]
    public void RawType_OfEachShape_IsTheDotNetType()
    {
        Assert.AreEqual(typeof(ReadOnlyMemory<char>), TextDataViewType.Instance.RawType);
        Assert.AreEqual(typeof(VBuffer<float>), new VectorDataViewType(NumberDataViewType.Single, 3).RawType);
        Assert.AreEqual(typeof(uint), new KeyDataViewType(typeof(uint), 5).RawType);
        Assert.AreEqual(typeof(DataViewRowId), RowIdDataViewType.Instance.RawType);
    }

    [TestMethod]
    public void Equals_KeysAndVectors_CompareByContent()
    {
        Assert.AreEqual(new KeyDataViewType(typeof(uint), 5), new KeyDataViewType(typeof(uint), 5ul));
        Assert.AreNotEqual(new KeyDataViewType(typeof(uint), 5), new KeyDataViewType(typeof(uint), 6));
        Assert.AreNotEqual(new KeyDataViewType(typeof(uint), 5), new KeyDataViewType(typeof(byte), 5));
        Assert.AreEqual(new VectorDataViewType(NumberDataViewType.Single, 3), new VectorDataViewType(NumberDataViewType.Single, 3));
        Assert.AreNotEqual(new VectorDataViewType(NumberDataViewType.Single, 6), new VectorDataViewType(NumberDataViewType.Single, 3, 2));
        Assert.AreNotEqual<DataViewType>(NumberDataViewType.Single, new VectorDataViewType(NumberDataViewType.Single));
    }

    [TestMethod]
    public void Vector_WithDimensions_HasTheirProductAsSize()
    {
        var type = new VectorDataViewType(NumberDataViewType.Single, 3, 4);
        Assert.AreEqual(12, type.Size);
        Assert.IsTrue(type.IsKnownSize);
        CollectionAssert.AreEqual(new[] { 3, 4 }, type.Dimensions.ToArray());
        Assert.IsFalse(new VectorDataViewType(NumberDataViewType.Single).IsKnownSize);
    }

    [TestMethod]
    public void Key_OfNoUnsignedIntegerOrNoCount_Throws()
    {
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new KeyDataViewType(typeof(int), 5));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new KeyDataViewType(typeof(uint), 0));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new KeyDataViewType(typeof(byte), 256));
    }

    [TestMethod]
    public void DataViewRowId_Ordering_GoesByTheHighPartFirst()
    {
        Assert.IsLessThan(0, new DataViewRowId(9, 1).CompareTo(new DataViewRowId(0, 2)));
        Assert.AreEqual(new DataViewRowId(1, 2), new DataViewRowId(1, 2));
        Assert.AreEqual("00000000000000020000000000000001", new DataViewRowId(1, 2).ToString());
    }
}
