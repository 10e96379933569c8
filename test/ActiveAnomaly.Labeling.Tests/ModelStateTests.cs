namespace ActiveAnomaly.Labeling;

[TestClass]
public sealed class ModelStateTests
{
    private static readonly float[] Scores = [2, 5, -1, 5, 0];

    [TestMethod]
    public void Order_Ties_AreInTheOrderOfThePool()
    {
        var model = GivenModel.Of(Scores);
        Assert.AreSequenceEqual([1, 3, 0, 4, 2], model.Order.ToArray());
        Assert.AreSequenceEqual([3, 1, 5, 2, 4], model.Ranks.ToArray());
    }

    [TestMethod]
    public void Order_ZeroesOfEitherSign_AreTies() =>
        Assert.AreSequenceEqual([0, 1, 2], GivenModel.Of([0f, -0f, 0f]).Order.ToArray());

    [TestMethod]
    public void Auc_HiddenTruth_CountsPairsInTheRightOrder()
    {
        // Abnormal 1 (5) and 4 (0); normal 2, -1 and 5: above 2 of 3, one half a tie, and above 1 of 3.
        Assert.AreEqual((2.5 + 1) / 6, GivenModel.Of(Scores, truth: [false, true, false, false, true]).Auc!.Value, 1e-12);
    }

    [TestMethod]
    public void Auc_NoTruthOrOfOneKind_IsNotKnown()
    {
        Assert.IsNull(GivenModel.Of(Scores).Auc);
        Assert.IsNull(GivenModel.Of(Scores, truth: new bool[5]).Auc);
        Assert.IsNull(GivenModel.Of(Scores, truth: [true, true, true, true, true]).Auc);
    }

    [TestMethod]
    public void Members_OfAStage_AreTaken()
    {
        var model = GivenModel.Of(Scores, answerCount: 4);
        Assert.AreEqual((3, 4, 17L), (model.Stage, model.AnswerCount, model.SeenSequence));
        Assert.AreEqual((TimeSpan.FromSeconds(2), DateTimeOffset.UnixEpoch), (model.TrainingTime, model.TrainedAt));
    }

    [TestMethod]
    public void FlaggedCount_TenPercentContamination_IsTwoOfTwentyRows() =>
        Assert.AreEqual(2, GivenModel.Of([.. Enumerable.Range(0, 20).Select(row => (float)row)]).FlaggedCount);
}
