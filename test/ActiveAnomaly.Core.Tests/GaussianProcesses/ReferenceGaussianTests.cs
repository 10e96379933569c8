using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Querying;
using ActiveAnomaly.Randomness;

namespace ActiveAnomaly.GaussianProcesses;

/// <summary>Posterior and questions against those of another program, from the same detectors' scores.</summary>
[TestClass]
public sealed class ReferenceGaussianTests
{
    /// <summary>The other program computes in double throughout; covariances are rounded to Single here, and weights reach 10.</summary>
    private const double Tolerance = 1e-5;

    [TestMethod]
    [DataRow("ionosphere")]
    [DataRow("glass")]
    public void LearnKernel_OfAllRows_HasTheirLengths(string set)
    {
        var (pool, run) = (Embedded(set), ReferenceGaussianRun.Load(set));
        Assert.AreEqual(run.Lengths[0], pool.Space.Kernel.UnitLength, 1e-5 * run.Lengths[0]);
        Assert.AreEqual(run.Lengths[1], pool.Space.Kernel.RobustLength, 1e-5 * run.Lengths[1]);
    }

    [TestMethod]
    [DataRow("ionosphere")]
    [DataRow("glass")]
    public void Mean_EveryStage_IsTheReferences(string set)
    {
        var (pool, run) = (Embedded(set), ReferenceGaussianRun.Load(set));
        for (var stage = 0; stage < run.Stages.Length; stage++)
        {
            var scores = Scores(pool, Learnt(pool, run, stage), stage, run);
            for (var row = 0; row < scores.Length; row++)
            {
                Assert.AreEqual(run.Stages[stage].Mean[row], scores[row], Tolerance, $"Stage {stage}, row {row}");
            }
        }
    }

    [TestMethod]
    [DataRow("ionosphere")]
    [DataRow("glass")]
    public void Covariance_EveryStage_HasTheReferencesVariances(string set)
    {
        var (pool, run) = (Embedded(set), ReferenceGaussianRun.Load(set));
        int[] all = [.. Enumerable.Range(0, pool.Panels.Count)];
        for (var stage = 0; stage < run.Stages.Length; stage++)
        {
            var variance = Learnt(pool, run, stage).Covariance(KernelRows.Of(pool.Panels, pool.Prior, all), CancellationToken.None);
            for (var row = 0; row < all.Length; row++)
            {
                Assert.AreEqual(run.Stages[stage].Variance[row], variance.Values[row], Tolerance, $"Stage {stage}, row {row}");
            }
        }
    }

    [TestMethod]
    [DataRow("ionosphere")]
    [DataRow("glass")]
    public void Select_EveryStage_AsksTheSameRows(string set)
    {
        var (pool, run, rows) = (Embedded(set), ReferenceGaussianRun.Load(set), ReferenceGaussianRun.Rows(set));
        var strategy = new ThirdsStrategy(TopShare.Third);
        var history = new List<QueryOutcome>();
        var labels = PoolLabels.None(rows.RowCount);
        for (var stage = 0; stage < run.Stages.Length; stage++)
        {
            var posterior = Learnt(pool, run, stage);
            var context = new QueryContext(Scores(pool, posterior, stage, run), labels)
            {
                Pool = rows,
                Model = new PosteriorModel(rows, pool, posterior),
                History = history,
            };
            Assert.AreEqual(run.Stages[stage].Quantile, strategy.BoundaryQuantile(history)!.Value, 1e-9, $"Stage {stage}");
            Assert.AreSequenceEqual(run.Stages[stage].Queried, strategy.Select(context, 6), $"Stage {stage}");
            RowLabel[] answers = [.. run.Stages[stage].Queried.Select(row => Label(run, row))];
            history.Add(QueryOutcome.Of(answers));
            labels = labels.With(run.Stages[stage].Queried.Zip(answers, KeyValuePair.Create));
        }
    }

    private static RowLabel Label(ReferenceGaussianRun run, int row) => run.IsAbnormal[row] == 1 ? RowLabel.Abnormal : RowLabel.Normal;

    private static EmbeddedPool Embedded(string set)
    {
        var (rows, run) = (ReferenceGaussianRun.Rows(set), ReferenceGaussianRun.Load(set));
        var scaling = FeatureScaling.Learn(rows, CancellationToken.None);
        var values = new float[rows.Values.Length];
        scaling.ToUnit(rows.Values, values);
        var unit = FeatureMatrix.Copy(values, rows.FeatureCount);
        var random = new SeededRandom(1);
        return EmbeddedPool.Of(
            unit,
            scaling,
            PriorDetectors.Learn(unit, random, CancellationToken.None),
            KernelSpace.LearnKernel(scaling, unit, random),
            [.. run.Scores.SelectMany(scores => scores)],
            embedded: null,
            CancellationToken.None);
    }

    /// <summary>Gets the rows answered before a stage, ascending, as the reference has them.</summary>
    private static int[] Answered(ReferenceGaussianRun run, int stage) =>
        [.. run.Stages[..stage].SelectMany(past => past.Queried).Order()];

    private static Posterior Learnt(EmbeddedPool pool, ReferenceGaussianRun run, int stage)
    {
        var rows = Answered(run, stage);
        return Posterior.Learn(
            pool.Space,
            KernelRows.Of(pool.Panels, pool.Prior, rows),
            [.. rows.Select(row => run.IsAbnormal[row] == 1)],
            0.1,
            default,
            PosteriorFactor.Empty,
            0,
            stepDone: null,
            CancellationToken.None);
    }

    private static float[] Scores(EmbeddedPool pool, Posterior posterior, int stage, ReferenceGaussianRun run)
    {
        var scores = new float[pool.Panels.Count];
        new KernelColumns(pool, long.MaxValue).Mean(
            Answered(run, stage), posterior.Rows, posterior.Weights, scores, stepDone: null, CancellationToken.None);
        return scores;
    }

    /// <summary>A model that knows the rows of a pool only, with the variances of a posterior.</summary>
    private sealed class PosteriorModel(FeatureMatrix rows, EmbeddedPool pool, Posterior posterior)
        : DetectorModel(rows.FeatureCount), IPosteriorVariance
    {
        public PosteriorVariance Variance(FeatureMatrix wanted, CancellationToken cancellationToken = default)
        {
            int[] places = [.. Enumerable.Range(0, wanted.RowCount).Select(i => Enumerable.Range(0, rows.RowCount).First(
                row => rows.Row(row).SequenceEqual(wanted.Row(i))))];
            return posterior.Covariance(KernelRows.Of(pool.Panels, pool.Prior, places), cancellationToken);
        }

        protected override void ScoreRows(ReadOnlySpan<float> rows, Span<float> scores, CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }
}
