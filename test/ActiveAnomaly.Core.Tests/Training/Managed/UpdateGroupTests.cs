using ActiveAnomaly.Data;
using ActiveAnomaly.Networks;
using ActiveAnomaly.Objectives;
using ActiveAnomaly.Reference;

namespace ActiveAnomaly.Training.Managed;

/// <summary>
/// Alternating updates by hand arithmetic: one row x = 1, two parts y = a x and z = b y, each of one weight. Adam's first step
/// moves a weight by the learning rate against the sign of its gradient, whatever the gradient's size.
/// </summary>
[TestClass]
public sealed class UpdateGroupTests
{
    private const float LearningRate = 0.1f;

    /// <summary>Adam's epsilon, 1e-8 of a gradient near 1, and single precision.</summary>
    private const double Rounding = 1e-6;

    [TestMethod]
    public void Step_TwoGroups_SecondSeesWhatTheFirstMoved()
    {
        // Group 1 pulls z = a b = 2 * 3 to 0 by a: a = 1.9. Group 2 pulls z to 5.8 by b: with the new a, z = 5.7, so b rises;
        // with the old a it would fall from 6.
        var (a, b) = Train(plan => plan);
        Assert.AreEqual(2 - LearningRate, a, Rounding);
        Assert.AreEqual(3 + LearningRate, b, Rounding);
    }

    [TestMethod]
    public void Step_GroupsInTheOtherOrder_SeesTheOldNumbers()
    {
        var (a, b) = Train(groups => [groups[1], groups[0]]);
        Assert.AreEqual(2 - LearningRate, a, Rounding);
        Assert.AreEqual(3 - LearningRate, b, Rounding);
    }

    [TestMethod]
    public void Step_PartInNoGroup_Stays() => Assert.AreEqual(3f, Train(groups => [groups[0]]).B);

    [TestMethod]
    public void Step_OneGroupOfBothLosses_AddsTheirGradients()
    {
        // d/db of z^2 + (z - 5.8)^2 = 2 z a + 2 (z - 5.8) a > 0 though the second loss alone is near 0.
        var (a, b) = Train(groups => [new UpdateGroup(
            [groups[0].Objectives[0], groups[1].Objectives[0]],
            [.. groups[0].Parts, .. groups[1].Parts],
            groups[0].Optimizer)]);
        Assert.AreEqual(2 - LearningRate, a, Rounding);
        Assert.AreEqual(3 - LearningRate, b, Rounding);
    }

    [TestMethod]
    public void Step_GroupWithItsOwnLearningRate_UsesIt()
    {
        var (_, b) = Train(groups => [groups[0], new UpdateGroup(groups[1].Objectives, groups[1].Parts, new AdamOptions(0.02, 0))]);
        Assert.AreEqual(3.02, b, Rounding);
    }

    [TestMethod]
    public void Train_PartTwiceInAGroup_IsRefused() => Assert.Contains(
        "names the part 'a' twice",
        Assert.ThrowsExactly<ArgumentException>(() => Train(groups =>
            [new UpdateGroup(groups[0].Objectives, [.. groups[0].Parts, .. groups[0].Parts], groups[0].Optimizer), groups[1]])).Message);

    private static (float A, float B) Train(Func<UpdateGroup[], UpdateGroup[]> groups)
    {
        var (a, b) = (Part("a", 2f), Part("b", 3f));
        var plan = new TrainingPlan
        {
            Rows = FeatureMatrix.Copy([1f], 1),
            Groups = groups([Group(a, b, a, target: 0f), Group(a, b, b, target: 5.8f)]),
            EpochCount = 1,
        };
        var result = new ManagedEngine().Train(plan, CancellationToken.None);
        return (result.Of(a).Layers[0].Weights[0], result.Of(b).Layers[0].Weights[0]);
    }

    private static UpdateGroup Group(NetworkPart a, NetworkPart b, NetworkPart moved, float target)
    {
        var pass = new TrainingPass(new ListedBatches([[0]]), 1);
        var distance = pass.SquaredDistance(pass.Apply(b, pass.Apply(a, pass.Inputs)), [target]);
        var roles = RowRoles.Of(PoolLabels.None(1), []);
        return new UpdateGroup(
            [new OneClassObjective(distance, roles, false, RejectionMean.AllRows)],
            [moved],
            new AdamOptions(LearningRate, 0));
    }

    private static NetworkPart Part(string name, float weight)
    {
        var shape = new LayerShape(1, 1, Activation.None);
        return new NetworkPart(name, new NetworkParameters(NetworkShape.Of(shape), [LayerParameters.Copy(shape, [weight], [], [])]));
    }
}
