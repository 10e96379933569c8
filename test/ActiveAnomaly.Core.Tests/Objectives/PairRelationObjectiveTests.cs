using ActiveAnomaly.Training;

namespace ActiveAnomaly.Objectives;

[TestClass]
public sealed class PairRelationObjectiveTests
{
    /// <summary>A few roundings of numbers near 1.</summary>
    private const double Tolerance = 1e-6;

    [TestMethod]
    public void Evaluate_ThreePairs_IsTheMeanAbsoluteErrorWithItsSlopes()
    {
        // Relations 1.5, 4 and 7 where 0, 4 and 8 are wanted.
        var objective = new PairRelationObjective(Value(3), Value(3), [0, 4, 8]);
        objective.Prepare(3);
        var firsts = ObjectiveRun.Batch([1, 1, 3], 1, wantsGradient: true);
        var seconds = ObjectiveRun.Batch([0.5f, 3, 4], 1, wantsGradient: true);
        Assert.AreEqual((1.5 + 0 + 1) / 3, objective.Evaluate([firsts, seconds], withLoss: true), Tolerance);
        foreach (var value in (BatchValue[])[firsts, seconds])
        {
            Assert.AreSequenceEqual([1 / 3f, 0f, -1 / 3f], value.Gradient.ToArray());
        }
    }

    [TestMethod]
    public void Evaluate_RelationThatIsNoNumber_GivesALossThatIsNone()
    {
        var objective = new PairRelationObjective(Value(1), Value(1), [4]);
        var (firsts, seconds) = (ObjectiveRun.Batch([float.NaN], 1, wantsGradient: true), ObjectiveRun.Batch([0], 1, wantsGradient: true));
        Assert.IsTrue(float.IsNaN(objective.Evaluate([firsts, seconds], withLoss: true)));
    }

    [TestMethod]
    public void Constructor_SeveralColumns_Throws() => Assert.Contains(
        "has 2 columns and",
        Assert.ThrowsExactly<ArgumentException>(() => new PairRelationObjective(ObjectiveRun.Values(2), Value(1), [4])).Message);

    [TestMethod]
    [DataRow(2, 3, 3)]
    [DataRow(3, 2, 3)]
    [DataRow(3, 3, 2)]
    public void Constructor_CountsThatDiffer_Throws(int firsts, int seconds, int targets) => Assert.Contains(
        $"There are {targets} targets, {firsts} first rows and {seconds} second rows",
        Assert.ThrowsExactly<ArgumentException>(
            () => new PairRelationObjective(Value(firsts), Value(seconds), new float[targets])).Message);

    [TestMethod]
    [DataRow(float.NaN)]
    [DataRow(float.PositiveInfinity)]
    public void Constructor_TargetThatIsNotFinite_Throws(float target) => Assert.Contains(
        "Target 1 is",
        Assert.ThrowsExactly<ArgumentException>(() => new PairRelationObjective(Value(2), Value(2), [4, target])).Message);

    private static PassValue Value(int rowCount) => new TrainingPass(new FixedRowsSource(new int[rowCount]), 1).Inputs;
}
