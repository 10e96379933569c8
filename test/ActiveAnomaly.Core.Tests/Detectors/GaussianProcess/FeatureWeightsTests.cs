using ActiveAnomaly.Data;
using ActiveAnomaly.GaussianProcesses;
using ActiveAnomaly.Metrics;
using ActiveAnomaly.Persistence;

namespace ActiveAnomaly.Detectors.GaussianProcess;

/// <summary>A pool of twelve columns of which two tell abnormal rows, which lie among the others in all.</summary>
[TestClass]
public sealed class FeatureWeightsTests
{
    private const int FeatureCount = 12;

    private static readonly bool[] Truth = new bool[600];
    private static readonly FeatureMatrix Pool = Draw();

    [TestMethod]
    public void Fit_ColumnsBesideThePoint_FindsRowsNeverLabeledBetter()
    {
        var labels = First(150);
        int[] rows = [.. Enumerable.Range(0, Pool.RowCount).Where(row => labels[row] == RowLabel.Unlabeled)];
        bool[] truth = [.. rows.Select(row => Truth[row])];
        double Auc(bool learns) => Ranking.RocAuc(Fit(labels, learns).Model.Score(Pool.Select(rows)), truth);
        var (with, without) = (Auc(true), Auc(false));
        Assert.IsGreaterThan(without + 0.05, with, $"{with:F3}, {without:F3}");
    }

    [TestMethod]
    public void Fit_ColumnsBesideThePoint_WeighLess()
    {
        var fit = Fit(First(150), learns: true);
        var weights = Weights(fit)!;
        Assert.IsGreaterThan(2 * weights[2..].Max(), weights[..2].Min());
        Assert.AreSequenceEqual(weights, ((GaussianProcessModel)fit.Model).FeatureWeights!);
    }

    [TestMethod]
    public void Fit_NotToLearnThem_LeavesThemAlike() =>
        Assert.IsNull(((GaussianProcessModel)Fit(First(150), learns: false).Model).FeatureWeights);

    [TestMethod]
    public void Fit_AnswersOfOneKind_LeavesThemAlike()
    {
        int[] normal = [.. Enumerable.Range(0, Pool.RowCount).Where(row => !Truth[row]).Take(60)];
        var fit = Fit(Of(normal), learns: true);
        Assert.IsNull(Weights(fit));
        Assert.IsEmpty(((GaussianProcessModel)fit.Model).Training!.WeightBasis);
    }

    [TestMethod]
    public void Fit_StageAfterStage_HasTheBitsOfAFreshFit()
    {
        // Weights come with the second stage, stay in the third, change in the fourth, and with the first answers others are gone.
        int[][] stages =
        [
            [.. Enumerable.Range(0, 10)],
            [.. Enumerable.Range(0, 150)],
            [.. Enumerable.Range(0, 151)],
            [.. Enumerable.Range(0, 200)],
            [.. Enumerable.Range(20, 180)],
            [.. Enumerable.Range(0, 10)],
        ];
        var detector = Create(learns: true);
        var found = new List<float[]?>();
        DetectorModel? previous = null;
        foreach (var rows in stages)
        {
            var next = detector.Fit(new TrainingRequest(Pool, Of(rows)) { Previous = previous });
            Bits.AreEqual(detector.Fit(new TrainingRequest(Pool, Of(rows))).Scores.Span, next.Scores.Span, $"{rows.Length} answers");
            Bits.AreEqual(next.Scores.Span, next.Model.Score(Pool), $"{rows.Length} answers, out of sample");
            found.Add(Weights(next));
            previous = next.Model;
        }

        Assert.IsNull(found[0]);
        Assert.IsNotNull(found[1]);
        Assert.AreSame(found[1], found[2]);
        Assert.IsFalse(found[3].AsSpan().SequenceEqual(found[2]));
        Assert.IsFalse(found[4].AsSpan().SequenceEqual(found[3]));
        Assert.IsNull(found[5]);
    }

    [TestMethod]
    public void Fit_OneAnswerMore_ComputesOneColumn()
    {
        var detector = Create(learns: true);
        var first = detector.Fit(new TrainingRequest(Pool, First(150)));
        var second = detector.Fit(new TrainingRequest(Pool, First(151)) { Previous = first.Model });
        Assert.AreSame(((GaussianProcessModel)first.Model).Training!.Columns, ((GaussianProcessModel)second.Model).Training!.Columns);
    }

