using ActiveAnomaly.Data;

namespace ActiveAnomaly.Querying;

/// <summary>The fold of a history by hand. A query of six has two rows at the top, then two at the boundary, then two others.</summary>
[TestClass]
public sealed class ThirdsStateTests
{
    /// <summary>A few roundings in double precision of numbers below 1.</summary>
    private const double Tolerance = 1e-15;

    [TestMethod]
    public void Parts_CountsToTwenty_AreThirdsWithTheRestGoingFirst()
    {
        var state = After(TopShare.Adaptive);
        for (var count = 0; count <= 20; count++)
        {
            Assert.AreEqual(((count + 2) / 3, (count + 1) / 3, count / 3), state.Parts(count), $"Count {count}");
        }
    }

    [TestMethod]
    public void Parts_CountsToTwentyAfterAHit_GiveTwoThirdsToTheTop()
    {
        (int, int, int)[] expected =
        [
            (2, 1, 0), (3, 1, 0), (4, 1, 0), (4, 1, 1), (5, 1, 1), (6, 1, 1), (6, 2, 1), (7, 2, 1), (8, 2, 1), (8, 2, 2), (9, 2, 2),
            (10, 2, 2), (10, 3, 2), (11, 3, 2), (12, 3, 2), (12, 3, 3), (13, 3, 3), (14, 3, 3),
        ];
        var state = After(TopShare.Adaptive, "AAAA NNNN NNNN");
        for (var count = 3; count <= 20; count++)
        {
            Assert.AreEqual(expected[count - 3], state.Parts(count), $"Count {count}");
        }
    }

    [TestMethod]
    public void Parts_AllAtTheTop_IsTheWholeQuery()
    {
        for (var count = 0; count <= 20; count++)
        {
            Assert.AreEqual((count, 0, 0), After(TopShare.All, "A", "NN", "AAA").Parts(count), $"Count {count}");
        }
    }

    [TestMethod]
    public void Parts_SingleQuestions_TakeTheirTurns()
    {
        string[] history = [];
        foreach (var expected in ((int, int, int)[])[(1, 0, 0), (0, 1, 0), (0, 0, 1), (1, 0, 0), (0, 1, 0), (0, 0, 1), (1, 0, 0)])
        {
            Assert.AreEqual(expected, After(TopShare.Adaptive, history).Parts(1), $"After {history.Length}");
            history = [.. history, "N"];
        }
    }

    [TestMethod]
    public void Parts_Pairs_TakeTheirTurns()
    {
        string[] history = [];
        foreach (var expected in ((int, int, int)[])[(1, 1, 0), (1, 0, 1), (0, 1, 1), (1, 1, 0), (1, 0, 1)])
        {
            Assert.AreEqual(expected, After(TopShare.Adaptive, history).Parts(2), $"After {history.Length}");
            history = [.. history, "NA"];
        }
    }

    [TestMethod]
    public void Parts_SinglesPairsAndThirdsInTurn_GoOnFromTheLastTurn()
    {
        // Top; boundary and diverse; a query of six, which takes no turn; then top again, and boundary.
        Assert.AreEqual((0, 1, 1), After(TopShare.Adaptive, "N").Parts(2));
        Assert.AreEqual((1, 0, 0), After(TopShare.Adaptive, "N", "NN").Parts(1));
        Assert.AreEqual((1, 0, 0), After(TopShare.Adaptive, "N", "NN", "NNNNNN").Parts(1));
        Assert.AreEqual((0, 1, 0), After(TopShare.Adaptive, "N", "NN", "NNNNNN", "U").Parts(1));
    }

