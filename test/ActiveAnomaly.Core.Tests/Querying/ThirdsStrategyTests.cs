using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;

namespace ActiveAnomaly.Querying;

/// <summary>Pools of one feature, which is the score as well, unless a test says otherwise.</summary>
[TestClass]
public sealed class ThirdsStrategyTests : QueryStrategyContract
{
    protected override QueryStrategy CreateStrategy() => new ThirdsStrategy();

    [TestMethod]
    public void Select_Thirds_GivesTheTopThenTheBoundaryThenTheFarthest() =>
        // The 0.8 quantile of 0 ... 16 is 12.8. Farthest from 16, 15, 13 and 12 is 0, then 6, half-way to it.
        Assert.AreSequenceEqual([16, 15, 13, 12, 0, 6], Select(Context(17), 6));

    [TestMethod]
    public void Select_Diverse_LooksAmongTenTimesAsManyNearTheBoundary() =>
        // Boundary 79.2. The next twenty are 69 ... 78 and 81 ... 90: farthest from 99, 98, 79 and 80 is 69, by 10, then 89, by 9.
        Assert.AreSequenceEqual([99, 98, 79, 80, 69, 89], Select(Context(100), 6));

    [TestMethod]
    public void Select_ModelWithVariances_TakesTheLargestAndCountsItAsAnswered()
    {
        // Of 69 ... 78 and 81 ... 90, 75 is known least; with it answered nothing is left of 74 to 76, and 85 is next, and the last.
        var model = new VarianceModel(feature => feature switch { 75 => 5, 74 => 4, 85 => 3, _ => 1 });
        Assert.AreSequenceEqual([99, 98, 79, 80, 75, 85], Select(Context(100, model: model), 6));
        Assert.AreSequenceEqual(
            [78, 81, 77, 82, 76, 83, 75, 84, 74, 85, 73, 86, 72, 87, 71, 88, 70, 89, 69, 90],
            model.Calls.Where(call => call.What == "variance").Select(call => (int)call.Feature));
        Assert.AreEqual(("taken", 75f), model.Calls[20]);
        Assert.HasCount(21, model.Calls);
    }

    [TestMethod]
    public void Select_ThreeDiverseRows_CountsEachAsAnsweredBeforeTheNext()
    {
        // The 0.8 quantile of 0 ... 299 is 239.2; three boundary rows, then thirty candidates from 225 to 255.
        var model = new VarianceModel(feature => feature switch { 250 => 6, 251 => 5, 249 => 4.5, 230 => 4, 229 => 3, 245 => 2, _ => 1 });
        Assert.AreSequenceEqual([299, 298, 297, 239, 240, 238, 250, 230, 245], Select(Context(300, model: model), 9));
        Assert.AreSequenceEqual([250f, 230f], model.Calls.Where(call => call.What == "taken").Select(call => call.Feature));
    }

    [TestMethod]
    public void Select_ManyDiverseRows_LooksAmongFiveThousand()
    {
        // 1503 rows, 501 of them diverse: ten times as many would be 5010.
        var model = new VarianceModel(_ => 1);
        Assert.HasCount(1503, Select(Context(8000, model: model), 1503));
        Assert.AreEqual(5000, model.Calls.Count(call => call.What == "variance"));
    }

    [TestMethod]
    public void Select_EqualVariances_TakesTheNearestToTheBoundary() =>
        // 78 is 1.2 from 79.2, 81 is 1.8; with 78 answered 77 has nothing left.
        Assert.AreSequenceEqual([99, 98, 79, 80, 78, 81], Select(Context(100, model: new VarianceModel(_ => 1)), 6));

    [TestMethod]
    public void Select_ModelWithVariancesButNoPool_GoesByTheScores()
    {
        var context = new QueryContext(Ascending(17), PoolLabels.None(17)) { Model = new VarianceModel(_ => 1) };
        Assert.AreSequenceEqual([16, 15, 13, 12, 0, 6], Select(context, 6));
    }

