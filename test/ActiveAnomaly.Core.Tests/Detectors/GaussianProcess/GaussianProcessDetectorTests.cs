using ActiveAnomaly.Data;
using ActiveAnomaly.GaussianProcesses;
using ActiveAnomaly.Metrics;
using ActiveAnomaly.Persistence;

namespace ActiveAnomaly.Detectors.GaussianProcess;

[TestClass]
public sealed class GaussianProcessDetectorTests : DetectorContract<GaussianProcessDetector>
{
    private static readonly SyntheticPool Clusters = SyntheticPools.Clusters();

    [TestMethod]
    public void Fit_WithoutAnswers_IsFarBetterThanChance() => Assert.IsGreaterThan(0.8, Ranking.RocAuc(Fit(Pool).Scores.Span, Truth));

    [TestMethod]
    public void Fit_WithAnswers_RanksRowsNeverLabeledBetter()
    {
        var labels = Clusters.Labeled(5, 5);
        int[] rows = [.. Enumerable.Range(0, Clusters.RowCount).Where(row => labels[row] == RowLabel.Unlabeled)];
        bool[] truth = [.. rows.Select(row => Clusters.IsAbnormal[row])];
        double Auc(PoolLabels known) => Ranking.RocAuc(Fit(Clusters.Rows, known).Model.Score(Clusters.Rows.Select(rows)), truth);
        Assert.IsGreaterThan(Auc(PoolLabels.None(Clusters.RowCount)) + 0.2, Auc(labels));
    }

    [TestMethod]
    public void Fit_CategoricalColumnsThatMeanNothing_HardlyHideTheNumbers()
    {
        // Three columns of 50 categories beside the numbers, drawn without a look at the truth.
        var random = new Random(1);
        float[][] rows =
        [
            .. Enumerable.Range(0, Clusters.RowCount).Select(row =>
            {
                var categories = new float[150];
                categories[random.Next(50)] = categories[50 + random.Next(50)] = categories[100 + random.Next(50)] = 1;
                return (float[])[.. Clusters.Rows.Row(row), .. categories];
            }),
        ];
        var d = Clusters.Rows.FeatureCount;
        var pool = FeatureMatrix.FromRows(rows);
        var labels = Clusters.Labeled(5, 5);
        double Auc(FeatureMatrix pool) => Ranking.RocAuc(Fit(pool, labels).Scores.Span, Clusters.IsAbnormal);
        var (alone, told, untold) =
            (Auc(Clusters.Rows), Auc(pool.WithCategoricalRanges([new(d, 50), new(d + 50, 50), new(d + 100, 50)])), Auc(pool));
        Assert.IsGreaterThan(untold + 0.1, told, $"{alone:F3}, {told:F3}, {untold:F3}");
        Assert.IsGreaterThan(alone - 0.1, told, $"{alone:F3}, {told:F3}, {untold:F3}");
    }

    [TestMethod]
    public void Fit_StageAfterStage_HasTheBitsOfAFreshFit()
    {
        // An answer more, one withdrawn from the middle, one changed: what is taken from the stage before must not show.
        var detector = Create(new());
        PoolLabels[] stages =
        [
            PoolLabels.None(Pool.RowCount),
            Answers((5, true), (2, false), (9, false)),
            Answers((5, true), (2, false), (9, false), (1, true), (30, false)),
            Answers((5, true), (9, false), (1, true), (30, false)),
            Answers((5, true), (9, true), (1, true), (30, false), (4, false)),

            // With abnormal rows alone others stand for normal ones: 300 rows have at least one of the first twenty among these.
            Answers((5, true), (9, true)),
            Answers([(5, true), (9, true), .. Enumerable.Range(10, 20).Select(row => (row, true))]),
            Answers((5, true), (9, true), (4, false)),
        ];
        DetectorModel? previous = null;
        foreach (var labels in stages)
        {
            var next = detector.Fit(new TrainingRequest(Pool, labels) { Previous = previous });
            Bits.AreEqual(detector.Fit(new TrainingRequest(Pool, labels)).Scores.Span, next.Scores.Span, "Scores");
            previous = next.Model;
        }
    }

