using ActiveAnomaly.Data;
using ActiveAnomaly.Querying;
using ActiveAnomaly.Sessions;
using Microsoft.ML.Data;

namespace Microsoft.ML.ActiveAnomaly.Tests;

/// <summary>
/// Data views that give their rows in another order in each pass: the wrong rows are never shown or labelled, and those that keep theirs
/// are read as before.
/// </summary>
[TestClass]
public sealed class ReorderedRowsTests
{
    private const int RowCount = 60;

    private const int Budget = 4;

    [TestMethod]
    public void Fit_OracleThatWantsColumnsOfAReorderedPass_StopsWithRowFeatureAndBothValues()
    {
        var mlContext = new MLContext(1);
        var rows = Rows.Pool(RowCount);
        var data = new ReorderingDataView<PoolRow>(mlContext, rows, pass => Rotated(RowCount, pass));
        var asked = 0;
        var estimator = mlContext.ActiveAnomaly().ActiveLearning(
            mlContext.NceTrainer(Fast.Untrained),
            new RandomStrategy(),
            LabelOracle.FromDelegate(
                _ =>
                {
                    asked++;
                    return Answer.Normal;
                },
                "Label"),
            1,
            Budget);

        var exception = Assert.ThrowsExactly<FeatureDataException>(() => estimator.Fit(data));

        // Row i of the first pass is i, of the second i + 1.
        var row = (int)exception.RowIndex!.Value;
        var feature = exception.ColumnIndex!.Value;
        var (known, found) = (rows[row].Features, rows[(row + 1) % RowCount].Features);
        Assert.AreEqual(Enumerable.Range(0, known.Length).First(k => known[k] != found[k]), feature);
        var said = FormattableString.Invariant(
            $"Row {row}, feature {feature} of 'Features' is {found[feature]} where the columns to be shown are read, and was ");
        Assert.Contains(said + FormattableString.Invariant($"{known[feature]} when"), exception.Message);
        Assert.Contains("SaveAsBinary", exception.Message);
        Assert.AreEqual(0, asked);
    }

    [TestMethod]
    public void Fit_OracleThatWantsColumnsOfASteadyView_ShowsTheRows()
    {
        var mlContext = new MLContext(1);
        var data = new ReorderingDataView<PoolRow>(mlContext, Rows.Pool(RowCount), _ => Rotated(RowCount, 7));

        AssertShownRight(mlContext, data, row => (row + 7) % RowCount);
        Assert.AreEqual(4, data.CursorCount);
    }

    [TestMethod]
    [DataRow(1000)]
    [DataRow(8)]
    public void Fit_ShuffleRows_ShowsTheRowsOfItsOrder(int shufflePoolSize)
    {
        var mlContext = new MLContext(1);
        var source = mlContext.Data.Cache(mlContext.Pool(RowCount), "Features", "Label");
        foreach (var seed in new int?[] { 3, null })
        {
            var data = mlContext.Data.ShuffleRows(source, seed, shufflePoolSize);
            var order = data.GetColumn<float[]>("Features").Select(
                features => Array.FindIndex(Rows.Pool(RowCount), row => row.Features.SequenceEqual(features))).ToArray();
            Assert.IsFalse(order.SequenceEqual(order.Order()));
            AssertShownRight(mlContext, data, row => order[row]);
        }
    }

    [TestMethod]
    public void Fit_CacheOfAReorderedSource_KeepsWhatIsShownOfTheFeaturesPass()
    {
        // The cache keeps each column from the pass that first asks for it: asked one by one, they would be of different orders.
        var mlContext = new MLContext(1);
        var source = new ReorderingDataView<PoolRow>(mlContext, Rows.Pool(RowCount), pass => Rotated(RowCount, pass));

        AssertShownRight(mlContext, mlContext.Data.Cache(source), row => row);
        Assert.AreEqual(1, source.CursorCount);
    }

