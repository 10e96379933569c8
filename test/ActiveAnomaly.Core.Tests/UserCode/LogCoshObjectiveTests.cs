using ActiveAnomaly.Networks;
using ActiveAnomaly.Randomness;
using ActiveAnomaly.Training;
using ActiveAnomaly.Training.Managed;

namespace ActiveAnomaly.UserCode;

/// <summary>The plan of docs/add-a-loss.md.</summary>
[TestClass]
public sealed class LogCoshObjectiveTests
{
    [TestMethod]
    public void Train_PlanOfThePage_ReproducesRowsBetterThanItsStart()
    {
        var rows = SyntheticPools.Clusters().Rows;
        var shape = NetworkShape.Encoder(rows.FeatureCount, [32, 16], 8).WithDecoder();
        var part = new NetworkPart("autoencoder", NetworkParameters.Draw(shape, new SeededRandom(1)));
        var pass = new TrainingPass(new MinibatchSource(rows.RowCount, 128, new SeededRandom(2)), rows.FeatureCount);
        var loss = new LogCoshObjective(pass.Apply(part, pass.Inputs), pass.Inputs);
        var plan = new TrainingPlan
        {
            Rows = rows,
            Groups = [new UpdateGroup([loss], [part], new AdamOptions(1e-3, 1e-6))],
            EpochCount = 50,
        };
        var trained = new ManagedEngine().Train(plan, CancellationToken.None).Of(part);

        double Error(NetworkParameters network) =>
            network.Run(rows).Zip(rows.Values.ToArray(), (y, x) => ((double)y - x) * (y - x)).Average();
        Assert.IsLessThan(0.7 * Error(part.Start), Error(trained));
    }
}