    [TestMethod]
    public void Fit_LargePoolWithASharer_IsSetUpByItToTheSameBits()
    {
        var random = new Random(1);
        var pool = FeatureMatrix.Copy([.. Enumerable.Range(0, 1 << 20).Select(_ => random.NextSingle())], 32);
        var sharer = new BackwardsSharer();
        var options = new GaussianProcessOptions { Seed = 2 };

        var expected = new GaussianProcessDetector(options).Fit(new TrainingRequest(pool));
        var found = new GaussianProcessDetector(options with { SetUpSharer = sharer }).Fit(new TrainingRequest(pool));

        Bits.AreEqual(expected.Scores.Span, found.Scores.Span, "Scores");
        Assert.AreEqual(4, sharer.RangeCount);
        Assert.AreEqual(expected.Model.Options, found.Model.Options, "A model keeps nobody who computed for it.");
    }

    [TestMethod]
    public void Fit_SmallPoolWithASharer_IsSetUpWithoutIt()
    {
        var sharer = new BackwardsSharer();

        new GaussianProcessDetector(new GaussianProcessOptions { Seed = 2, SetUpSharer = sharer }).Fit(new TrainingRequest(Pool));

        Assert.AreEqual(0, sharer.RangeCount);
    }

    [TestMethod]
    public void Fit_StageAfterStage_ComputesOneColumnAnAnswer()
    {
        var detector = Create(new());
        var first = detector.Fit(new TrainingRequest(Pool, Answers((5, true), (2, false))));
        var second = detector.Fit(new TrainingRequest(Pool, Answers((5, true), (2, false), (7, false))) { Previous = first.Model });
        var (one, two) = (((GaussianProcessModel)first.Model).Training!, ((GaussianProcessModel)second.Model).Training!);
        Assert.AreSame(one.Pool, two.Pool);
        Assert.AreSame(one.Columns, two.Columns);
        Assert.AreSequenceEqual([2, 5, 7], two.Columns.KeptRows);
        Assert.IsTrue(one.Posterior.Factor.Row(1) == two.Posterior.Factor.Row(1));
    }

    [TestMethod]
    public void Fit_PreviousOfAnotherPoolSeedOrNoise_IsNotMadeUseOf()
    {
        var labels = Answers((5, true), (2, false));
        var expected = Create(new()).Fit(new TrainingRequest(Pool, labels)).Scores;
        DetectorModel[] others =
        [
            Create(new() { Seed = 9 }).Fit(new TrainingRequest(Pool, labels)).Model,
            Create(new()).Fit(new TrainingRequest(Pool.Select([.. Enumerable.Range(0, 100)]))).Model,
            new GaussianProcessDetector(new GaussianProcessOptions { Seed = 1, Noise = 1 }).Fit(new TrainingRequest(Pool, labels)).Model,
        ];
        foreach (var other in others)
        {
            var request = new TrainingRequest(Pool, labels) { Previous = other };
            Bits.AreEqual(expected.Span, Create(new()).Fit(request).Scores.Span, "Scores");
        }
    }

    [TestMethod]
    public void Fit_Cache_HoldsThePoolOncePerSeed()
    {
        var cache = new TrainingCache();
        GaussianProcessTraining Training(long seed) =>
            ((GaussianProcessModel)Create(new() { Seed = seed }).Fit(new TrainingRequest(Pool) { Cache = cache }).Model).Training!;
        Assert.AreSame(Training(1).Pool, Training(1).Pool);
        Assert.AreNotSame(Training(1).Pool, Training(2).Pool);
    }

    [TestMethod]
    [DataRow(0L)]
    [DataRow(4L * 300 * 2)]
    public void Fit_ColumnBudget_ChangesNoBit(long budget)
    {
        var labels = Labels;
        var trained = new GaussianProcessDetector(new GaussianProcessOptions { Seed = 1, ColumnBudget = budget })
            .Fit(new TrainingRequest(Pool, labels));
        Assert.AreEqual(budget / (4 * Pool.RowCount), ((GaussianProcessModel)trained.Model).Training!.Columns.KeptRows.Length);
        Bits.AreEqual(Create(new()).Fit(new TrainingRequest(Pool, labels)).Scores.Span, trained.Scores.Span, "Scores");
    }

    [TestMethod]
    [DataRow(2, new[] { 7, 9 })]
    [DataRow(3, new[] { 5, 7, 9 })]
    [DataRow(4, new[] { 2, 5, 7, 9 })]
    public void Fit_AnswersTakenBack_LeaveRoomForOthersWhereItIsShort(int columnCount, int[] expected)
    {
        var detector = new GaussianProcessDetector(
            new GaussianProcessOptions { Seed = 1, ColumnBudget = columnCount * 4L * Pool.RowCount });
        var first = detector.Fit(new TrainingRequest(Pool, Answers((2, true), (5, false))));
        var others = Answers((7, true), (9, false));

        var second = detector.Fit(new TrainingRequest(Pool, others) { Previous = first.Model });

        Assert.AreSequenceEqual(expected, ((GaussianProcessModel)second.Model).Training!.Columns.KeptRows);
        Bits.AreEqual(Create(new()).Fit(new TrainingRequest(Pool, others)).Scores.Span, second.Scores.Span, "Scores");
    }