    [TestMethod]
    public void Fit_AnswersOfAColumnOfAReorderedView_AreThoseOfTheRows()
    {
        var mlContext = new MLContext(1);
        var rows = Rows.Pool(RowCount);
        var data = new ReorderingDataView<PoolRow>(mlContext, rows, pass => Rotated(RowCount, pass + 5));

        var model = mlContext.ActiveAnomaly().ActiveLearning(
            mlContext.NceTrainer(Fast.Untrained), new RandomStrategy(), LabelOracle.FromColumn(), RowCount / Budget, Budget).Fit(data);

        Assert.AreEqual(1, data.CursorCount);
        Assert.AreEqual(RowCount, model.Labels.LabeledCount);
        CollectionAssert.AreEqual(
            Rotated(RowCount, 5).Select(row => Rows.IsAbnormal(row) ? RowLabel.Abnormal : RowLabel.Normal).ToArray(),
            model.Labels.Values.ToArray());
    }

    [TestMethod]
    public void Fit_AnswersAndInitialLabelsOfColumns_AreReadInTheFeaturesPass()
    {
        var mlContext = new MLContext(1);
        RawRow[] rows = [.. Rows.Raw(RowCount).Select((row, i) =>
        {
            row.Rest = [i, 0, 0];
            return row;
        })];
        var data = new ReorderingDataView<RawRow>(mlContext, rows, pass => Rotated(RowCount, pass));

        var chain = mlContext.Transforms.Concatenate("Features", "Height", "Rest").Append(mlContext.ActiveAnomaly().ActiveLearning(
            mlContext.NceTrainer(Fast.Untrained),
            new RandomStrategy(),
            LabelOracle.FromColumn("IsNew"),
            new ActiveLearningEstimator.Options { StageCount = 0, InitialLabelColumnName = "Label" })).Fit(data);

        CollectionAssert.AreEqual(
            Enumerable.Range(0, RowCount).Where(Rows.IsAbnormal).ToArray(), chain.LastTransformer.Labels.AbnormalRows.ToArray());
    }

    [TestMethod]
    public void CreatePreview_PoolAndASteadyView_ShowsTheRows()
    {
        var (mlContext, data, session) = Session(_ => Rotated(RowCount, 0));

        var shown = mlContext.ActiveAnomaly().CreatePreview(data, session.Pool, "Features", "Label").Read([9, 3, 9]);

        CollectionAssert.AreEqual(new[] { 1f, 0, 1 }, shown.Select(values => (float)values["Label"]).ToArray());
        Assert.AreEqual("Label", string.Join(',', shown[0].Keys));
    }

    [TestMethod]
    public void CreatePreview_PoolAndNoColumns_ShowsAll()
    {
        var (mlContext, data, session) = Session(_ => Rotated(RowCount, 0));

        var preview = mlContext.ActiveAnomaly().CreatePreview(data, session.Pool, "Features");

        CollectionAssert.AreEqual((string[])["Features", "Label"], preview.ColumnNames.ToArray());
        CollectionAssert.AreEqual(Rows.Features(4), (float[])preview.Read([4])[0]["Features"]);
    }

    [TestMethod]
    public void CreatePreview_PoolAndAReorderedView_Stops()
    {
        // Rows 5 and 6 change places; all others are where they were.
        int[] swapped = [.. Enumerable.Range(0, RowCount).Select(row => row == 5 ? 6 : row == 6 ? 5 : row)];
        var (mlContext, data, session) = Session(pass => pass == 0 ? Rotated(RowCount, 0) : swapped);
        var preview = mlContext.ActiveAnomaly().CreatePreview(data, session.Pool, "Features", "Label");

        Assert.HasCount(2, preview.Read([4, 7]));
        Assert.AreEqual(6, Assert.ThrowsExactly<FeatureDataException>(() => preview.Read([7, 6])).RowIndex);
    }

    [TestMethod]
    public void CreatePreview_MinusZeroWhereThePoolHasZero_Stops()
    {
        var mlContext = new MLContext(1);
        PoolRow[] rows = [new() { Features = [0, 1, 2, 3, 4] }, new() { Features = [-0f, 1, 2, 3, 4] }];
        var pool = FeatureMatrix.Copy(rows[0].Features, PoolRow.FeatureCount);
        var preview = mlContext.ActiveAnomaly().CreatePreview(mlContext.View([rows[1]]), pool, "Features");

        Assert.AreEqual(0, Assert.ThrowsExactly<FeatureDataException>(() => preview.Read([0])).ColumnIndex);
    }

