using Microsoft.ML.Data;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Microsoft.ML.StandIn.Tests;

/// <summary>Operations that choose or reorder rows.</summary>
[TestClass]
public sealed class RowOperationTests
{
    private static readonly float[] Thousand = [.. Enumerable.Range(0, 1000).Select(i => (float)i)];

    private readonly MLContext _ml = new(1);

    [TestMethod]
    public void TakeRows_AndSkipRows_PartTheData()
    {
        var data = _ml.Numbers(1, 2, 3, 4);
        CollectionAssert.AreEqual(new float[] { 1, 2 }, _ml.Data.TakeRows(data, 2).Floats("X"));
        CollectionAssert.AreEqual(new float[] { 3, 4 }, _ml.Data.SkipRows(data, 2).Floats("X"));
        CollectionAssert.AreEqual(new float[] { 1, 2, 3, 4 }, _ml.Data.TakeRows(data, 9).Floats("X"));
        Assert.IsEmpty(_ml.Data.SkipRows(data, 9).Floats("X"));
        Assert.AreEqual(2, _ml.Data.TakeRows(data, 2).GetRowCount());
        Assert.AreEqual(0, _ml.Data.SkipRows(data, 9).GetRowCount());
    }

    [TestMethod]
    public void TakeRows_NoRows_Throws()
    {
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Data.TakeRows(_ml.Numbers(1), 0));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Data.SkipRows(_ml.Numbers(1), 0));
    }

    [TestMethod]
    public void FilterRowsByColumn_Bounds_IncludeTheLowerOnly()
    {
        var data = _ml.Numbers(1, 2, 3, float.NaN, 4);
        CollectionAssert.AreEqual(new float[] { 2, 3 }, _ml.Data.FilterRowsByColumn(data, "X", 2, 4).Floats("X"));
        CollectionAssert.AreEqual(new float[] { 3, 4 }, _ml.Data.FilterRowsByColumn(data, "X", lowerBound: 3).Floats("X"));
        Assert.IsNull(_ml.Data.FilterRowsByColumn(data, "X", 2, 4).GetRowCount());
    }

    [TestMethod]
    public void FilterRowsByColumn_OtherColumns_AreReadToo()
    {
        var data = _ml.Points(10);
        var kept = _ml.Data.FilterRowsByColumn(data, "A", 6);
        CollectionAssert.AreEqual(new float[] { 1 }, kept.Floats("L"));
    }

    [TestMethod]
    public void FilterRowsByColumn_BadArguments_Throw()
    {
        var data = _ml.Numbers(1);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Data.FilterRowsByColumn(data, "X", 2, 1));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Data.FilterRowsByColumn(data, "Y", 1, 2));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Data.FilterRowsByColumn(_ml.Triples([1, 2, 3]), "V", 1, 2));
    }

    [TestMethod]
    public void ShuffleRows_ASeed_GivesOneOrderOfAllRows()
    {
        var shuffled = _ml.Data.ShuffleRows(_ml.Numbers(Thousand), seed: 3);
        var first = shuffled.Floats("X");
        CollectionAssert.AreNotEqual(Thousand, first);
        CollectionAssert.AreEqual(Thousand, first.Order().ToArray());
        CollectionAssert.AreEqual(first, shuffled.Floats("X"));
    }

    [TestMethod]
    public void TrainTestSplit_Parts_AreDisjointAndComplete()
    {
        var data = _ml.Numbers(Thousand);
        var split = _ml.Data.TrainTestSplit(data, testFraction: 0.3);
        var (train, test) = (split.TrainSet.Floats("X"), split.TestSet.Floats("X"));
        CollectionAssert.AreEqual(Thousand, train.Concat(test).Order().ToArray());
        CollectionAssert.AreEqual(train.Order().ToArray(), train);
        // Binomial with n = 1000 and p = 0.3: five standard deviations are 73.
        Assert.IsInRange(227, 373, test.Length);
        CollectionAssert.AreEqual(test, split.TestSet.Floats("X"));
        CollectionAssert.AreEqual(data.Schema.Select(column => column.Name).ToArray(), split.TrainSet.Schema.Select(column => column.Name)
            .ToArray());
    }

    [TestMethod]
    public void TrainTestSplit_SameSeed_IsTheSame()
    {
        var data = _ml.Numbers(Thousand);
        float[] Test(int seed) => _ml.Data.TrainTestSplit(data, 0.2, seed: seed).TestSet.Floats("X");
        CollectionAssert.AreEqual(Test(7), Test(7));
        CollectionAssert.AreNotEqual(Test(7), Test(8));
        CollectionAssert.AreEqual(
            new MLContext(5).Data.TrainTestSplit(data).TestSet.Floats("X"), new MLContext(5).Data.TrainTestSplit(data).TestSet.Floats("X"));
    }

    [TestMethod]
    public void TrainTestSplit_BadFraction_Throws()
    {
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Data.TrainTestSplit(_ml.Numbers(1), 0));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Data.TrainTestSplit(_ml.Numbers(1), 1));
    }

    private sealed class Grouped
    {
        public string Group { get; set; } = "";

        public float X { get; set; }
    }

    [TestMethod]
    public void CrossValidationSplit_TestSets_PartTheData()
    {
        var folds = _ml.Data.CrossValidationSplit(_ml.Numbers(Thousand), numberOfFolds: 4, seed: 2);
        Assert.HasCount(4, folds);
        CollectionAssert.AreEqual(Thousand, folds.SelectMany(fold => fold.TestSet.Floats("X")).Order().ToArray());
        foreach (var fold in folds)
        {
            CollectionAssert.AreEqual(Thousand, fold.TestSet.Floats("X").Concat(fold.TrainSet.Floats("X")).Order().ToArray());
            Assert.IsNotEmpty(fold.TestSet.Floats("X"));
        }
    }

    [TestMethod]
    public void CrossValidationSplit_SamplingKey_KeepsGroupsTogether()
    {
        var rows = Enumerable.Range(0, 600).Select(i => new Grouped { Group = $"g{i % 30}", X = i }).ToArray();
        var folds = _ml.Data.CrossValidationSplit(_ml.Data.LoadFromEnumerable(rows), 3, samplingKeyColumnName: "Group", seed: 1);
        Assert.AreEqual(600, folds.Sum(fold => fold.TestSet.Floats("X").Length));
        foreach (var fold in folds)
            Assert.IsEmpty(fold.TestSet.Texts("Group").Intersect(fold.TrainSet.Texts("Group")));
    }

    [TestMethod]
    public void CrossValidationSplit_BadArguments_Throw()
    {
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Data.CrossValidationSplit(_ml.Numbers(1), 1));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Data.CrossValidationSplit(_ml.Numbers(1), 2, "None"));
    }

    [TestMethod]
    public void Cache_SecondReading_DoesNotReadTheSource()
    {
        int reads = 0;
        IEnumerable<Number> Source()
        {
            for (int i = 0; i < 3; i++)
            {
                reads++;
                yield return new Number { X = i };
            }
        }
        var cached = _ml.Data.Cache(_ml.Data.LoadFromEnumerable(Source()));
        CollectionAssert.AreEqual(new float[] { 0, 1, 2 }, cached.Floats("X"));
        CollectionAssert.AreEqual(new float[] { 0, 1, 2 }, cached.Floats("X"));
        Assert.AreEqual(3, reads);
        Assert.AreEqual(3, cached.GetRowCount());
        Assert.IsTrue(cached.CanShuffle);
    }

    [TestMethod]
    public void Cache_VectorsAndRandomOrder_KeepRowsTogether()
    {
        var cached = _ml.Data.Cache(_ml.Triples([1, 2, 3], [4, 5, 6], [7, 8, 9]));
        using var cursor = cached.GetRowCursor(cached.Schema, new Random(1));
        var getter = cursor.GetGetter<VBuffer<float>>(cached.Schema["V"]);
        VBuffer<float> value = default;
        var firsts = new List<float>();
        while (cursor.MoveNext())
        {
            getter(ref value);
            Assert.AreEqual(value.GetItemOrDefault(0) + 2, value.GetItemOrDefault(2));
            firsts.Add(value.GetItemOrDefault(0));
        }
        CollectionAssert.AreEquivalent(new float[] { 1, 4, 7 }, firsts);
    }
}