    [TestMethod]
    [DataRow(-1, "gives no variances for")]
    [DataRow(2, "gives 2 variances for")]
    public void Select_ModelWithoutAVarianceARow_ThrowsSayingSo(int count, string expected) => Assert.Contains(
        expected,
        Assert.ThrowsExactly<InvalidOperationException>(() => Select(Context(20, model: new ShortVarianceModel(count)), 6)).Message);

    [TestMethod]
    public void Select_NoDiverseRowWanted_AsksForNoVariance()
    {
        var model = new VarianceModel(_ => 1);
        Assert.AreSequenceEqual([19, 15], Select(Context(20, model: model), 2));
        Assert.IsEmpty(model.Calls);
    }

    [TestMethod]
    public void Select_AnswersBefore_MoveTheBoundary()
    {
        // r = 2.5 / 3: q = 2/3, of 0 ... 30 the boundary 20; r = 0.5 / 3: q = 0.8 + 0.4 / 3, the boundary 28.
        var lower = Outcome("NN AA NN");
        var higher = Outcome("NN NN NN");
        Assert.AreSequenceEqual([30, 29, 20], Select(Context(31, history: [lower]), 5)[..3]);
        Assert.AreSequenceEqual([30, 29, 28], Select(Context(31, history: [higher]), 5)[..3]);
    }

    [TestMethod]
    public void Select_AfterAHit_GivesTwoThirdsToTheTop()
    {
        // r = 0.5 / 5: q = 0.96, of 0 ... 100 the boundary 96: four at the top and then 96, or two at the top and then 96.
        var hit = Outcome("AAAA NNNN NNNN");
        Assert.AreSequenceEqual([100, 99, 98, 97, 96], Select(Context(101, history: [hit]), 6)[..5]);
        Assert.AreSequenceEqual([100, 99, 96], Select(Context(101, history: [hit]), 6, TopShare.Third)[..3]);
    }

    [TestMethod]
    public void Select_AllAtTheTop_GivesTheHighest() =>
        Assert.AreSequenceEqual([19, 18, 17, 16, 15, 14, 13], Select(Context(20), 7, TopShare.All));

    [TestMethod]
    public void Select_SingleQuestions_RotateThroughTheParts()
    {
        Assert.AreSequenceEqual([19], Select(Context(20), 1));
        Assert.AreSequenceEqual([15], Select(Context(20, history: [Outcome("N")]), 1));

        // r = 0.5 / 2: q = 0.9, the boundary 17.1; of the ten next to it, 18 ... 16 and 14 ... 8, farthest from 19 and 15 is 8.
        var context = Context(20, normal: [19, 15], history: [Outcome("N"), Outcome("N")]);
        Assert.AreSequenceEqual([8], Select(context, 1));
    }

    [TestMethod]
    public void Select_EqualRows_AsksOnce()
    {
        // Features 9 9 9 8 8 7 6 5 4 3: six different ones from the top, each by its first row.
        var pool = FeatureMatrix.Copy([9, 9, 9, 8, 8, 7, 6, 5, 4, 3], 1);
        var rows = Select(Context(pool), 7);
        Assert.AreSequenceEqual([0, 3, 5], rows[..3]);
        Assert.AreSequenceEqual([0, 3, 5, 6, 7, 8, 9], rows.Order());
    }

    [TestMethod]
    public void Select_TwinsOfRowsAlreadyAsked_AreNotAsked()
    {
        // Row 1 is a twin of the answered row 0, row 3 of the skipped (or pending) row 2, row 5 of nobody.
        var pool = FeatureMatrix.Copy([9, 9, 8, 8, 7, 1], 1);
        var labels = QueryContexts.Labels(6, normal: [0]);
        var context = new QueryContext(pool.Values.ToArray(), labels, new HashSet<int> { 2 }) { Pool = pool };
        Assert.AreSequenceEqual([4, 5], Select(context, 6));
    }

    [TestMethod]
    public void Select_EqualRows_CountInTheBoundaryAllTheSame()
    {
        // Of 0 ... 9 and eleven 10s, 21 values, the 0.8 quantile is 10; of the different values alone it were 8.
        var pool = FeatureMatrix.Copy([.. Ascending(11), .. Enumerable.Repeat(10f, 10)], 1);
        Assert.AreSequenceEqual([10, 9], Select(Context(pool), 2));
    }

