using ActiveAnomaly.Data;

namespace ActiveAnomaly.Explanations;

[TestClass]
public sealed class BackgroundTests
{
    [TestMethod]
    public void Ordinary_SmallPool_GivesTheMiddleOfTheLowerHalf()
    {
        // The lower half by score are the rows of 1 to 5 in feature 0; by ranks, 3 is their middle, then 2 and 4 in the order of the pool.
        var pool = FeatureMatrix.Copy([90, 5, 80, 1, 2, 70, 3, 60, 4], 1);
        float[] scores = [9, 5, 8, 1, 2, 7, 3, 6, 4];
        Assert.AreSequenceEqual([3f, 2f, 4f], Background.Ordinary(pool, scores, 3).Values.ToArray());
    }

    [TestMethod]
    public void Ordinary_SeveralFeatures_TakesTheMeanOfTheRanks()
    {
        // Row 2 is in the middle of both features whatever their scales; all scores are the same, and all rows lower.
        var pool = FeatureMatrix.Copy([0, 1000, 1, 5000, 2, 3000, 3, 1001, 400, 5001], 2);
        Assert.AreSequenceEqual([2f, 3000f], Background.Ordinary(pool, new float[5], 1).Values.ToArray());
    }

    [TestMethod]
    public void Ordinary_FewerRowsThanWanted_GivesThoseThatThereAre() =>
        Assert.AreEqual(2, Background.Ordinary(FeatureMatrix.Copy([1, 2, 3], 1), [1, 2, 3], 10).RowCount);

    [TestMethod]
    public void Ordinary_LargePool_GivesTheSameRowsEachTime()
    {
        var pool = SyntheticPools.Noise(rowCount: 5000).Rows;
        var model = new FunctionModel(5, x => x.Sum());
        var rows = Background.Ordinary(model, pool);
        Assert.AreEqual(Background.DefaultRowCount, rows.RowCount);
        Assert.AreEqual(1000, model.ScoredCount);
        Bits.AreEqual(rows.Values, Background.Ordinary(model, pool).Values, "Rows");
        Bits.AreEqual(rows.Values, Background.Ordinary(pool, model.Score(pool), Background.DefaultRowCount).Values, "By known scores");
        Assert.IsLessThan(2.5f, model.Score(rows).Max());
    }

    [TestMethod]
    public void Ordinary_ManyRowsOfALargePool_LooksAtEnough() =>
        Assert.AreEqual(
            700, Background.Ordinary(new FunctionModel(5, x => x.Sum()), SyntheticPools.Noise(rowCount: 5000).Rows, 700).RowCount);

    [TestMethod]
    public void Medians_Always_AreThoseOfTheFeatures()
    {
        var medians = Background.Medians(FeatureMatrix.Copy([1, 9, 3, 7, 8, 2], 2, ["a", "b"]));
        Assert.AreSequenceEqual([3f, 7f], medians.Values.ToArray());
        Assert.AreSequenceEqual(["a", "b"], medians.FeatureNames!);
    }

    [TestMethod]
    public void Ordinary_WrongArguments_SaysWhatIsWrong()
    {
        var pool = FeatureMatrix.Copy([1, 2, 3], 1);
        Assert.AreEqual("scores", Assert.ThrowsExactly<ArgumentException>(() => Background.Ordinary(pool, [1, 2], 1)).ParamName);
        Assert.AreEqual(
            "rowCount", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Background.Ordinary(pool, [1, 2, 3], 0)).ParamName);
        Assert.Contains("no row", Assert.ThrowsExactly<ArgumentException>(() => Background.Medians(pool.Select([]))).Message);
    }
}