    [TestMethod]
    [DataRow(4, 20, 10, 2, 2)]
    [DataRow(5, 20, 10, 2, 3)]
    [DataRow(10, 20, 2, 8, 2)]
    [DataRow(10, 3, 20, 3, 7)]
    [DataRow(1, 5, 5, 0, 1)]
    public void Fit_MoreAnswersThanMayBe_DrawsAsManyOfEachKind(int most, int normal, int abnormal, int keptNormal, int keptAbnormal)
    {
        var answers = Answers([.. Enumerable.Range(0, normal + abnormal).Select(row => (row, row >= normal))]);
        var few = new GaussianProcessOptions { Seed = 1, MostAnswers = most, PresumedNormals = PresumedNormals.Never };
        var found = new GaussianProcessDetector(few).Fit(new TrainingRequest(Pool, answers));
        var rows = ((GaussianProcessModel)found.Model).Training!.AnsweredRows;
        Assert.AreEqual((keptNormal, keptAbnormal), (rows.Count(row => row < normal), rows.Count(row => row >= normal)));

        // It is the model of these answers, and other seeds draw others.
        var expected = new GaussianProcessDetector(few)
            .Fit(new TrainingRequest(Pool, Answers([.. rows.Select(row => (row, row >= normal))])));
        Bits.AreEqual(expected.Scores.Span, found.Scores.Span, "Scores");
        Assert.IsTrue(Enumerable.Range(2, 6).Any(seed => !rows.SequenceEqual(((GaussianProcessModel)new GaussianProcessDetector(
            few with { Seed = seed }).Fit(new TrainingRequest(Pool, answers)).Model).Training!.AnsweredRows)));
    }

    [TestMethod]
    public void Fit_OneAnswerMoreThanMayBe_ChangesOneOfThoseKept()
    {
        var few = new GaussianProcessDetector(new GaussianProcessOptions { Seed = 1, MostAnswers = 8 });
        int[] Kept(int count) =>
        [
            .. ((GaussianProcessModel)few.Fit(new TrainingRequest(Pool, Answers(
                [.. Enumerable.Range(0, count).Select(row => (row, row % 2 == 0))]))).Model).Training!.AnsweredRows,
        ];
        Assert.IsLessThanOrEqualTo(1, Kept(41).Except(Kept(40)).Count());
    }

    [TestMethod]
    public void Fit_MoreNoise_FollowsAnswersLess()
    {
        var labels = Answers((5, true), (2, false));
        float Score(double noise) => new GaussianProcessDetector(new GaussianProcessOptions { Seed = 1, Noise = noise })
            .Fit(new TrainingRequest(Pool, labels)).Scores.Span[5];
        Assert.IsGreaterThan(Score(1) + 0.1f, Score(0.1));
    }

    [TestMethod]
    public void Fit_AnsweredRows_ScoreNearTheirAnswers()
    {
        // With K + s I and s = 0.1, of each answer at least 1 / (1 + 0.1) is followed where no other row is near.
        var scores = Fit(Pool, Answers((5, true), (2, false))).Scores.Span;
        Assert.AreEqual(1f, scores[5], 0.2f);
        Assert.AreEqual(-1f, scores[2], 0.2f);
    }

    [TestMethod]
    public void Fit_AllAnswersOfOneKind_LeavesScoresDistinct()
    {
        foreach (var isAbnormal in (bool[])[false, true])
        {
            var scores = Fit(Pool, Answers([.. Enumerable.Range(0, 40).Select(row => (row, isAbnormal))])).Scores.ToArray();
            Assert.IsGreaterThan(Pool.RowCount * 9 / 10, scores.Distinct().Count());
        }
    }

    [TestMethod]
    public void Fit_ContradictingTwins_ScoreBetween()
    {
        var twins = Pool.Append(Pool.Select([5]));
        var labels = PoolLabels.None(twins.RowCount).With([new(5, RowLabel.Abnormal), new(twins.RowCount - 1, RowLabel.Normal)]);
        var scores = Fit(twins, labels).Scores.Span;
        Assert.AreEqual(scores[5], scores[^1]);
        Assert.AreEqual(0f, scores[5], 0.15f);
    }

