namespace ActiveAnomaly.Onnx;

/// <summary>A row scores the same in a batch of any size.</summary>
[TestClass]
public sealed class BatchTests
{
    public static IEnumerable<object[]> Kinds => GivenDetectors.Names.Select(name => new object[] { name });

    [TestMethod]
    [DynamicData(nameof(Kinds))]
    public void Scores_OfNoRow_AreNone(string kind)
    {
        var actual = GivenModels.Scores(kind, []);
        Assert.IsEmpty(actual.Scores);
        Assert.IsEmpty(actual.Labels);
    }

    [TestMethod]
    [DynamicData(nameof(Kinds))]
    public void Scores_OfOneRowAndOfMany_AreTheModels(string kind)
    {
        var request = DataSets.Read(DataSets.Shipped);
        var model = GivenModels.Of(kind);
        var expected = model.Score(request.Pool);
        foreach (var row in (int[])[0, 1, 350])
        {
            var one = GivenModels.Scores(kind, request.Pool.Row(row));
            ModelKindTests.AssertSame(model, [expected[row]], one);
        }

        // More rows than any block has, and no whole number of blocks.
        const int copyCount = 15;
        float[] many = [.. Enumerable.Repeat(request.Pool.Values.ToArray(), copyCount).SelectMany(rows => rows)];
        ModelKindTests.AssertSame(
            model,
            [.. Enumerable.Repeat(expected, copyCount).SelectMany(scores => scores)],
            GivenModels.Scores(kind, many));
    }
}
