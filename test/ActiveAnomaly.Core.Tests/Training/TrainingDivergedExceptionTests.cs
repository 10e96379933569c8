namespace ActiveAnomaly.Training;

[TestClass]
public sealed class TrainingDivergedExceptionTests
{
    [TestMethod]
    public void Message_OfAStep_CountsEpochAndStepFromOne() =>
        Assert.Contains("NaN in epoch 3, step 5", new TrainingDivergedException(2, 4, double.NaN).Message);
}