    [TestMethod]
    [DataRow(2, 1)]
    [DataRow(8, 3)]
    [DataRow(40, 1)]
    [DataRow(20, 3000)]
    public void Fit_OddShapes_ScoresFiniteNumbers(int rowCount, int featureCount)
    {
        var random = new Random(1);
        var oneHot = new float[rowCount * featureCount];
        for (var row = 0; row < rowCount; row++)
        {
            oneHot[(row * featureCount) + random.Next(featureCount)] = 1;
        }

        var pool = FeatureMatrix.Copy(oneHot, featureCount);
        var trained = Fit(pool, PoolLabels.None(rowCount).With([new(0, RowLabel.Abnormal), new(1, RowLabel.Normal)]));
        Assert.IsTrue(trained.Scores.ToArray().All(float.IsFinite));
        Bits.AreEqual(trained.Scores.Span, trained.Model.Score(pool), "Scores");
        Assert.IsGreaterThanOrEqualTo(trained.Scores.Span[1], trained.Scores.Span[0]);
    }

    [TestMethod]
    [DataRow(0f)]
    [DataRow(1e12f)]
    [DataRow(-3e38f)]
    public void Fit_ConstantColumnsMostRowsTheSameAndHugeCells_ScoresFiniteNumbers(float huge)
    {
        var pool = FeatureMatrix.FromRows(
            [.. Enumerable.Range(0, 50).Select(row => new[] { 7f, row < 45 ? 0f : row, row == 49 ? huge : 1f })]);
        var trained = Fit(pool, PoolLabels.None(50).With([new(49, RowLabel.Abnormal), new(0, RowLabel.Normal)]));
        Assert.IsTrue(trained.Scores.ToArray().All(float.IsFinite));
        Assert.IsGreaterThan(trained.Scores.Span[1], trained.Scores.Span[49]);
        Assert.IsTrue(float.IsFinite(trained.Model.Score([float.MaxValue, float.MinValue, float.MaxValue])));
    }

    [TestMethod]
    public void Score_RowPushedOutAlongItsRay_RisesForEver()
    {
        var model = Fit(Pool, Labels).Model;
        var scaling = ((GaussianProcessModel)model).Space.Scaling;
        for (var row = 0; row < 40; row++)
        {
            var last = float.NegativeInfinity;
            foreach (var factor in (double[])[4, 8, 16, 64, 1e3, 1e6, 1e12])
            {
                float[] far = [.. Pool.Row(row).ToArray().Select((value, k) =>
                {
                    var median = scaling.Lowest[k] + (scaling.Medians[k] * scaling.Spans[k]);
                    return (float)(median + (factor * (value - median)));
                })];
                var score = model.Score(far);
                Assert.IsGreaterThanOrEqualTo(last, score);
                last = score;
            }
        }
    }

    [TestMethod]
    public void Score_RowOutside_IsThatOfBoxAndRayAndExcess()
    {
        // Two columns in [0, 1] with the median 1/2: (2, 0.75) has the box (1, 0.75) and the ray 1/2 + (1.5, 0.25) / 3 = (1, 0.58333...).
        var random = new Random(3);
        var pool = FeatureMatrix.FromRows(
            [[0, 0], [1, 1], [0.5f, 0.5f], .. Enumerable.Range(0, 60).SelectMany(_ =>
            {
                var (x, y) = (random.NextSingle(), random.NextSingle());
                return new float[][] { [x, y], [1 - x, 1 - y] };
            })]);
        var model = (GaussianProcessModel)Fit(
            pool, PoolLabels.None(pool.RowCount).With([new(0, RowLabel.Normal), new(1, RowLabel.Abnormal)])).Model;
        Assert.AreEqual(0.5, model.Space.Scaling.Medians[0], 1e-6);
        var (box, ray) = (model.Score([1, 0.75f]), model.Score([1, 0.5f + (0.25f / 3)]));
        Assert.AreEqual(Math.Max(box, ray) + (0.5 * Math.Log(2)), model.Score([2, 0.75f]), 1e-5);
    }

