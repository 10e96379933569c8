using ActiveAnomaly.Data;
using ActiveAnomaly.Persistence;

namespace ActiveAnomaly.Detectors;

/// <summary>What every detector keeps. A new detector's tests inherit this class; it depends on the library alone.</summary>
/// <typeparam name="TDetector">The detector.</typeparam>
[TestClass]
public abstract partial class DetectorContract<TDetector>
    where TDetector : Detector
{
    private const int FeatureCount = 10;

    private static readonly SyntheticPool Surface = SyntheticPools.Surface();

    /// <summary>Gets rows whose normal ones lie on a curved surface.</summary>
    protected static FeatureMatrix Pool => Surface.Rows;

    /// <summary>Gets the truth about them.</summary>
    protected static bool[] Truth => Surface.IsAbnormal;

    /// <summary>Gets labels of 33 rows, 3 of them abnormal.</summary>
    protected static PoolLabels Labels => PoolLabels.None(Truth.Length).With(
        Enumerable.Range(0, 100)
            .Where(row => row % 3 == 1)
            .Select(row => KeyValuePair.Create(row, Truth[row] ? RowLabel.Abnormal : RowLabel.Normal)));

    /// <summary>Gets labels that a detector which learns from labels cannot be indifferent to.</summary>
    protected virtual PoolLabels TellingLabels => Labels;

    /// <summary>Gets a value indicating whether the method draws random numbers.</summary>
    protected virtual bool IsRandom => true;

    /// <summary>Creates the detector; fast rather than good where it has a choice.</summary>
    protected abstract TDetector Create(DetectorSettings settings);

    [TestMethod]
    public void Name_Always_IsNotEmpty() => Assert.AreNotEqual(string.Empty, Create(new()).Name);

    [TestMethod]
    public void Name_OfTheModel_IsTheDetectors() => Assert.AreEqual(Create(new()).Name, Fit(new()).Name);

    [TestMethod]
    public void Seed_Given_IsThatSeed() => Assert.AreEqual(42L, Create(new() { Seed = 42 }).Seed);

    [TestMethod]
    public void Seed_NotGiven_IsDrawnForEachDetector() =>
        // Two draws of 31 bits agree with probability 5e-10.
        Assert.AreNotEqual(Create(new() { Seed = null }).Seed, Create(new() { Seed = null }).Seed);

    [TestMethod]
    public void Fit_SeedNotGiven_CanBeRepeatedWithTheDrawnSeed()
    {
        var detector = Create(new() { Seed = null });
        AssertSameScores(detector.Fit(Request()).Model, Fit(new() { Seed = detector.Seed }));
    }

    [TestMethod]
    public void Fit_SameSeed_GivesTheSameBits() => AssertSameScores(Fit(new()), Fit(new()));

    [TestMethod]
    public void Fit_SecondTime_StartsFresh()
    {
        var detector = Create(new());
        AssertSameScores(detector.Fit(Request()).Model, detector.Fit(Request()).Model);
    }

    [TestMethod]
    public void Fit_SecondTime_LeavesTheFirstModel()
    {
        var detector = Create(new());
        var model = detector.Fit(Request()).Model;
        var before = model.Score(Pool);
        detector.Fit(new TrainingRequest(Pool.Select([.. Enumerable.Range(0, 50)])) { Stage = 3 });
        Assert.IsTrue(before.AsSpan().SequenceEqual(model.Score(Pool)));
    }

    [TestMethod]
    public void Fit_OtherSeed_ChangesScoresExactlyWhenTheMethodIsRandom() =>
        Assert.AreEqual(IsRandom, !SameScores(Fit(new() { Seed = 1 }), Fit(new() { Seed = 2 })));

    [TestMethod]
    public void Fit_OtherStage_IsRecorded() =>
        Assert.AreEqual(3, Create(new()).Fit(new TrainingRequest(Pool, Labels) { Stage = 3 }).Model.Stage);

    [TestMethod]
    public void Fit_TrainingScores_AreTheModelsBits()
    {
        var trained = Create(new()).Fit(Request());
        Assert.IsTrue(trained.Scores.Span.SequenceEqual(trained.Model.Score(Pool)));
    }

    [TestMethod]
    public void Fit_QueryScores_AreThoseOfTheModelsAbility()
    {
        var trained = Create(new()).Fit(Request());
        var (scores, queryScores) = (new float[Pool.RowCount], trained.Model.Score(Pool));
        if (trained.Model.TryGet<IQueryScorer>(out var scorer))
        {
            scorer.Score(Pool, scores, queryScores);
            Assert.IsTrue(trained.Scores.Span.SequenceEqual(scores));
        }

        Assert.IsTrue(trained.QueryScores.Span.SequenceEqual(queryScores));
    }

    [TestMethod]
    public void Options_OfTheModel_AreTheDetectorsButForTheSeed()
    {
        var detector = Create(new() { Contamination = 0.2 });
        Assert.AreEqual((0.2, detector.Seed), (detector.Fit(Request()).Model.Options.Contamination, detector.Fit(Request()).Model.Seed));
    }

    [TestMethod]
    public void Fit_SeveralAtOnceOnOneDetector_GivesEachTheBitsOfALoneRun()
    {
        var detector = Create(new());
        var expected = detector.Fit(Request()).Model;
        var models = new DetectorModel[4];
        Parallel(models.Length, i => models[i] = detector.Fit(Request()).Model);
        Assert.IsTrue(models.All(model => SameScores(expected, model)));
    }

    [TestMethod]
    public void Fit_Always_LeavesThePoolUnaltered()
    {
        var before = Pool.Values.ToArray();
        Fit(new());
        Assert.IsTrue(Pool.Values.SequenceEqual(before));
    }

    [TestMethod]
    public void Fit_Always_LeavesTheLabelsUnaltered()
    {
        var request = Request();
        Create(new()).Fit(request);
        Assert.IsTrue(Labels.Values.SequenceEqual(request.Labels.Values));
    }

    [TestMethod]
    public void Fit_Labels_ChangeScoresExactlyWhenTheDetectorUsesThem()
    {
        var detector = Create(new());
        var (without, with) = (new TrainingRequest(Pool), new TrainingRequest(Pool, TellingLabels));
        Assert.AreEqual(detector.UsesLabels, !SameScores(detector.Fit(without).Model, detector.Fit(with).Model));
    }

    [TestMethod]
    public void Fit_WithProgress_GivesTheSameBits() =>
        AssertSameScores(Fit(new()), Create(new()).Fit(Request(new ProgressRecorder())).Model);

    [TestMethod]
    public void Fit_TwoRows_Trains() => AllFinite(Create(new()).Fit(new TrainingRequest(Pool.Select([0, 1]))).Model.Score(Pool));

    [TestMethod]
    public void Fit_EqualRows_Trains() => AllFinite(Create(new()).Fit(new TrainingRequest(Pool.Select(new int[40]))).Model.Score(Pool));

    [TestMethod]
    public void Fit_OneFeature_Trains()
    {
        var pool = FeatureMatrix.Copy(Pool.Values[..40], 1);
        AllFinite(Create(new()).Fit(new TrainingRequest(pool)).Model.Score(pool));
    }

    [TestMethod]
    public void Fit_ConstantFeature_Trains()
    {
        var values = Pool.Values.ToArray();
        for (var i = 3; i < values.Length; i += FeatureCount)
        {
            values[i] = 0.25f;
        }

        var pool = FeatureMatrix.Copy(values, FeatureCount);
        AllFinite(Create(new()).Fit(new TrainingRequest(pool)).Model.Score(pool));
    }

    [TestMethod]
    public void Fit_FeatureBeyondTheRangeOfDifferences_GivesFiniteScoresOrNamesIt()
    {
        // Largest and smallest differ by more than a number can say, and their squares are none.
        var values = Pool.Values.ToArray();
        values[(5 * FeatureCount) + 3] = 3e38f;
        values[(9 * FeatureCount) + 3] = -3e38f;
        FiniteOrNamed(values);
    }

    [TestMethod]
    public void Fit_DenormalFeature_GivesFiniteScoresOrNamesIt()
    {
        var values = Pool.Values.ToArray();
        for (var row = 0; row < Pool.RowCount; row++)
        {
            values[(row * FeatureCount) + 3] = float.Epsilon * (row % 7);
        }

        FiniteOrNamed(values);
    }

    [TestMethod]
    public void Fit_DenormalFeaturesOnly_GivesFiniteScoresOrNamesOne() =>
        FiniteOrNamed([.. Pool.Values.ToArray().Select(value => value * 1e-40f)]);

    [TestMethod]
    [DataRow(0f)]
    [DataRow(3f)]
    [DataRow(-3e38f)]
    public void Fit_ConstantFeatures_GivesFiniteScoresOrNamesOne(float value) =>
        FiniteOrNamed([.. Enumerable.Repeat(value, 40 * FeatureCount)]);

    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    public void Fit_FewerThanTwoRows_Throws(int rowCount) =>
        Assert.ThrowsExactly<FeatureDataException>(() => Create(new()).Fit(new TrainingRequest(Pool.Select(new int[rowCount]))));

    [TestMethod]
    public void Fit_NoRequest_Throws() => Assert.ThrowsExactly<ArgumentNullException>(() => Create(new()).Fit(null!));

    [TestMethod]
    public void Fit_CancelledBefore_Throws() => Assert.Throws<OperationCanceledException>(
        () => Create(new()).Fit(new TrainingRequest(Pool) { CancellationToken = new CancellationToken(canceled: true) }));

    [TestMethod]
    public void Score_OneExtremeFeature_IsWhatTheMethodSays()
    {
        var model = Fit(new());
        foreach (var extreme in (float[])[3e38f, -3e38f, float.MaxValue, float.MinValue])
        {
            for (var feature = 0; feature < FeatureCount; feature++)
            {
                var row = Pool.Row(0).ToArray();
                row[feature] = extreme;
                RequireExtreme(model, row);
            }
        }
    }

    [TestMethod]
    public void Score_AllFeaturesExtreme_IsWhatTheMethodSays()
    {
        var model = Fit(new());
        for (var signs = 0; signs < 1 << FeatureCount; signs += signs < 4 ? 1 : 73)
        {
            RequireExtreme(model, [.. Enumerable.Range(0, FeatureCount).Select(k => (signs >> k & 1) == 0 ? 3e38f : -3e38f)]);
        }
    }

    [TestMethod]
    public void Score_TrainingRows_AreFinite() => AllFinite(Fit(new()).Score(Pool));

    [TestMethod]
    public void Score_TrainingRows_AreNotConstant() => Assert.IsGreaterThan(250, Fit(new()).Score(Pool).Distinct().Count());

    [TestMethod]
    public void Score_OneRow_HasTheBitsThatItHasInABatch()
    {
        var model = Fit(new());
        var scores = model.Score(Pool);
        Assert.IsTrue(Enumerable.Range(0, Pool.RowCount).All(row => model.Score(Pool.Row(row)) == scores[row]));
    }

    [TestMethod]
    [DataRow(2)]
    [DataRow(7)]
    [DataRow(64)]
    [DataRow(65)]
    [DataRow(129)]
    public void Score_AnyBatchSize_GivesTheSameBits(int size)
    {
        var model = Fit(new());
        Assert.IsTrue(model.Score(Pool).AsSpan(0, size).SequenceEqual(model.Score(Pool.Select([.. Enumerable.Range(0, size)]))));
    }

    [TestMethod]
    public void Score_SeveralThreads_GivesTheSameBits()
    {
        var model = Fit(new());
        var scores = new float[8][];
        Parallel(scores.Length, i => scores[i] = model.Score(Pool));
        Assert.IsTrue(scores.All(each => each.AsSpan().SequenceEqual(scores[0])));
    }

    [TestMethod]
    public void Score_AfterSaveAndLoad_HasTheSameBits()
    {
        var model = Fit(new());
        AssertSameScores(model, DetectorModelFormat.FromBytes(DetectorModelFormat.ToBytes(model)));
    }

    [TestMethod]
    public void Score_OneRow_AllocatesNothing()
    {
        var model = Fit(new());

        Assert.AreEqual(0L, Allocations.Fewest(() =>
        {
            for (var i = 0; i < 100; i++)
            {
                model.Score(Pool.Row(i));
            }
        }));
    }

    [TestMethod]
    public void Score_NoRows_GivesNone() => Assert.IsEmpty(Fit(new()).Score(Pool.Select([])));

    [TestMethod]
    public void Score_FeatureThatIsNaN_IsNaNAndNotAbnormal()
    {
        var (model, row) = (Fit(new()), Pool.Row(0).ToArray());
        row[4] = float.NaN;
        Assert.AreEqual((float.NaN, false), (model.Score(row), model.IsAbnormal(model.Score(row))));
    }

    [TestMethod]
    [DataRow(float.PositiveInfinity)]
    [DataRow(float.NegativeInfinity)]
    public void Score_InfiniteFeature_IsTheLargestNumberAndAbnormal(float value)
    {
        var (model, row) = (Fit(new()), Pool.Row(0).ToArray());
        row[4] = value;
        Assert.AreEqual((float.MaxValue, true), (model.Score(row), model.IsAbnormal(model.Score(row))));
    }

    [TestMethod]
    [DataRow(2, 7)]
    [DataRow(7, 2)]
    public void Score_InfiniteFeatureAndOneThatIsNaN_IsNaN(int infinite, int unknown)
    {
        var row = Pool.Row(0).ToArray();
        row[infinite] = float.NegativeInfinity;
        row[unknown] = float.NaN;
        Assert.AreEqual(float.NaN, Fit(new()).Score(row));
    }

    [TestMethod]
    public void Score_RowOfAnotherLength_Throws() =>
        Assert.AreEqual("features", Assert.ThrowsExactly<ArgumentException>(() => Fit(new()).Score(new float[FeatureCount + 1])).ParamName);

    [TestMethod]
    public void Score_RowsOfAnotherLength_Throws() =>
        Assert.AreEqual("rows", Assert.ThrowsExactly<ArgumentException>(() => Fit(new()).Score(FeatureMatrix.Copy([1, 2], 2))).ParamName);

    [TestMethod]
    public void Score_Cancelled_Throws() =>
        Assert.Throws<OperationCanceledException>(() => Fit(new()).Score(Pool, new CancellationToken(canceled: true)));

    [TestMethod]
    [DataRow(0.0, 0)]
    [DataRow(0.1, 30)]
    [DataRow(0.25, 75)]
    [DataRow(1.0, 299)]
    public void Threshold_ByContamination_LeavesThatShareOfTheTrainingRowsAbove(double contamination, int expected)
    {
        var model = Fit(new() { Contamination = contamination });
        Assert.AreEqual(expected, model.Score(Pool).Count(model.IsAbnormal));
    }

    [TestMethod]
    public void Threshold_Given_IsThatThreshold() => Assert.AreEqual(0.125f, Fit(new() { Threshold = 0.125f }).Threshold);

    [TestMethod]
    public void IsAbnormal_AtTheThreshold_IsFalse() => Assert.IsFalse(Fit(new() { Threshold = 0.125f }).IsAbnormal(0.125f));

    [TestMethod]
    public void IsAbnormal_AboveTheThreshold_IsTrue() => Assert.IsTrue(Fit(new() { Threshold = 0.125f }).IsAbnormal(0.126f));

    [TestMethod]
    public void IsAbnormal_NaN_IsFalse() => Assert.IsFalse(Fit(new()).IsAbnormal(float.NaN));

    /// <summary>
    /// Fails unless a row of extreme features scores as the method has it: above the threshold, and no lower than any row of the pool. A
    /// method whose score of such a row is another overrides it, and says what it is.
    /// </summary>
    /// <param name="score">The score.</param>
    /// <param name="model">The model, trained on the contract's pool.</param>
    /// <param name="row">A row of the pool with one extreme feature, or one of extreme features only.</param>
    protected virtual void RequireExtremeScore(float score, DetectorModel model, float[] row)
    {
        Assert.IsTrue(model.IsAbnormal(score), $"{string.Join(", ", row)} scores {score}, the threshold is {model.Threshold}.");
        Assert.IsGreaterThanOrEqualTo(model.Score(Pool).Max(), score, string.Join(", ", row));
    }

    /// <summary>Gives a row that lies just as far out on the edge of the contract's pool.</summary>
    /// <param name="row">A row, of which some features may lie outside the pool's range.</param>
    /// <param name="beyond">Whether those are brought beyond the end by one bit, and not to it.</param>
    protected static float[] OnTheEdge(float[] row, bool beyond = false)
    {
        var edge = (float[])row.Clone();
        for (var k = 0; k < edge.Length; k++)
        {
            float[] column = [.. Enumerable.Range(0, Pool.RowCount).Select(i => Pool.Row(i)[k])];
            var (lowest, highest) = (column.Min(), column.Max());
            edge[k] = row[k] > highest ? (beyond ? MathF.BitIncrement(highest) : highest)
                : row[k] < lowest ? (beyond ? MathF.BitDecrement(lowest) : lowest)
                : row[k];
        }

        return edge;
    }

    /// <summary>Fails unless training on some values gives finite scores, or says which feature stands in the way.</summary>
    private void FiniteOrNamed(float[] values)
    {
        var pool = FeatureMatrix.Copy(values, FeatureCount, [.. Enumerable.Range(0, FeatureCount).Select(k => $"feature-{k}")]);
        var detector = Create(new());
        try
        {
            var trained = detector.Fit(new TrainingRequest(pool));
            AllFinite(trained.Scores.ToArray());
            AllFinite(trained.Model.Score(pool));
            Assert.IsTrue(float.IsFinite(trained.Model.Threshold));
        }
        catch (FeatureDataException exception)
        {
            Assert.Contains($"('feature-{exception.ColumnIndex}')", exception.Message);
            Assert.IsGreaterThan(1e15f, Math.Abs(pool.Row((int)exception.RowIndex!)[exception.ColumnIndex!.Value]));
        }
    }

    private void RequireExtreme(DetectorModel model, float[] row)
    {
        var score = model.Score(row);
        Assert.IsTrue(float.IsFinite(score), $"{string.Join(", ", row)} scores {score}.");
        var batch = FeatureMatrix.FromRows([row, .. Enumerable.Range(0, 20).Select(i => Pool.Row(i).ToArray()), row]);
        Assert.AreEqual((score, score), (model.Score(batch)[0], model.Score(batch)[^1]), "In a batch");
        RequireExtremeScore(score, model, row);
    }

    protected static TrainingRequest Request(IProgress<TrainingProgress>? progress = null) => new(Pool, Labels) { Progress = progress };

    protected static bool SameScores(DetectorModel x, DetectorModel y) =>
        x.Threshold == y.Threshold && x.Score(Pool).AsSpan().SequenceEqual(y.Score(Pool));

    private static void AssertSameScores(DetectorModel x, DetectorModel y) => Assert.IsTrue(SameScores(x, y));

    protected static void AllFinite(float[] scores) => Assert.IsTrue(scores.All(float.IsFinite));

    private static void Parallel(int count, Action<int> action)
    {
        var threads = Enumerable.Range(0, count).Select(i => new Thread(() => action(i))).ToArray();
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
    }

    protected DetectorModel Fit(DetectorSettings settings) => Create(settings).Fit(Request()).Model;
}
