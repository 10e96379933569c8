using ActiveAnomaly.Randomness;

namespace ActiveAnomaly.Data;

/// <summary>
/// A thousand rows, every tenth abnormal: 900 normal and 100 abnormal ones, of which 540 and 60 are trained on. Feature 0 is the row's
/// number, feature 1 constant, feature 2 minus the row's number where it is abnormal, and else 1.
/// </summary>
[TestClass]
public sealed class WeakLabelSplitTests
{
    private const int RowCount = 1000;

    private static readonly bool[] Truth = [.. Enumerable.Range(0, RowCount).Select(row => row % 10 == 0)];

    private static readonly FeatureMatrix Rows = FeatureMatrix.FromRows(
        [.. Enumerable.Range(0, RowCount).Select(row => new[] { row, 7f, Truth[row] ? -row : 1f })], ["number", "constant", "other"]);

    private static readonly WeakLabelOptions Untouched = new() { Contamination = null };

    [TestMethod]
    public void Of_Defaults_SplitsEachClassBySixTwoTwo()
    {
        var split = Split(Untouched);

        Assert.AreEqual((540, 60), Count(split.TrainingTruth));
        Assert.AreEqual((180, 20), Count(split.ValidationTruth));
        Assert.AreEqual((180, 20), Count(split.TestTruth));
    }

    [TestMethod]
    public void Of_AnySeed_PutsEachRowIntoOnePart()
    {
        var split = Split(Untouched);
        Assert.AreSequenceEqual(
            Enumerable.Range(0, RowCount), split.TrainingRows.Concat(split.ValidationRows).Concat(split.TestRows).Order());
    }

    [TestMethod]
    public void Of_AnySeed_ParallelsRowsAndTruth()
    {
        var split = Split(Untouched);

        Assert.AreSequenceEqual(split.TrainingRows.Select(row => Truth[row]), split.TrainingTruth.ToArray());
        Assert.AreSequenceEqual(split.ValidationRows.Select(row => Truth[row]), split.ValidationTruth.ToArray());
        Assert.AreSequenceEqual(split.TestRows.Select(row => Truth[row]), split.TestTruth.ToArray());
    }

    /// <summary>(x - min) / (max - min) of the numbers of the training rows, and without the constant feature.</summary>
    [TestMethod]
    public void Of_AnySeed_ScalesByTheTrainingPart()
    {
        var split = Split(Untouched);
        var (lowest, highest) = (split.TrainingRows.Min(), split.TrainingRows.Max());

        Assert.AreSequenceEqual(new[] { 0, 2 }, split.Features);
        Assert.AreSequenceEqual(new[] { "number", "other" }, split.Training.FeatureNames!);
        Assert.AreEqual(0, split.Training.Row(0)[0]);
        Assert.AreEqual(1, split.Training.Row(split.Training.RowCount - 1)[0]);
        foreach (var (rows, part) in ((IReadOnlyList<int>, FeatureMatrix)[])
            [(split.TrainingRows, split.Training), (split.ValidationRows, split.Validation!), (split.TestRows, split.Test)])
        {
            Assert.AreSequenceEqual(
                rows.Select(row => (float)((row - lowest) / (double)(highest - lowest))),
                Enumerable.Range(0, rows.Count).Select(i => part.Row(i)[0]));
        }
    }

    [TestMethod]
    public void Of_Defaults_LabelsThirtyAnomaliesAndNothingElse()
    {
        var split = Split(new WeakLabelOptions());

        Assert.HasCount(30, split.Labels.AbnormalRows);
        Assert.IsEmpty(split.Labels.NormalRows);
        Assert.IsTrue(split.Labels.AbnormalRows.All(row => Truth[split.TrainingRows[row]]));
    }

    /// <summary>0.02 / 0.98 of 540 normal rows are 11.02.</summary>
    [TestMethod]
    public void Of_TooManyAnomalies_RemovesUnlabelledOnes()
    {
        var split = Split(new WeakLabelOptions());

        Assert.AreEqual((540, 30 + 11), Count(split.TrainingTruth));
        Assert.AreEqual(0, split.AddedCount);
        Assert.AreEqual(11.0 / (540 + 11), split.Contamination);
    }

    /// <summary>0.1 / 0.9 of 540 normal rows are 60; thirty are there, thirty are made.</summary>
    [TestMethod]
    public void Of_TooFewAnomalies_AddsSome()
    {
        var split = Split(new WeakLabelOptions { Contamination = 0.1 });

        Assert.AreEqual((540, 30 + 60), Count(split.TrainingTruth));
        Assert.AreEqual(30, split.AddedCount);
        Assert.AreEqual(0.1, split.Contamination);
        Assert.HasCount(600, split.TrainingRows);
        Assert.AreEqual(630, split.Training.RowCount);
        Assert.IsTrue(split.Labels.AbnormalRows.All(row => row < 600));
    }