    [TestMethod]
    public void Select_MoreThanAreLeft_DividesWhatIsLeft()
    {
        // Four different rows are left: two at the top, one at the boundary, the 0.8 quantile of 0 ... 6, 4.8, and the last.
        var pool = FeatureMatrix.Copy([0, 1, 2, 3, 4, 5, 6], 1);
        Assert.AreSequenceEqual([5, 3, 2, 0], Select(Context(pool, normal: [1, 4, 6]), 10));
    }

    [TestMethod]
    public void Select_HistoryOfCountsOnly_Throws() => Assert.ThrowsExactly<InvalidOperationException>(
        () => Select(Context(20, history: [new QueryOutcome(3, 3, 0)]), 6));

    [TestMethod]
    public void BoundaryQuantile_HistoryOfCountsOnly_Throws() => Assert.ThrowsExactly<InvalidOperationException>(
        () => new ThirdsStrategy().BoundaryQuantile([new QueryOutcome(3, 3, 0)]));

    [TestMethod]
    public void BoundaryQuantile_NoHistory_Throws() =>
        Assert.ThrowsExactly<ArgumentNullException>(() => new ThirdsStrategy().BoundaryQuantile(null!));

    [TestMethod]
    public void BoundaryQuantile_AfterAnswers_IsThatOfTheFold() =>
        Assert.AreEqual(0.7, new ThirdsStrategy().BoundaryQuantile([Outcome("NN UA NN")])!.Value, 1e-15);

    [TestMethod]
    public void Name_Shares_Differ() =>
        Assert.AreEqual(3, Enum.GetValues<TopShare>().Select(share => new ThirdsStrategy(share).Name).Distinct().Count());

    [TestMethod]
    public void UsesPseudoAbnormalRows_Thirds_IsFalse() => Assert.IsFalse(new ThirdsStrategy().UsesPseudoAbnormalRows);

    [TestMethod]
    public void Constructor_UnknownShare_Throws() => Assert.AreEqual(
        "topShare", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new ThirdsStrategy((TopShare)9)).ParamName);

    private static int[] Select(QueryContext context, int count, TopShare topShare = TopShare.Adaptive) =>
        new ThirdsStrategy(topShare).Select(context, count);

    private static QueryContext Context(int count, DetectorModel? model = null, int[]? normal = null, QueryOutcome[]? history = null) =>
        Context(FeatureMatrix.Copy(Ascending(count), 1), model, normal, history);

    private static QueryContext Context(
        FeatureMatrix pool, DetectorModel? model = null, int[]? normal = null, QueryOutcome[]? history = null) =>
        new(pool.Values.ToArray(), QueryContexts.Labels(pool.RowCount, normal)) { Pool = pool, Model = model, History = history ?? [] };

    private static QueryOutcome Outcome(string letters) => QueryOutcome.Of(
    [
        .. letters.Where(letter => letter != ' ').Select(letter => letter switch
        {
            'A' => RowLabel.Abnormal,
            'N' => RowLabel.Normal,
            _ => RowLabel.Unlabeled,
        }),
    ]);

    private static float[] Ascending(int count) => [.. Enumerable.Range(0, count).Select(value => (float)value)];

    /// <summary>A model that gives too few variances, or with a negative count none.</summary>
    private sealed class ShortVarianceModel(int count) : DetectorModel(1), IPosteriorVariance
    {
        public PosteriorVariance Variance(FeatureMatrix rows, CancellationToken cancellationToken = default) =>
            count < 0 ? null! : new Short(count);

        protected override void ScoreRows(ReadOnlySpan<float> rows, Span<float> scores, CancellationToken cancellationToken) =>
            scores.Clear();

        private sealed class Short(int count) : PosteriorVariance
        {
            public override ReadOnlySpan<double> Values => new double[count];

            public override void TakeForAnswered(int row)
            {
            }
        }
    }
}