    [TestMethod]
    public void CreatePreview_FewerRowsThanThePool_Stops()
    {
        var (mlContext, data, session) = Session(pass => Rotated(RowCount, 0)[..(pass == 0 ? RowCount : 50)]);
        var preview = mlContext.ActiveAnomaly().CreatePreview(data, session.Pool, "Features", "Label");

        var exception = Assert.ThrowsExactly<FeatureDataException>(() => preview.Read([3, 55]));
        Assert.AreEqual(55, exception.RowIndex);
        Assert.Contains("gives 50 rows, and gave 60 when the features were read", exception.Message);
    }

    [TestMethod]
    [DataRow(60, "the pool has 60 rows")]
    [DataRow(-1, "the data has 60 rows")]
    public void CreatePreview_RowThatThePoolDoesNotHave_Throws(int row, string message)
    {
        var (mlContext, data, session) = Session(_ => Rotated(RowCount, 0));
        var preview = mlContext.ActiveAnomaly().CreatePreview(data, session.Pool, "Features", "Label");

        Assert.Contains(message, Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => preview.Read([0, row])).Message);
    }

    [TestMethod]
    public void CreatePreview_PoolOfOtherFeatures_Throws()
    {
        var mlContext = new MLContext(1);
        var pool = FeatureMatrix.Copy([1, 2, 3], 3);
        var catalog = mlContext.ActiveAnomaly();

        var exception = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => catalog.CreatePreview(mlContext.Pool(), pool, "Features"));
        Assert.AreEqual("featureColumnName", exception.ParamName);
        Assert.Contains("holds 5 features, the pool 3", exception.Message);
        Assert.ThrowsExactly<ArgumentNullException>(() => catalog.CreatePreview(null!, pool, "Features"));
        Assert.ThrowsExactly<ArgumentNullException>(() => catalog.CreatePreview(mlContext.Pool(), (FeatureMatrix)null!, "Features"));
        Assert.ThrowsExactly<ArgumentNullException>(() => catalog.CreatePreview(mlContext.Pool(), pool, null!));
        Assert.ThrowsExactly<ArgumentNullException>(() => catalog.CreatePreview(mlContext.Pool(), pool, "Features", null!));
    }

    /// <summary>Asks about rows of a view over the default pool, and compares what is shown with the row that the pool has there.</summary>
    private static void AssertShownRight(MLContext mlContext, IDataView data, Func<int, int> sourceOf)
    {
        var questions = new List<OracleQuestion>();
        var oracle = LabelOracle.FromDelegate(
            question =>
            {
                questions.Add(question);
                return Answer.Normal;
            },
            "Label",
            "Features");
        mlContext.ActiveAnomaly().ActiveLearning(
            mlContext.NceTrainer(Fast.Untrained), new RandomStrategy(), oracle, stageCount: 3, Budget).Fit(data);

        Assert.HasCount(3 * Budget, questions);
        foreach (var question in questions)
        {
            var source = sourceOf(question.Row.RowIndex);
            Assert.AreEqual(Rows.IsAbnormal(source) ? 1f : 0, question.Values["Label"]);
            CollectionAssert.AreEqual(Rows.Features(source), (float[])question.Values["Features"]);
        }
    }

    private static (MLContext Context, IDataView Data, ActiveLearningSession Session) Session(Func<int, int[]> orderOf)
    {
        var mlContext = new MLContext(1);
        var data = new ReorderingDataView<PoolRow>(mlContext, Rows.Pool(RowCount), orderOf);
        return (mlContext, data, mlContext.ActiveAnomaly().CreateSession(data, mlContext.NceTrainer(Fast.Untrained), new RandomStrategy()));
    }

    /// <summary>Row i is i plus an offset, from the first again after the last.</summary>
    private static int[] Rotated(int count, int offset) => [.. Enumerable.Range(0, count).Select(row => (row + offset) % count)];
}