    [TestMethod]
    [DataRow(0.6)]
    [DataRow(0.5)]
    public void Score_RowHardlyOutside_ScoresLikeTheEdge(double zeroShare)
    {
        // A ring of normal rows around an abnormal middle, where the medians are, and a column that is mostly 0: a step of a millionth of
        // its span below 0 must not make the middle of a row of the ring.
        var pool = FeatureMatrix.FromRows(
            [.. Enumerable.Range(0, 200).Select(row => new[]
            {
                row < 190 ? MathF.Cos(row) : 0.01f * row % 0.1f,
                row < 190 ? MathF.Sin(row) : 0.02f * row % 0.1f,
                row % 100 < 100 * zeroShare ? 0f : row % 7,
            })]);
        var model = Fit(pool, PoolLabels.None(200).With(
            [.. Enumerable.Range(0, 40).Select(row => new KeyValuePair<int, RowLabel>(
                row < 30 ? row : row + 160, row < 30 ? RowLabel.Normal : RowLabel.Abnormal))])).Model;
        for (var row = 0; row < 60; row++)
        {
            Assert.AreEqual(
                model.Score([pool.Row(row)[0], pool.Row(row)[1], 0f]),
                model.Score([pool.Row(row)[0], pool.Row(row)[1], -1e-6f]),
                1e-4,
                $"Row {row}");
        }
    }

    [TestMethod]
    public void Variance_OfRows_FallsWhereAnswersAre()
    {
        var model = (GaussianProcessModel)Fit(Pool, Answers((5, true), (2, false))).Model;
        var variance = model.Variance(Pool.Select([5, 2, 40, 41]));
        Assert.IsLessThan(0.1, variance.Values[0]);
        Assert.IsLessThan(0.1, variance.Values[1]);
        Assert.IsGreaterThan(0.2, variance.Values[2]);
    }

    [TestMethod]
    public void Variance_RowTakenForAnswered_IsThatOfAModelWithTheAnswer()
    {
        var rows = Pool.Select([5, 2, 40, 41, 42]);
        var model = (GaussianProcessModel)Fit(Pool, Answers((5, true), (2, false))).Model;
        var variance = model.Variance(rows);
        variance.TakeForAnswered(2);
        variance.TakeForAnswered(4);
        var expected = ((GaussianProcessModel)Fit(Pool, Answers((5, true), (2, false), (40, true), (42, true))).Model).Variance(rows);
        for (var i = 0; i < rows.RowCount; i++)
        {
            Assert.AreEqual(expected.Values[i], variance.Values[i], 1e-6);
        }
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(33)]
    public void Variance_ManyRowsTaken_HasTheBitsOfOneAtATime(int answerCount)
    {
        const int takenCount = 90;
        var random = new Random(1);
        var pool = FeatureMatrix.Copy([.. Enumerable.Range(0, 2 * 300).Select(_ => random.NextSingle())], 2);
        var labels = PoolLabels.None(pool.RowCount).With(Enumerable.Range(0, answerCount).Select(
            i => KeyValuePair.Create(7 * i, i % 3 == 0 ? RowLabel.Abnormal : RowLabel.Normal)));
        var model = (GaussianProcessModel)Fit(pool, labels).Model;
        var variance = (PosteriorCovariance)model.Variance(pool);
        var expected = new OneAtATime(pool, model);
        for (var i = 0; i < takenCount; i++)
        {
            // Mostly the least known row, as a strategy takes them; now and then any other.
            var row = i % 10 == 9 ? 3 * i : variance.Values.IndexOf(variance.Values.ToArray().Max());
            variance.TakeForAnswered(row);
            expected.Take(row);
            Assert.IsTrue(expected.Variances.SequenceEqual(variance.Values), $"After {i + 1} rows, the last {row}");
        }

        // Not one by one, and few in vain: at most 16 at a time, for the last ones and for each of the 9 that nobody expects.
        Assert.IsLessThan(takenCount / 3, variance.ComputationCount);
        Assert.IsLessThanOrEqualTo(takenCount + (10 * 15), variance.ComputedCount);
    }

    [TestMethod]
    public void Variance_OfALoadedModel_HasTheSameBits()
    {
        var model = (GaussianProcessModel)Fit(Pool, Labels).Model;
        var loaded = (GaussianProcessModel)DetectorModelFormat.FromBytes(DetectorModelFormat.ToBytes(model));
        Assert.AreEqual(33, loaded.AnswerCount);
        Assert.IsTrue(model.Variance(Pool).Values.SequenceEqual(loaded.Variance(Pool).Values));
    }