    /// <summary>Of two features one is swapped, so that each is an unlabelled anomaly's, and not both the same one's.</summary>
    [TestMethod]
    public void Of_AddedAnomalies_HaveOneFeatureOfAnotherOne()
    {
        var split = Split(new WeakLabelOptions { Contamination = 0.1 });
        int[] hidden = [.. Enumerable.Range(0, 600).Where(row => split.TrainingTruth[row] && split.Labels[row] == RowLabel.Unlabeled)];
        for (var i = 600; i < 630; i++)
        {
            var row = i;
            var first = hidden.Single(other => split.Training.Row(other)[0] == split.Training.Row(row)[0]);
            var second = hidden.Single(other => split.Training.Row(other)[1] == split.Training.Row(row)[1]);
            Assert.AreNotEqual(first, second);
        }
    }

    [TestMethod]
    public void Of_NoSwappedShare_AddsCopies()
    {
        var split = Split(new WeakLabelOptions { Contamination = 0.1, SwappedShare = 0 });
        var first = split.Training.FirstTwins().ToArray();
        Assert.IsTrue(Enumerable.Range(600, 30).All(row => first[row] < 600 && split.TrainingTruth[first[row]]));
    }

    /// <summary>With two hidden anomalies, or fewer, the labelled ones are copied, as in the authors' program.</summary>
    [TestMethod]
    public void Of_HardlyAnyHiddenAnomaly_AddsOfLabelledOnes()
    {
        var split = Split(new WeakLabelOptions { LabeledCount = 58, SwappedShare = 0 });
        var first = split.Training.FirstTwins().ToArray();

        Assert.AreEqual(9, split.AddedCount);
        Assert.IsTrue(Enumerable.Range(600, 9).All(row => split.Labels[first[row]] == RowLabel.Abnormal));
    }

    [TestMethod]
    public void Of_TooFewAndNoneAdded_KeepsWhatThereIs()
    {
        var split = Split(new WeakLabelOptions { Contamination = 0.1, AddsAnomalies = false });

        Assert.AreEqual((540, 60), Count(split.TrainingTruth));
        Assert.AreEqual(0, split.AddedCount);
    }

    [TestMethod]
    public void Of_NoContamination_HidesNoAnomaly() =>
        Assert.AreEqual((540, 30), Count(Split(new WeakLabelOptions { Contamination = 0 }).TrainingTruth));

    [TestMethod]
    public void Of_MoreLabels_KeepThoseOfFewer()
    {
        var few = Split(Untouched with { LabeledCount = 10 });
        var many = Split(Untouched with { LabeledCount = 40 });

        Assert.IsEmpty(few.Labels.AbnormalRows.Except(many.Labels.AbnormalRows));
        Assert.AreSequenceEqual(few.TestRows, many.TestRows);
    }

    [TestMethod]
    public void Of_MoreContamination_KeepsTheRowsOfLess()
    {
        var less = Split(new WeakLabelOptions { Contamination = 0.01 });
        var more = Split(new WeakLabelOptions { Contamination = 0.05 });

        Assert.IsEmpty(less.TrainingRows.Except(more.TrainingRows));
        Assert.AreSequenceEqual(less.TestRows, more.TestRows);
    }

    [TestMethod]
    public void Of_SameSeed_GivesTheSameBits()
    {
        var (one, other) = (Split(new WeakLabelOptions { Contamination = 0.1 }), Split(new WeakLabelOptions { Contamination = 0.1 }));
        Assert.AreSequenceEqual(one.Training.Values.ToArray(), other.Training.Values.ToArray());
        Assert.AreSequenceEqual(one.Labels.AbnormalRows, other.Labels.AbnormalRows);
    }

    [TestMethod]
    public void Of_AnotherSeed_GivesAnotherSplit() =>
        Assert.AreNotSequenceEqual(Split(Untouched).TestRows, Split(Untouched, seed: 2).TestRows);

    /// <summary>Every anomaly is tested on in some of a hundred splits, and labelled in some: nothing depends on the rows' order.</summary>
    [TestMethod]
    public void Of_ManySeeds_TestAndLabelEveryAnomaly()
    {
        WeakLabelSplit[] splits = [.. Enumerable.Range(0, 100).Select(seed => Split(Untouched, seed))];

        Assert.AreEqual(RowCount, splits.SelectMany(split => split.TestRows).Distinct().Count());
        Assert.AreEqual(
            100, splits.SelectMany(split => split.Labels.AbnormalRows.Select(row => split.TrainingRows[row])).Distinct().Count());
    }

    [TestMethod]
    public void Of_NoValidationShare_HasNoValidationPart()
    {
        var split = Split(Untouched with { ValidationShare = 0 });

        Assert.IsNull(split.Validation);
        Assert.AreEqual((360, 40), Count(split.TestTruth));
    }

    [TestMethod]
    public void Of_MoreLabelsThanAnomalies_ThrowsWithBothNumbers()
    {
        var message = Assert.ThrowsExactly<FeatureDataException>(() => Split(new WeakLabelOptions { LabeledCount = 61 })).Message;
        Assert.Contains("60 abnormal rows", message);
        Assert.Contains("61 are to be labelled", message);
    }