    [TestMethod]
    [DataRow("AAAAAA NNNNNN NNNNNN", true)] // 7/8
    [DataRow("AAAAAN NNNNNN NNNNNN", false)] // 6/8
    [DataRow("AAAA NNNN NNNN", true)] // 5/6
    [DataRow("AAA NNN NNN", false)] // 4/5, which is not above 0.8
    [DataRow("AAAAUU NNNNNN NNNNNN", true)] // skipped rows say nothing: 5/6
    [DataRow("AAAUUU NNNNNN NNNNNN", false)] // 4/5
    [DataRow("UUUUUU AAAAAA AAAAAA", false)] // only the top counts: 1/2
    [DataRow("NNNNNN AAAAAA AAAAAA", false)]
    public void Parts_AfterTheLastTop_GrowWhereItHit(string last, bool grows)
    {
        Assert.AreEqual(grows ? (4, 1, 1) : (2, 2, 2), After(TopShare.Adaptive, last).Parts(6));
        Assert.AreEqual((2, 2, 2), After(TopShare.Third, last).Parts(6));
    }

    [TestMethod]
    public void Parts_AfterATopThatMissesAgain_AreThirds()
    {
        // 4 of 4; then of a top of four, 4 of 4 once more, or 3 of 4, or a query that came to nothing.
        const string hit = "AAAA NNNN NNNN";
        Assert.AreEqual((4, 1, 1), After(TopShare.Adaptive, hit, "AAAA N N").Parts(6));
        Assert.AreEqual((2, 2, 2), After(TopShare.Adaptive, hit, "AAAN A A").Parts(6));
        Assert.AreEqual((2, 2, 2), After(TopShare.Adaptive, hit, "AAUU A A").Parts(6));
        Assert.AreEqual((2, 2, 2), After(TopShare.Adaptive, hit, string.Empty).Parts(6));
    }

    [TestMethod]
    [DataRow("AA AN AA", 0.8)] // r = 1.5 / 3
    [DataRow("AA NN AA", 0.8 + (0.4 / 3))] // r = 0.5 / 3
    [DataRow("NN AA NN", 0.8 - (0.4 / 3))] // r = 2.5 / 3
    [DataRow("NN UA NN", 0.7)] // r = 1.5 / 2
    [DataRow("NN NU NN", 0.9)] // r = 0.5 / 2
    [DataRow("AA UU AA", 0.8)] // r = 0.5 / 1
    [DataRow("UU UU UU", 0.8)]
    [DataRow("", 0.8)]
    [DataRow("N A N", 0.7)] // three: one each
    [DataRow("NN AA N", 0.8 - (0.4 / 3))] // five: two, two and one
    [DataRow("A", 0.8)] // the top alone
    [DataRow("NA", 0.7)] // top and boundary
    [DataRow("AN", 0.9)]
    public void Quantile_OneQuery_MatchesHandArithmetic(string query, double expected) =>
        Assert.AreEqual(expected, After(TopShare.Adaptive, query).Quantile, Tolerance);

    [TestMethod]
    public void Quantile_AnswersInAnotherPart_MoveNothing()
    {
        Assert.AreEqual(0.8 - (0.4 / 3), After(TopShare.Third, "NN AA NN").Quantile, Tolerance);
        Assert.AreEqual(0.8 + (0.4 / 3), After(TopShare.Third, "AA NN AA").Quantile, Tolerance);
    }

    [TestMethod]
    public void Quantile_SeveralQueries_FoldsThemInOrder() =>
        // 0.8; r = 1.5 / 2: 0.7; r = 0.5 / 3: 0.7 + 0.6 / 3 = 0.9; r = 2.5 / 3: 0.9 - 0.2 / 3.
        Assert.AreEqual(0.9 - (0.2 / 3), After(TopShare.Third, "NN UA NN", "AA NN AA", "NN AA NN").Quantile, Tolerance);

    [TestMethod]
    public void Quantile_SingleQuestions_MovesWithEveryThird()
    {
        // r = 1.5 / 2 at the second: 0.7. r = 0.5 / 2 at the fifth: 0.7 + 0.6 / 4 = 0.85.
        Assert.AreEqual(0.7, After(TopShare.Adaptive, "N", "A", "N", "A").Quantile, Tolerance);
        Assert.AreEqual(0.85, After(TopShare.Adaptive, "N", "A", "N", "A", "N").Quantile, Tolerance);
    }