    [TestMethod]
    public void Fit_ModelOfALoadedFile_IsAPreviousWithoutUse()
    {
        var labels = Answers((5, true), (2, false));
        var trained = Create(new()).Fit(new TrainingRequest(Pool, labels));
        var loaded = DetectorModelFormat.FromBytes(DetectorModelFormat.ToBytes(trained.Model));
        var next = Create(new()).Fit(new TrainingRequest(Pool, labels) { Previous = loaded });
        Bits.AreEqual(trained.Scores.Span, next.Scores.Span, "Scores");
    }

    [TestMethod]
    public void Fit_ManyRows_KeepsTwoThousandReferences()
    {
        var random = new Random(2);
        var pool = FeatureMatrix.Copy([.. Enumerable.Range(0, 9000).Select(_ => random.NextSingle())], 3);
        var model = (GaussianProcessModel)Fit(pool).Model;
        Assert.AreEqual(PriorDetectors.MostReferenceRows, model.Space.Detectors.References.Count);
        Assert.IsLessThan(1_000_000, DetectorModelFormat.ToBytes(model).Length);
    }

    [TestMethod]
    public void Fit_Progress_ReportsThePrior()
    {
        var progress = new ProgressRecorder();
        Create(new()).Fit(new TrainingRequest(Pool) { Progress = progress, Stage = 2 });
        Assert.AreEqual(("prior", 2), (progress.Reports[^1].Phase, progress.Reports[^1].Stage));
        Assert.AreEqual(TimeSpan.Zero, progress.Reports[^1].TimeLeft);
    }

    [TestMethod]
    public void Fit_ProgressOfManyRowsAndAnswers_ReportsEveryPhase()
    {
        var random = new Random(2);
        var pool = FeatureMatrix.Copy([.. Enumerable.Range(0, 10_000).Select(_ => random.NextSingle())], 2);
        var labels = PoolLabels.None(5000).With(Enumerable.Range(0, 130).Select(
            row => KeyValuePair.Create(row, row % 2 == 0 ? RowLabel.Normal : RowLabel.Abnormal)));
        var progress = new ProgressRecorder();
        Create(new()).Fit(new TrainingRequest(pool, labels) { Progress = progress, Stage = 1 });
        Assert.AreSequenceEqual(
            ["prior", "ranks", "weights", "answers", "scoring"], progress.Reports.Select(report => report.Phase).Distinct());

        // The time since training began goes on from phase to phase.
        var elapsed = progress.Reports.Select(report => report.Elapsed);
        Assert.AreSequenceEqual(elapsed.Order(), elapsed);

        // 130 answers by 64, 5,000 rows by 4,096.
        Assert.AreSequenceEqual(
            [
                .. Enumerable.Range(0, FeatureRelevance.StepCount).Select(step => ("weights", step, FeatureRelevance.StepCount)),
                ("answers", 0, 3), ("answers", 1, 3), ("answers", 2, 3), ("scoring", 0, 2), ("scoring", 1, 2),
            ],
            progress.Reports.Where(report => report.Phase is not ("prior" or "ranks"))
                .Select(report => (report.Phase, report.EpochIndex, report.EpochCount)));
    }

    [TestMethod]
    [DataRow(0.0, 0L, 1, "Noise")]
    [DataRow(double.NaN, 0L, 1, "Noise")]
    [DataRow(11.0, 0L, 1, "Noise")]
    [DataRow(0.1, -1L, 1, "ColumnBudget")]
    [DataRow(0.1, 0L, 0, "MostAnswers")]
    public void Constructor_OptionOutOfRange_ThrowsNamingIt(double noise, long budget, int answers, string property) => Assert.AreEqual(
        "options." + property,
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new GaussianProcessDetector(
            new GaussianProcessOptions { Noise = noise, ColumnBudget = budget, MostAnswers = answers })).ParamName);

    protected override GaussianProcessDetector Create(DetectorSettings settings) => new(new GaussianProcessOptions
    {
        Seed = settings.Seed,
        Contamination = settings.Contamination,
        Threshold = settings.Threshold,
    });

    private static TrainedDetector Fit(FeatureMatrix pool, PoolLabels? labels = null) =>
        new GaussianProcessDetector(new GaussianProcessOptions { Seed = 1 }).Fit(new TrainingRequest(pool, labels));

    private static PoolLabels Answers(params (int Row, bool IsAbnormal)[] answers) => PoolLabels.None(Pool.RowCount).With(
        answers.Select(answer => KeyValuePair.Create(answer.Row, answer.IsAbnormal ? RowLabel.Abnormal : RowLabel.Normal)));
}
