using ActiveAnomaly.Querying;
using ActiveAnomaly.Sessions;
using Microsoft.ML.Data;

namespace Microsoft.ML.ActiveAnomaly.Tests;

/// <summary>Who answers, and what they are shown.</summary>
[TestClass]
public sealed class LabelOracleTests
{
    private const int StageCount = 3;

    private const int Budget = 4;

    [TestMethod]
    public void FromColumn_RowsWithoutALabel_AreSkipped()
    {
        var history = FitColumn(Rows.PartlyLabeled()).History;

        Assert.IsTrue(history.SelectMany(stage => stage.QueriedRows.Zip(stage.Answers)).All(pair =>
            (pair.Second == Answer.Skip) == float.IsNaN(Rows.PartlyLabeled()[pair.First].Label)));
    }

    [TestMethod]
    public void FromColumn_RowsWithoutALabel_AreNeverAskedAgain()
    {
        var asked = FitColumn([.. Rows.Pool().Select(row => new PoolRow { Features = row.Features, Label = float.NaN })])
            .History.SelectMany(stage => stage.QueriedRows).ToArray();

        CollectionAssert.AllItemsAreUnique(asked);
    }

    [TestMethod]
    public void FromColumn_RowsWithoutALabel_StayUnlabeled()
    {
        var labels = FitColumn([.. Rows.Pool().Select(row => new PoolRow { Features = row.Features, Label = float.NaN })]).Labels;

        Assert.AreEqual(0, labels.LabeledCount);
    }

    [TestMethod]
    public void FromColumn_NameNotGiven_IsLabel()
    {
        var mlContext = new MLContext(1);

        Assert.AreEqual(Answer.Abnormal, LabelOracle.FromColumn().Open(mlContext.Pool(), CancellationToken.None)(Question(9)));
    }

    [TestMethod]
    [DataRow(0, Answer.Normal)]
    [DataRow(-2, Answer.Normal)]
    [DataRow(0.5f, Answer.Abnormal)]
    [DataRow(float.NaN, Answer.Skip)]
    public void FromColumn_Single_AnswersByItsMeaning(float label, Answer expected)
    {
        var mlContext = new MLContext(1);
        var answer = LabelOracle.FromColumn("Label").Open(
            mlContext.View((PoolRow[])[new PoolRow { Features = Rows.Features(0), Label = label }]), CancellationToken.None);

        Assert.AreEqual(expected, answer(Question(0)));
    }

    [TestMethod]
    public void FromColumn_Boolean_AnswersByItsMeaning()
    {
        var mlContext = new MLContext(1);
        var answer = LabelOracle.FromColumn("IsNew").Open(mlContext.View(Rows.Raw()), CancellationToken.None);

        CollectionAssert.AreEqual((Answer[])[Answer.Normal, Answer.Abnormal], (Answer[])[answer(Question(0)), answer(Question(1))]);
    }

    [TestMethod]
    public void FromDelegate_ColumnThatWasNotNamed_SaysWhichWereAndHowToNameIt()
    {
        var message = Missed("Label", "Features");

        Assert.Contains("no value of 'Label'", message);
        Assert.Contains("LabelOracle.FromDelegate takes the names of the columns to show", message);
        Assert.Contains("was given 'Features'; name 'Label' there as well", message);
    }

    [TestMethod]
    public void FromDelegate_NoColumnNamed_SaysSo() => Assert.Contains("was given none; name 'Label'", Missed("Label"));

    [TestMethod]
    public void FromDelegate_ColumnThatIsNotThere_SaysWhichAre() =>
        Assert.Contains("the columns that could be are 'Features', 'Label'", Missed("Truth", "Label"));

    [TestMethod]
    public void FromColumn_KeyOfSeven_ThrowsWithColumnAndAllowedTypes() => OpenThrows("Group", "'Group'", "key of 2");

    [TestMethod]
    public void FromColumn_Text_ThrowsWithColumnAndAllowedTypes() => OpenThrows("Name", "'Name'", "key of 2");

    [TestMethod]
    public void FromColumn_ColumnMissing_ThrowsWithTheName() => OpenThrows("Truth", "'Truth'", "'Label'");

    [TestMethod]
    public void FromColumn_ColumnMissing_FitAsksNothing()
    {
        var stages = new Listener<SessionStage>();
        var mlContext = new MLContext(1);
        var estimator = mlContext.ActiveAnomaly().ActiveLearning(
            mlContext.NceTrainer(),
            new RandomStrategy(),
            LabelOracle.FromColumn("Truth"),
            new ActiveLearningEstimator.Options { StageProgress = stages });
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => estimator.Fit(mlContext.Pool()));