    [TestMethod]
    public void Quantile_AllNormal_StopsAtItsHighest()
    {
        // 1 - q falls to two thirds each time: 0.2, 0.2 / 3, 0.2 / 9, and 0.2 / 27 is below 0.01.
        const string normal = "NN NN NN";
        Assert.AreEqual(1 - (0.2 / 9), After(TopShare.Adaptive, normal, normal).Quantile, Tolerance);
        Assert.AreEqual(0.99, After(TopShare.Adaptive, normal, normal, normal).Quantile);
        Assert.AreEqual(0.99, After(TopShare.Adaptive, normal, normal, normal, normal).Quantile);

        // It comes back from there: 0.99 - 0.02 / 3.
        Assert.AreEqual(0.99 - (0.02 / 3), After(TopShare.Adaptive, normal, normal, normal, "NN AA NN").Quantile, Tolerance);
    }

    [TestMethod]
    public void Quantile_BoundaryAbnormal_StopsAtItsLowest()
    {
        // 0.8 - 0.4 / 3 = 2/3, then 2/3 - 2/9 = 4/9 is below 0.5; from there 0.5 + 1/3.
        const string abnormal = "NN AA NN";
        Assert.AreEqual(2.0 / 3, After(TopShare.Adaptive, abnormal).Quantile, Tolerance);
        Assert.AreEqual(0.5, After(TopShare.Adaptive, abnormal, abnormal).Quantile);
        Assert.AreEqual(0.5 + (1.0 / 3), After(TopShare.Adaptive, abnormal, abnormal, "AA NN AA").Quantile, Tolerance);
    }

    [TestMethod]
    public void Quantile_AfterAHit_ReadsTheBoundaryBehindTheLargerTop()
    {
        // The hit's boundary, 4 of 4 normal, gives r = 0.5 / 5: 0.8 + 0.4 * 0.4 = 0.96. Then of six the fifth alone: r = 1.5 / 2.
        const string hit = "AAAA NNNN NNNN";
        Assert.AreEqual(0.96, After(TopShare.Adaptive, hit).Quantile, Tolerance);
        Assert.AreEqual(0.94, After(TopShare.Adaptive, hit, "NNNN A N").Quantile, Tolerance);

        // Thirds: the third and the fourth, r = 0.5 / 3.
        Assert.AreEqual(0.96 + (0.08 / 3), After(TopShare.Third, hit, "NNNN A N").Quantile, Tolerance);
    }

    [TestMethod]
    public void Quantile_AllAtTheTop_Stays() =>
        Assert.AreEqual(0.8, After(TopShare.All, "AA AA AA", "NN NN NN", "A", "NA").Quantile, Tolerance);

    [TestMethod]
    public void After_CountsOnly_ThrowsSayingWhatToDo()
    {
        foreach (var outcome in (QueryOutcome[])[new(3, 3, 0), new(0, 0, 6), new(1, 0, 0)])
        {
            Assert.Contains(
                "QueryOutcome.Of",
                Assert.ThrowsExactly<InvalidOperationException>(() => ThirdsState.After([outcome], TopShare.Adaptive)).Message);
        }
    }

    /// <summary>Folds queries, a letter a row: abnormal, normal or unlabelled.</summary>
    private static ThirdsState After(TopShare topShare, params string[] queries) => ThirdsState.After(
        [
            .. queries.Select(query => QueryOutcome.Of(
                [
                    .. query.Where(letter => letter != ' ').Select(letter => letter switch
                    {
                        'A' => RowLabel.Abnormal,
                        'N' => RowLabel.Normal,
                        _ => RowLabel.Unlabeled,
                    }),
                ])),
        ],
        topShare);
}
