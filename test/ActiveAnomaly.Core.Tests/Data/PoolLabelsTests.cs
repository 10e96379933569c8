namespace ActiveAnomaly.Data;

[TestClass]
public sealed class PoolLabelsTests
{
    private static PoolLabels Labels => PoolLabels.Copy([RowLabel.Abnormal, RowLabel.Unlabeled, RowLabel.Normal, RowLabel.Abnormal]);

    [TestMethod]
    public void NormalRows_Some_AreAscending() => Assert.AreSequenceEqual([2], Labels.NormalRows);

    [TestMethod]
    public void AbnormalRows_Some_AreAscending() => Assert.AreSequenceEqual([0, 3], Labels.AbnormalRows);

    [TestMethod]
    public void LabeledCount_Some_CountsBothKinds() => Assert.AreEqual(3, Labels.LabeledCount);

    [TestMethod]
    public void None_AnyRowCount_SaysNothing() => Assert.IsTrue(PoolLabels.None(5).LabeledCount == 0 && PoolLabels.None(5).RowCount == 5);

    [TestMethod]
    public void None_NegativeRowCount_Throws() => Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => PoolLabels.None(-1));

    [TestMethod]
    public void Copy_UnknownValue_ThrowsNamingTheRow() =>
        Assert.Contains("Row 1 ", Assert.ThrowsExactly<ArgumentException>(() => PoolLabels.Copy([RowLabel.Normal, (RowLabel)7])).Message);

    [TestMethod]
    public void With_NewAnswers_AddsThem() => Assert.AreEqual(RowLabel.Normal, Labels.With([new(1, RowLabel.Normal)])[1]);

    [TestMethod]
    public void With_NewAnswers_LeavesTheOriginal()
    {
        var labels = Labels;
        labels.With([new(1, RowLabel.Normal)]);
        Assert.AreEqual(RowLabel.Unlabeled, labels[1]);
    }

    [TestMethod]
    public void With_SameAnswerAgain_ChangesNothing() =>
        Assert.AreSequenceEqual(Labels.Values.ToArray(), Labels.With([new(2, RowLabel.Normal)]).Values.ToArray());

    [TestMethod]
    public void With_ContradictingAnswer_ThrowsNamingRowAndBothLabels() => Assert.Contains(
        "Row 2 was labelled Normal before and is Abnormal now",
        Assert.ThrowsExactly<ArgumentException>(() => Labels.With([new(2, RowLabel.Abnormal)])).Message);

    [TestMethod]
    public void With_ContradictionWithinTheAnswers_Throws() =>
        Assert.ThrowsExactly<ArgumentException>(() => Labels.With([new(1, RowLabel.Normal), new(1, RowLabel.Abnormal)]));

    [TestMethod]
    [DataRow(RowLabel.Unlabeled)]
    [DataRow((RowLabel)9)]
    public void With_NoAnswer_Throws(RowLabel label) => Assert.ThrowsExactly<ArgumentException>(() => Labels.With([new(1, label)]));

    [TestMethod]
    [DataRow(-1)]
    [DataRow(4)]
    public void With_RowOutOfRange_Throws(int row) =>
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Labels.With([new(row, RowLabel.Normal)]));

    [TestMethod]
    public void LabeledRows_FromTheBeginning_AreAscending() => Assert.AreSequenceEqual([0, 2, 3], Labels.LabeledRows);

    [TestMethod]
    public void LabeledRows_None_AreNone() => Assert.IsEmpty(PoolLabels.None(3).LabeledRows);

    [TestMethod]
    public void LabeledRows_AnswersLater_ComeInTheirOrderAfterThoseBefore()
    {
        var labels = PoolLabels.Copy([RowLabel.Unlabeled, RowLabel.Unlabeled, RowLabel.Normal, RowLabel.Unlabeled, RowLabel.Unlabeled])
            .With([new(4, RowLabel.Normal), new(0, RowLabel.Abnormal)])
            .With([new(3, RowLabel.Abnormal), new(4, RowLabel.Normal), new(1, RowLabel.Normal)]);
        Assert.AreSequenceEqual([2, 4, 0, 3, 1], labels.LabeledRows);
        Assert.AreEqual(5, labels.LabeledCount);
        Assert.AreSequenceEqual([1, 2, 4], labels.NormalRows);
        Assert.AreSequenceEqual([0, 3], labels.AbnormalRows);
    }

    [TestMethod]
    public void LabeledRows_OfTheOriginal_StayAfterWith()
    {
        var labels = Labels;
        labels.With([new(1, RowLabel.Normal)]);
        Assert.AreSequenceEqual([0, 2, 3], labels.LabeledRows);
    }

    [TestMethod]
    public void LabeledRows_SameAnswerTwiceInOneCall_CountsOnce() =>
        Assert.AreSequenceEqual([0, 2, 3, 1], Labels.With([new(1, RowLabel.Normal), new(1, RowLabel.Normal)]).LabeledRows);

    [TestMethod]
    public void WithTwins_TwinsOfLabeledRows_GetTheLabels()
    {
        // Rows 0, 2 and 5 are equal, so are 1 and 4; nobody is like row 3.
        var pool = FeatureMatrix.Copy([7, 8, 7, 9, 8, 7], 1);
        var labels = PoolLabels.None(6).With([new(2, RowLabel.Abnormal), new(1, RowLabel.Normal)]);
        var known = labels.WithTwins(pool);
        Assert.AreSequenceEqual(
            [RowLabel.Abnormal, RowLabel.Normal, RowLabel.Abnormal, RowLabel.Unlabeled, RowLabel.Normal, RowLabel.Abnormal],
            known.Values.ToArray());
        Assert.AreSequenceEqual([2, 1, 0, 4, 5], known.LabeledRows);
        Assert.AreEqual(2, labels.LabeledCount);
    }

    [TestMethod]
    [DataRow(RowLabel.Normal, RowLabel.Abnormal, RowLabel.Unlabeled, RowLabel.Unlabeled)]
    [DataRow(RowLabel.Normal, RowLabel.Abnormal, RowLabel.Abnormal, RowLabel.Abnormal)]
    [DataRow(RowLabel.Normal, RowLabel.Abnormal, RowLabel.Normal, RowLabel.Normal)]
    public void WithTwins_LabelsThatContradictEachOther_GiveTheMajoritysAndKeepTheirOwn(
        RowLabel first, RowLabel second, RowLabel third, RowLabel expected)
    {
        var known = PoolLabels.Copy([first, second, third, RowLabel.Unlabeled]).WithTwins(FeatureMatrix.Copy([7, 7, 7, 7], 1));
        Assert.AreSequenceEqual([first, second, third, expected], known.Values.ToArray());
    }

    [TestMethod]
    public void WithTwins_AskedAgain_IsTheSameObjectForTheSamePoolOnly()
    {
        var labels = PoolLabels.None(4).With([new(1, RowLabel.Abnormal)]);
        var (pool, other) = (FeatureMatrix.Copy([7, 7, 8, 8], 1), FeatureMatrix.Copy([7, 8, 8, 8], 1));
        var known = labels.WithTwins(pool);
        Assert.AreSame(known, labels.WithTwins(pool));
        Assert.AreSequenceEqual([1, 0], known.LabeledRows);
        Assert.AreSequenceEqual([1, 2, 3], labels.WithTwins(other).LabeledRows);
        Assert.AreSequenceEqual([1, 0], labels.WithTwins(pool).LabeledRows);
    }

    [TestMethod]
    public void WithTwins_ManyRows_IsWhatLookingAtEveryRowGives()
    {
        var random = new Random(4);
        for (var repeat = 0; repeat < 50; repeat++)
        {
            float[] values = [.. Enumerable.Range(0, 60).Select(_ => (float)random.Next(20))];
            RowLabel[] given = [.. values.Select(_ => random.Next(3) > 0 ? RowLabel.Unlabeled : (RowLabel)random.Next(1, 3))];
            var expected = given.Select((label, row) =>
            {
                var balance = Enumerable.Range(0, given.Length).Where(other => values[other] == values[row])
                    .Sum(other => given[other] == RowLabel.Abnormal ? 1 : given[other] == RowLabel.Normal ? -1 : 0);
                return label != RowLabel.Unlabeled || balance == 0 ? label : balance > 0 ? RowLabel.Abnormal : RowLabel.Normal;
            }).ToArray();
            var labels = PoolLabels.Copy(given);
            var known = labels.WithTwins(FeatureMatrix.Copy(values, 1));
            Assert.AreSequenceEqual(expected, known.Values.ToArray());
            int[] got = [.. Enumerable.Range(0, given.Length).Where(row => given[row] != expected[row])];
            Assert.AreSequenceEqual([.. labels.LabeledRows, .. got], known.LabeledRows);
        }
    }

    [TestMethod]
    public void WithTwins_NoTwinsOrNoLabels_IsTheSameObject()
    {
        var labels = PoolLabels.None(4).With([new(1, RowLabel.Normal)]);
        Assert.AreSame(labels, labels.WithTwins(FeatureMatrix.Copy([1, 2, 3, 3], 1)));
        var none = PoolLabels.None(4);
        Assert.AreSame(none, none.WithTwins(FeatureMatrix.Copy([1, 1, 1, 1], 1)));
    }

    [TestMethod]
    public void WithTwins_PoolOfAnotherSize_Throws() =>
        Assert.ThrowsExactly<ArgumentException>(() => Labels.WithTwins(FeatureMatrix.Copy([1, 2, 3], 1)));
}
