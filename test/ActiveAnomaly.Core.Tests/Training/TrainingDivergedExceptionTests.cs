namespace ActiveAnomaly.Training;

[TestClass]
public sealed class TrainingDivergedExceptionTests
{
    [TestMethod]
    public void Message_OfAStep_CountsEpochAndStepFromOne() =>
        Assert.Contains("NaN in epoch 3, step 5", new TrainingDivergedException(2, 4, double.NaN).Message);

    [TestMethod]
    public void OfWeights_Place_IsKeptAndTheLossIsNotBlamed()
    {
        var exception = TrainingDivergedException.OfWeights(2, 4);
        Assert.AreEqual((2, 4), (exception.EpochIndex, exception.StepIndex));
        Assert.Contains("a weight is infinite or NaN by the end of epoch 3", exception.Message);
        Assert.DoesNotContain("the loss is", exception.Message);
    }
}