        Assert.IsEmpty(stages.Reports);
    }

    [TestMethod]
    public void FromColumn_Null_Throws() =>
        Assert.AreEqual("labelColumnName", Assert.ThrowsExactly<ArgumentNullException>(() => LabelOracle.FromColumn(null!)).ParamName);

    [TestMethod]
    public void FromColumn_EmptyName_Throws() =>
        Assert.AreEqual("labelColumnName", Assert.ThrowsExactly<ArgumentException>(() => LabelOracle.FromColumn(" ")).ParamName);

    [TestMethod]
    public void FromDelegate_NullAnswer_Throws()
    {
        Func<OracleQuestion, Answer> answer = null!;
        Func<OracleQuestion, CancellationToken, Answer> waiting = null!;
        Assert.AreEqual("answer", Assert.ThrowsExactly<ArgumentNullException>(() => LabelOracle.FromDelegate(answer)).ParamName);
        Assert.AreEqual("answer", Assert.ThrowsExactly<ArgumentNullException>(() => LabelOracle.FromDelegate(waiting)).ParamName);
    }

    [TestMethod]
    public void FromDelegate_NullColumns_Throws() =>
        Assert.AreEqual(
            "shownColumnNames",
            Assert.ThrowsExactly<ArgumentNullException>(() => LabelOracle.FromDelegate(_ => Answer.Skip, null!)).ParamName);

    [TestMethod]
    public void FromDelegate_EveryQuestion_IsAboutTheRowQueried()
    {
        var (model, questions) = FitDelegate();

        CollectionAssert.AreEqual(
            model.History.SelectMany(stage => stage.QueriedRows).ToArray(), questions.Select(question => question.Row.RowIndex).ToArray());
    }

    [TestMethod]
    public void FromDelegate_EveryQuestion_TellsTheStage()
    {
        var (_, questions) = FitDelegate();

        CollectionAssert.AreEqual(
            Enumerable.Range(0, StageCount * Budget).Select(i => i / Budget).ToArray(),
            questions.Select(question => question.Row.Stage).ToArray());
    }

    [TestMethod]
    public void FromDelegate_EveryQuestion_TellsThePosition()
    {
        var (_, questions) = FitDelegate();

        CollectionAssert.AreEqual(
            Enumerable.Range(0, StageCount * Budget).Select(i => i % Budget).ToArray(),
            questions.Select(question => question.Row.Position).ToArray());
    }

    [TestMethod]
    public void FromDelegate_EveryQuestion_TellsTheQueryCount()
    {
        var (_, questions) = FitDelegate();

        Assert.IsTrue(questions.All(question => question.Row.QueryCount == Budget));
    }

    [TestMethod]
    public void FromDelegate_EveryQuestion_TellsTheScoreOfTheStage()
    {
        var (model, questions) = FitDelegate();

        CollectionAssert.AreEqual(
            Bits.Of(questions.Select(question => model.History[question.Row.Stage].Scores.Span[question.Row.RowIndex])),
            Bits.Of(questions.Select(question => question.Row.Score)));
    }

    [TestMethod]
    public void FromDelegate_NoColumnsWanted_ShowsNone()
    {
        var (_, questions) = FitDelegate();

        Assert.IsTrue(questions.All(question => question.Values.Count == 0));
    }

    [TestMethod]
    public void FromDelegate_ColumnsWanted_ShowsThoseOnly()
    {
        var (_, questions) = FitDelegate("Name", "Height");

        Assert.IsTrue(questions.All(question => question.Values.Keys.Order().SequenceEqual(["Height", "Name"])));
    }

    [TestMethod]
    public void FromDelegate_SingleColumn_ShowsTheRawNumber() => Shows("Height", row => row.Height);

    [TestMethod]
    public void FromDelegate_DoubleColumn_ShowsTheRawNumber() => Shows("Width", row => row.Width);

    [TestMethod]
    public void FromDelegate_Int32Column_ShowsTheRawNumber() => Shows("Count", row => row.Count);

    [TestMethod]
    public void FromDelegate_BooleanColumn_ShowsTheTruthValue() => Shows("IsNew", row => row.IsNew);

    [TestMethod]
    public void FromDelegate_TextColumn_ShowsAString() => Shows("Name", row => row.Name);

    [TestMethod]
    public void FromDelegate_KeyColumn_ShowsTheKeyFromOneWithZeroForMissing() => Shows("Group", row => row.Group == 7 ? 0u : row.Group + 1);

    [TestMethod]
    public void FromDelegate_VectorColumn_ShowsTheRawNumbersNotTheNormalisedOnes()
    {
        var (_, questions) = FitDelegate("Rest");

        CollectionAssert.AreEqual(
            Bits.Of(questions.SelectMany(question => Rows.Raw()[question.Row.RowIndex].Rest)),
            Bits.Of(questions.SelectMany(question => (float[])question.Values["Rest"])));
    }

    [TestMethod]
    public void FromDelegate_VectorColumn_ShowsAnArrayOfItsOwnToEachQuestion()
    {
        var (_, questions) = FitDelegate("Rest");

        Assert.HasCount(
            questions.Count, questions.Select(question => question.Values["Rest"]).Distinct(ReferenceEqualityComparer.Instance).ToArray());
    }

    [TestMethod]
    public void FromDelegate_ColumnWantedTwice_IsShown()
    {
        var (_, questions) = FitDelegate("Name", "Height", "Name");

        Assert.IsTrue(questions.All(question => question.Values.Keys.Order().SequenceEqual(["Height", "Name"])));
    }

    [TestMethod]
    public void FromDelegate_ColumnMissing_ThrowsWithTheName() => FitThrows("Colour", "'Colour'", "'Height'");

    [TestMethod]
    public void FromDelegate_ColumnThatCannotBeShown_ThrowsWithWhatCan() => FitThrows("Id", "'Id'", "vectors of them");

    [TestMethod]
    public void FromDelegate_AnswerThatIsNone_Throws()
    {
        var mlContext = new MLContext(1);
        var estimator = mlContext.ActiveAnomaly().ActiveLearning(
            mlContext.NceTrainer(Fast.Untrained), new RandomStrategy(), LabelOracle.FromDelegate(_ => default));

        Assert.Contains(
            "Normal, Abnormal and Skip", Assert.ThrowsExactly<ArgumentException>(() => estimator.Fit(mlContext.Pool())).Message);
    }

    [TestMethod]
    public void FromDelegate_OracleThatThrows_ItsExceptionArrives()
    {
        var mlContext = new MLContext(1);
        var thrown = new TimeoutException("The expert has gone home.");
        var estimator = mlContext.ActiveAnomaly().ActiveLearning(
            mlContext.NceTrainer(Fast.Untrained), new RandomStrategy(), LabelOracle.FromDelegate(_ => throw thrown));

        Assert.AreSame(thrown, Assert.ThrowsExactly<TimeoutException>(() => estimator.Fit(mlContext.Pool())));
    }

    [TestMethod]
    public void FromDelegate_AnswersOfTheColumn_GiveTheModelOfTheColumn()
    {
        var mlContext = new MLContext(1);
        var oracle = LabelOracle.FromDelegate(question => (float)question.Values["Label"] > 0 ? Answer.Abnormal : Answer.Normal, "Label");

        Assert.AreEqual(Bits.OfModel(FitColumn(Rows.Pool()).Model), Bits.OfModel(Fit(mlContext, oracle).Fit(mlContext.Pool()).Model));
    }

    [TestMethod]
    public void Open_OwnClass_IsCalledOnceAFit()
    {
        var mlContext = new MLContext(1);
        var oracle = new CountingOracle();
        Fit(mlContext, oracle).Fit(mlContext.Pool());

        Assert.AreEqual(1, oracle.OpenCount);
    }

    [TestMethod]
    public void Open_OwnClass_AnswersAreTaken()
    {
        var mlContext = new MLContext(1);
        var model = Fit(mlContext, new CountingOracle()).Fit(mlContext.Pool());

        Assert.AreEqual(StageCount * Budget, model.Labels.AbnormalRows.Count);
    }

    [TestMethod]
    public void Open_OwnClassWithShownColumns_GetsThem()
    {
        var mlContext = new MLContext(1);
        var oracle = new CountingOracle();
        Fit(mlContext, oracle).Fit(mlContext.Pool());

        CollectionAssert.AreEqual(
            Bits.Of(oracle.Questions.Select(question => Rows.Pool()[question.Row.RowIndex].Label)),
            Bits.Of(oracle.Questions.Select(question => (float)question.Values["Label"])));
    }

    [TestMethod]
    public void Open_OwnClass_GetsTheTokenOfTheFit()
    {
        var mlContext = new MLContext(1);
        using var cancellation = new CancellationTokenSource();
        var oracle = new CountingOracle(cancellation.Cancel);
        var estimator = mlContext.ActiveAnomaly().ActiveLearning(
            mlContext.NceTrainer(),
            new RandomStrategy(),
            oracle,
            new ActiveLearningEstimator.Options { CancellationToken = cancellation.Token });
        Assert.Throws<OperationCanceledException>(() => estimator.Fit(mlContext.Pool()));

        Assert.IsTrue(oracle.WasCancelled);
    }

    private static OracleQuestion Question(int row) => new(new QueriedRow(row, 0, 0, 0, 1), new Dictionary<string, object>());

    private static ActiveLearningEstimator Fit(MLContext mlContext, LabelOracle oracle) =>
        mlContext.ActiveAnomaly().ActiveLearning(mlContext.NceTrainer(), new RandomStrategy(), oracle, StageCount, Budget);

    private static ActiveLearningTransformer FitColumn(PoolRow[] rows)
    {
        var mlContext = new MLContext(1);
        return Fit(mlContext, LabelOracle.FromColumn()).Fit(mlContext.View(rows));
    }

    /// <summary>Runs a chain that normalises, with an oracle that keeps the questions and finds every row normal.</summary>
    private static (ActiveLearningTransformer Model, List<OracleQuestion> Questions) FitDelegate(params string[] shown)
    {
        var mlContext = new MLContext(1);
        var questions = new List<OracleQuestion>();
        var oracle = LabelOracle.FromDelegate(
            question =>
            {
                questions.Add(question);
                return Answer.Normal;
            },
            shown);
        var chain = mlContext.Transforms.Concatenate("Features", "Height", "Rest")
            .Append(mlContext.Transforms.NormalizeMinMax("Features", fixZero: false))
            .Append(mlContext.ActiveAnomaly().ActiveLearning(
                mlContext.NceTrainer(), new AdaptiveBoundaryStrategy(0.6), oracle, StageCount, Budget))
            .Fit(mlContext.View(Rows.Raw()));
        return (chain.LastTransformer, questions);
    }

    private static void Shows(string column, Func<RawRow, object> expected)
    {
        var (_, questions) = FitDelegate(column);
        CollectionAssert.AreEqual(
            questions.Select(question => expected(Rows.Raw()[question.Row.RowIndex])).ToArray(),
            questions.Select(question => question.Values[column]).ToArray());
    }

    private static void OpenThrows(string column, params string[] parts)
    {
        var mlContext = new MLContext(1);
        var exception = Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => LabelOracle.FromColumn(column).Open(mlContext.View(Rows.Raw()), CancellationToken.None));
        foreach (var part in parts)
        {
            Assert.Contains(part, exception.Message);
        }
    }

    private static void FitThrows(string column, params string[] parts)
    {
        var mlContext = new MLContext(1);
        var oracle = LabelOracle.FromDelegate(_ => Answer.Normal, column);
        var data = mlContext.View(Enumerable.Range(0, 20).Select(row => new IdRow { Features = Rows.Features(row) }).ToArray());
        var exception = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Fit(mlContext, oracle).Fit(data));
        foreach (var part in parts)
        {
            Assert.Contains(part, exception.Message);
        }
    }

    /// <summary>What an oracle is told that looks for a value.</summary>
    private static string Missed(string column, params string[] shown)
    {
        var mlContext = new MLContext(1);
        var oracle = LabelOracle.FromDelegate(question => question.Values[column] is 1f ? Answer.Abnormal : Answer.Normal, shown);
        return Assert.ThrowsExactly<KeyNotFoundException>(
            () => mlContext.ActiveAnomaly().ActiveLearning(oracle).Fit(mlContext.Pool())).Message;
    }

    private sealed class IdRow
    {
        [VectorType(PoolRow.FeatureCount)]
        public float[] Features { get; set; } = [];

        public DataViewRowId Id { get; set; }

        public float Height { get; set; }
    }

    /// <summary>Takes every row for an anomaly, and remembers what it was told.</summary>
    private sealed class CountingOracle(Action? onOpen = null) : LabelOracle
    {
        public override IReadOnlyList<string> ShownColumnNames => ["Label"];

        public int OpenCount { get; private set; }

        public bool WasCancelled { get; private set; }

        public List<OracleQuestion> Questions { get; } = [];

        public override Func<OracleQuestion, Answer> Open(IDataView input, CancellationToken cancellationToken)
        {
            OpenCount++;
            onOpen?.Invoke();
            WasCancelled = cancellationToken.IsCancellationRequested;
            return question =>
            {
                Questions.Add(question);
                return Answer.Abnormal;
            };
        }
    }
}