    [TestMethod]
    public void Of_TooFewRowsOfAKind_ThrowsWithTheirNumber() => Assert.Contains(
        "1 abnormal rows",
        Assert.ThrowsExactly<FeatureDataException>(() => WeakLabelSplit.Of(
            FeatureMatrix.Copy([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 1),
            [true, false, false, false, false, false, false, false, false, false],
            Untouched with { LabeledCount = 0 },
            new SeededRandom(1))).Message);

    [TestMethod]
    public void Of_OneAnomalyToMakeOthersOf_Throws()
    {
        bool[] truth = [.. Enumerable.Range(0, 100).Select(row => row < 2)];
        var rows = FeatureMatrix.Copy([.. Enumerable.Range(0, 100).Select(row => (float)row)], 1);
        Assert.Contains("AddsAnomalies", Assert.ThrowsExactly<FeatureDataException>(() => WeakLabelSplit.Of(
            rows,
            truth,
            new WeakLabelOptions { TrainingShare = 0.5, ValidationShare = 0, LabeledCount = 1, Contamination = 0.5 },
            new SeededRandom(1))).Message);
    }

    /// <summary>One is labelled and two are not: too few of each, and enough together.</summary>
    [TestMethod]
    public void Of_ThreeAnomaliesToMakeOthersOf_AddsThem()
    {
        bool[] truth = [.. Enumerable.Range(0, 100).Select(row => row < 6)];
        var rows = FeatureMatrix.Copy([.. Enumerable.Range(0, 100).Select(row => (float)row)], 1);
        var split = WeakLabelSplit.Of(
            rows,
            truth,
            new WeakLabelOptions { TrainingShare = 0.5, ValidationShare = 0, LabeledCount = 1, Contamination = 0.5 },
            new SeededRandom(1));

        // As many unlabelled anomalies as normal rows, of which two are there.
        Assert.AreEqual(47 - 2, split.AddedCount);
        Assert.AreEqual(1 + 47, split.TrainingTruth.Count(true));
    }

    [TestMethod]
    public void Of_CategoricalColumns_KeepsWhatVariesOfThem()
    {
        // A number, a column of three categories of which nobody has the middle one, one that does not vary, and a number.
        var random = new Random(1);
        float[][] rows =
        [
            .. Truth.Select(_ => random.Next(2)).Select(
                first => (float[])[random.NextSingle(), first, 0, 1 - first, 1, random.NextSingle()]),
        ];
        var pool = FeatureMatrix.FromRows(rows).WithCategoricalRanges([new(1, 3), new(4, 1)]);
        var split = WeakLabelSplit.Of(pool, Truth, new WeakLabelOptions(), new SeededRandom(1));
        Assert.AreSequenceEqual([0, 1, 3, 5], split.Features);
        Assert.AreSequenceEqual([new CategoricalRange(1, 2)], split.Training.CategoricalRanges);
        Assert.AreSequenceEqual([new CategoricalRange(1, 2)], split.Test.CategoricalRanges);
    }

    [TestMethod]
    public void Of_NothingVaries_Throws() => Assert.Contains(
        "constant",
        Assert.ThrowsExactly<FeatureDataException>(() => WeakLabelSplit.Of(
            FeatureMatrix.Copy(new float[RowCount], 1), Truth, null, new SeededRandom(1))).Message);

    [TestMethod]
    public void Of_OtherLengths_Throws() => Assert.AreEqual(
        "isAbnormal",
        Assert.ThrowsExactly<ArgumentException>(() => WeakLabelSplit.Of(Rows, [true], null, new SeededRandom(1))).ParamName);

    [TestMethod]
    [DataRow(0.0, 0.2, 30, 0.02, 0.05, nameof(WeakLabelOptions.TrainingShare))]
    [DataRow(0.6, 0.4, 30, 0.02, 0.05, nameof(WeakLabelOptions.ValidationShare))]
    [DataRow(0.6, -0.1, 30, 0.02, 0.05, nameof(WeakLabelOptions.ValidationShare))]
    [DataRow(0.6, 0.2, -1, 0.02, 0.05, nameof(WeakLabelOptions.LabeledCount))]
    [DataRow(0.6, 0.2, 30, 1.0, 0.05, nameof(WeakLabelOptions.Contamination))]
    [DataRow(0.6, 0.2, 30, 0.02, 1.5, nameof(WeakLabelOptions.SwappedShare))]
    public void Of_OptionOutOfRange_ThrowsNamingIt(
        double training, double validation, int labelled, double contamination, double swapped, string name) => Assert.AreEqual(
        "options." + name,
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Split(new WeakLabelOptions
        {
            TrainingShare = training,
            ValidationShare = validation,
            LabeledCount = labelled,
            Contamination = contamination,
            SwappedShare = swapped,
        })).ParamName);

    private static WeakLabelSplit Split(WeakLabelOptions options, long seed = 1) =>
        WeakLabelSplit.Of(Rows, Truth, options, new SeededRandom(seed));

    private static (int Normal, int Abnormal) Count(ReadOnlySpan<bool> truth) => (truth.Count(false), truth.Count(true));
}