    /// <summary>The budget is for all models of a pool: earlier ones are kept as long as their stages are.</summary>
    [TestMethod]
    public void Fit_OtherWeights_LetsGoOfTheColumnsBefore()
    {
        var detector = Create(learns: true);
        var first = detector.Fit(new TrainingRequest(Pool, First(150)));
        var columns = ((GaussianProcessModel)first.Model).Training!.Columns;
        Assert.HasCount(150, columns.KeptRows);
        var second = detector.Fit(new TrainingRequest(Pool, First(200)) { Previous = first.Model });
        Assert.IsEmpty(columns.KeptRows);
        Assert.HasCount(200, ((GaussianProcessModel)second.Model).Training!.Columns.KeptRows);
    }

    /// <summary>
    /// Of more answers than are learnt from some are drawn; weights go by all of them, and change as rarely as without that.
    /// </summary>
    [TestMethod]
    public void Fit_MoreAnswersThanAreLearntFrom_LearnsWeightsFromTheFirstOfAll()
    {
        var detector = new GaussianProcessDetector(new GaussianProcessOptions { LearnsFeatureWeights = true, MostAnswers = 40 });
        DetectorModel? previous = null;
        foreach (var count in Enumerable.Range(140, 20))
        {
            var trained = detector.Fit(new TrainingRequest(Pool, First(count)) { Previous = previous });
            Assert.AreSequenceEqual(
                Enumerable.Range(0, FeatureRelevance.BasisCount(count)),
                ((GaussianProcessModel)trained.Model).Training!.WeightBasis.Select(answer => answer.Row));
            previous = trained.Model;
        }
    }

    [TestMethod]
    public void FromBytes_OfToBytes_ScoresAndVariancesHaveTheSameBits()
    {
        var model = (GaussianProcessModel)Fit(First(150), learns: true).Model;
        var bytes = DetectorModelFormat.ToBytes(model);
        var loaded = (GaussianProcessModel)DetectorModelFormat.FromBytes(bytes);
        Bits.AreEqual(model.Score(Pool), loaded.Score(Pool), "Scores");
        Assert.IsTrue(model.Variance(Pool).Values.SequenceEqual(loaded.Variance(Pool).Values));
        Assert.AreSequenceEqual(bytes, DetectorModelFormat.ToBytes(loaded));
    }

    [TestMethod]
    [DataRow(-0.5f, "Feature 11 weighs -0.5")]
    [DataRow(float.NaN, "NaN or infinite")]
    public void FromBytes_WeightThatIsNone_Throws(float weight, string expected)
    {
        // The weights are at the end of the payload.
        var bytes = DetectorModelFormat.ToBytes(Fit(First(150), learns: true).Model);
        var payload = ModelFile.Payload(bytes);
        BitConverter.TryWriteBytes(payload.AsSpan(payload.Length - sizeof(float)), weight);
        var exception = Assert.ThrowsExactly<ModelFormatException>(
            () => DetectorModelFormat.FromBytes(ModelFile.Of(ModelFile.Header(bytes).ToJsonString(), payload)));
        Assert.Contains(expected, exception.Message);
    }

    [TestMethod]
    public void FromBytes_WrittenBeforeThereWereWeights_ReadsOn()
    {
        var model = Fit(First(150), learns: false).Model;
        var bytes = DetectorModelFormat.ToBytes(model);
        var header = ModelFile.Header(bytes);
        Assert.IsTrue(header["Content"]!.AsObject().Remove("HasFeatureWeights"));
        Assert.IsTrue(header["Options"]!.AsObject().Remove("LearnsFeatureWeights"));
        var loaded = DetectorModelFormat.FromBytes(ModelFile.WithHeader(bytes, header.ToJsonString()));
        Bits.AreEqual(model.Score(Pool), loaded.Score(Pool), "Scores");
    }

    private static FeatureMatrix Draw()
    {
        var random = new Random(5);
        var rows = new float[Truth.Length][];
        for (var row = 0; row < rows.Length; row++)
        {
            rows[row] = [.. Enumerable.Range(0, FeatureCount).Select(_ => random.NextSingle())];
            Truth[row] = rows[row][0] > 0.5f && rows[row][1] is > 0.3f and < 0.7f;
        }

        return FeatureMatrix.FromRows(rows);
    }

    private static PoolLabels First(int count) => Of([.. Enumerable.Range(0, count)]);

    private static PoolLabels Of(int[] rows) => PoolLabels.None(Pool.RowCount).With(
        [.. rows.Select(row => KeyValuePair.Create(row, Truth[row] ? RowLabel.Abnormal : RowLabel.Normal))]);

    private static GaussianProcessDetector Create(bool learns) => new(new GaussianProcessOptions { LearnsFeatureWeights = learns });

    private static TrainedDetector Fit(PoolLabels labels, bool learns) => Create(learns).Fit(new TrainingRequest(Pool, labels));

    private static float[]? Weights(TrainedDetector trained) => ((GaussianProcessModel)trained.Model).Space.Kernel.FeatureWeights;
}
