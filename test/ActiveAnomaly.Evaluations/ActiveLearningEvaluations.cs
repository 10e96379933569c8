using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.OneClass;
using ActiveAnomaly.Sessions;

namespace ActiveAnomaly.Evaluations;

/// <summary>
/// The experiments of Kim et al. (2023) with the adaptive boundary and pseudo-abnormal rows: mean AUC of stages 1 to 5 over all rows,
/// beside a re-implementation of the authors' program with seeds 1 to 5, on four of the paper's six data sets: mnist and optdigits take
/// long. A mean far above the reference passes: on glass, which has 9 anomalies, one-class has 0.792 here and 0.726 there, more than three
/// standard errors apart (docs/benchmarks/README.md has all figures), and that is no fault that a test should tell of.
/// </summary>
[TestClass]
public sealed class ActiveLearningEvaluations
{
    private const int RunCount = 20;
    private const int StageCount = 5;
    private const int ReferenceCount = 5;

    public required TestContext TestContext { get; init; }

    [TestMethod]
    [DataRow("ionosphere", 0.9172, 0.0138)]
    [DataRow("arrhythmia", 0.7347, 0.0325)]
    [DataRow("cardio", 0.9101, 0.0254)]
    [DataRow("glass", 0.8178, 0.0957)]
    public void Nce_OnItsProtocol_ReachesTheAuthorsProgram(string dataset, double mean, double deviation) =>
        Compare(dataset, seed => new NceDetector(AuthorsProgram.Nce with { Seed = seed }), mean, deviation);

    [TestMethod]
    [DataRow("ionosphere", 0.9070, 0.0125)]
    [DataRow("arrhythmia", 0.7361, 0.0348)]
    [DataRow("cardio", 0.9370, 0.0291)]
    [DataRow("glass", 0.8333, 0.0451)]
    public void DeepSad_OnItsProtocol_ReachesTheAuthorsProgram(string dataset, double mean, double deviation) =>
        Compare(dataset, seed => new DeepSadDetector(AuthorsProgram.DeepSad with { Seed = seed }), mean, deviation);

    [TestMethod]
    [DataRow("ionosphere", 0.8804, 0.0218)]
    [DataRow("arrhythmia", 0.7264, 0.0235)]
    [DataRow("cardio", 0.8069, 0.0315)]
    [DataRow("glass", 0.7260, 0.0288)]
    public void OneClass_OnItsProtocol_ReachesTheAuthorsProgram(string dataset, double mean, double deviation) =>
        Compare(dataset, seed => new DeepSvddDetector(AuthorsProgram.DeepSvdd with { Seed = seed }), mean, deviation);

    private void Compare(string dataset, Func<long, Detector> detector, double mean, double deviation)
    {
        var data = EvaluationData.Of(dataset);
        var rows = data.Scaled();
        double[] aucs =
        [
            .. Enumerable.Range(1, RunCount).AsParallel().AsOrdered().Select(seed =>
            {
                var session = new ActiveLearningSession(
                    rows,
                    detector(seed),
                    AuthorsProgram.AdaptiveBoundary,
                    AuthorsProgram.Session with { Seed = seed, PseudoAbnormal = PseudoAbnormalUse.Always });
                session.Run(question => data.IsAbnormal[question.RowIndex] ? Answer.Abnormal : Answer.Normal, StageCount);
                return Enumerable.Range(1, StageCount)
                    .Average(stage => StageEvaluation.Of(session.History, stage, data.IsAbnormal, rows).RocAuc);
            }),
        ];
        new ReferenceMean(mean, deviation, ReferenceCount).Compare(aucs, TestContext, mayBeAbove: true);
    }
}
