using ActiveAnomaly.Data;
using ActiveAnomaly.Labeling.Exports;
using ActiveAnomaly.Sessions;
using ActiveAnomaly.Tables;
using CsCheck;

namespace ActiveAnomaly.Labeling;

/// <summary>Next month's file gets the answers of the last one, each to the row it was given to.</summary>
[TestClass]
public sealed class CarriedAnswersTests
{
    private const string May = "id,n,c\nA,1,x\nB,2,y\nC,3,y\nD,4,x\nE,5,x\n";

    /// <summary>B is gone, C edited, the others move, and F and G are new.</summary>
    private const string June = "id,n,c\nF,9,x\nE,5,x\nC,3.5,y\nA,1,x\nD,4,x\nG,8,y\n";

    [TestMethod]
    public void From_NextMonth_CarriesWhatWasSaidOfTheSameRows()
    {
        var (may, june) = (GivenPool.WithIds(May), GivenPool.WithIds(June));
        using var session = Answered(may);

        var carried = CarriedAnswers.From(session.Store.Read(session.Id), june);

        Assert.AreEqual(
            "ada A Abnormal,bob A Normal,ada D Normal", string.Join(',', carried.Answers.Select(answer => Text(answer, june))));
        Assert.AreEqual("ada C Normal", string.Join(',', carried.EditedAnswers.Select(answer => Text(answer, june))));
        Assert.AreEqual("D look", string.Join(',', carried.Notes.Select(note => $"{june.IdOf(note.Row)} {note.Note.Text}")));
        Assert.AreEqual(0, carried.KnownLabels.LabeledCount);
        Assert.AreEqual(
            "3 rows of 5 are the same by 'id' and content; 1 edited, 2 new, 1 gone.|3 answers and 1 note carry over.|"
            + "1 answer does not carry over, to edited rows: C.|1 note does not carry over, on edited rows.|"
            + "1 skip does not carry over, which may be answered now.|1 answer does not carry over, to rows that are gone.",
            string.Join('|', carried.Describe().Where(line => !line.Contains("(line", StringComparison.Ordinal))));
    }

    [TestMethod]
    public void From_EditedRowsAskedFor_CarriesThemToo()
    {
        var (may, june) = (GivenPool.WithIds(May), GivenPool.WithIds(June));
        using var session = Answered(may);

        var carried = CarriedAnswers.From(session.Store.Read(session.Id), june, includesEdited: true);

        Assert.Contains("ada C Normal", carried.Answers.Select(answer => Text(answer, june)));
        Assert.HasCount(2, carried.Notes);
        Assert.IsEmpty(carried.EditedAnswers);
    }

    [TestMethod]
    public void ApplyTo_AnswerBroughtWithAnEarlierTime_DecidesAsItDid()
    {
        var (may, june) = (GivenPool.WithIds(May), GivenPool.WithIds(June));
        using var session = may.Session();
        var (d, laterD) = (3, 4);
        session.AnswerAll("bob", [d], Answer.Normal);
        session.BringAnswer("ada", d, Answer.Abnormal, DateTimeOffset.UnixEpoch);
        using var later = june.Session();

        CarriedAnswers.From(session.Store.Read(session.Id), june).ApplyTo(later);

        Assert.AreEqual(Answer.Abnormal, session.RowOf(d).Decision);
        Assert.AreEqual(Answer.Abnormal, later.RowOf(laterD).Decision);
        Assert.AreEqual(DateTimeOffset.UnixEpoch, later.RowOf(laterD).Answers[^1].Time);
    }

    [TestMethod]
    public void ApplyTo_NewSession_HasTheAnswersOnce()
    {
        var (may, june) = (GivenPool.WithIds(May), GivenPool.WithIds(June));
        using var session = Answered(may);
        using var later = june.Session();
        var carried = CarriedAnswers.From(session.Store.Read(session.Id), june);

        var first = carried.ApplyTo(later);
        var sequence = later.Records.Count;
        var second = carried.ApplyTo(later);

        Assert.AreEqual((4, 0, 0), (first.Applied, first.Unchanged, first.Conflicts.Count));
        Assert.AreEqual((0, 4, 0), (second.Applied, second.Unchanged, second.Conflicts.Count));
        Assert.AreEqual(sequence, later.Records.Count);
        Assert.AreEqual(Answer.Normal, Record("A").Decision);
        CollectionAssert.AreEqual(new[] { "ada", "bob" }, Record("A").Answers.Select(answer => answer.Annotator).ToArray());
        Assert.AreEqual(Answer.Normal, Record("D").Decision);
        Assert.AreEqual("look: check, soon", $"{Record("D").Notes[0].Text}: {string.Join(", ", Record("D").Notes[0].Tags)}");
        Assert.IsNull(Record("C").Decision);
        Assert.IsNull(Record("E").Decision);
        Assert.IsNull(Record("F").Decision);

        RowRecord Record(string id) => later.RowOf(june.RowOfId(id)!.Value);
    }

    [TestMethod]
    public void ApplyTo_NewSession_KeepsWhenItWasSaid()
    {
        var (may, june, july) = (GivenPool.WithIds(May), GivenPool.WithIds(June), GivenPool.WithIds(June));
        using var session = Answered(may);
        using var later = june.Session();
        using var latest = july.Session();

        CarriedAnswers.From(session.Store.Read(session.Id), june).ApplyTo(later);
        CarriedAnswers.From(later.Store.Read(later.Id), july).ApplyTo(latest);

        var (first, last) = (session.RowOf(may.RowOfId("D")!.Value), latest.RowOf(july.RowOfId("D")!.Value));
        Assert.AreEqual(first.Answers.Single(), last.Answers.Single());
        Assert.AreEqual(first.Notes.Single().Time, last.Notes.Single().Time);
    }

    [TestMethod]
    public void Complete_ProgramThatEndedBefore_TakesWhatWasNeverTaken()
    {
        var (may, june) = (GivenPool.WithIds(May), GivenPool.WithIds(June));
        using var session = Answered(may);
        using var later = june.Session();
        var (a, d) = (june.RowOfId("A")!.Value, june.RowOfId("D")!.Value);
        later.AnswerAll("ada", [a], Answer.Abnormal);
        later.Withdraw("ada", a);

        var rest = CarriedAnswers.From(session.Store.Read(session.Id), june).Complete(later, later.Store.Read(later.Id), default);

        // What bob said of A, ada's answer for D, and her note.
        Assert.AreEqual((3, 0), (rest.Applied, rest.Conflicts.Count));
        Assert.AreEqual("bob", later.RowOf(a).Answers.Single().Annotator);
        Assert.AreEqual(("ada", 1), (later.RowOf(d).Answers.Single().Annotator, later.RowOf(d).Notes.Count));
        later.Note("ada", d, string.Empty, []);
        var none = CarriedAnswers.From(session.Store.Read(session.Id), june).Complete(later, later.Store.Read(later.Id), default);
        Assert.AreEqual((0, 0), (none.Applied, none.Unchanged));
    }

    [TestMethod]
    public void ApplyTo_SessionWithOtherAnswers_KeepsThem()
    {
        var (may, june) = (GivenPool.WithIds(May), GivenPool.WithIds(June));
        using var session = Answered(may);
        using var later = june.Session();
        later.AnswerAll("ada", [june.RowOfId("A")!.Value], Answer.Normal);
        later.Note("ada", june.RowOfId("D")!.Value, "mine", []);

        var import = CarriedAnswers.From(session.Store.Read(session.Id), june).ApplyTo(later);

        Assert.AreEqual((2, 2), (import.Applied, import.Conflicts.Count));
        Assert.AreEqual("A", import.Conflicts[0].Id);
        Assert.Contains("ada answered normal in this session, and abnormal is to be taken", import.Conflicts[0].Why);
        Assert.Contains("ada has another note", import.Conflicts[1].Why);
        Assert.AreEqual("mine", later.RowOf(june.RowOfId("D")!.Value).Notes[0].Text);
    }

    [TestMethod]
    public void ApplyTo_PolicyThatKeepsAnAnnotatorOut_SaysSo()
    {
        var (may, june) = (GivenPool.WithIds(May), GivenPool.WithIds(June));
        using var session = Answered(may);
        using var later = june.Session(policy: new OneAnnotatorPolicy("bob"));

        var import = CarriedAnswers.From(session.Store.Read(session.Id), june).ApplyTo(later);

        Assert.AreEqual(1, import.Applied);
        Assert.IsTrue(import.Conflicts.All(conflict => conflict.Why.Contains("takes no answers of 'ada'", StringComparison.Ordinal)));
        Assert.HasCount(3, import.Conflicts);
    }

    [TestMethod]
    public void From_LabelsKnownBeforehand_CarryUnlessTheLaterFileSaysOtherwise()
    {
        var may = GivenPool.WithIds("id,n,label\nA,1,0\nB,2,1\nC,3,1\nD,4,\nE,5,0\n");
        var june = GivenPool.WithIds("id,n,label\nE,6,\nD,4,1\nC,3,0\nB,2,\nA,1,0\n");
        using var session = may.Session();
        var carried = CarriedAnswers.From(session.Store.Read(session.Id), june);

        // B carries over, C is said to be normal now, A is the same, D is new, and E was edited.
        Assert.AreEqual("Unlabeled,Abnormal,Normal,Abnormal,Normal", string.Join(',', carried.KnownLabels.Values.ToArray()));
        Assert.AreEqual("C", string.Join(',', carried.ContradictedRows.Select(june.IdOf)));
        Assert.Contains("0 answers and 0 notes carry over, and 1 label known beforehand.", carried.Describe());
        Assert.Contains("1 label known beforehand is another in the later file, whose labels count: C.", carried.Describe());
        using var without = june.Session();
        Assert.ThrowsExactly<ArgumentException>(() => carried.ApplyTo(without))
            .HasMessage("does not know beforehand that B is abnormal", "CarriedAnswers.KnownLabels");
        using var with = june.Session(carried.KnownLabels);
        Assert.AreEqual(0, carried.ApplyTo(with).Applied);
        Assert.AreEqual(
            RowLabel.Normal, CarriedAnswers.From(session.Store.Read(session.Id), june, includesEdited: true).KnownLabels[0]);
    }

    [TestMethod]
    public void ApplyTo_AnswerThatIsKnownBeforehandNow_IsUnchangedOrAConflict()
    {
        var may = GivenPool.WithIds("id,n\nA,1\nB,2\nC,3\n");
        var june = GivenPool.WithIds("id,n,label\nA,1,1\nB,2,1\nC,3,\n");
        using var session = may.Session();
        session.AnswerAll("ada", [0], Answer.Abnormal);
        session.AnswerAll("ada", [1], Answer.Normal);
        using var later = june.Session();

        var import = CarriedAnswers.From(session.Store.Read(session.Id), june).ApplyTo(later);

        Assert.AreEqual((0, 1), (import.Applied, import.Unchanged));
        Assert.AreEqual("B", import.Conflicts.Single().Id);
    }

    /// <summary>Next month has another median: what is missing is missing in both.</summary>
    [TestMethod]
    public void From_NoIdsAndMissingCells_FindsRowsByTheirContent()
    {
        var options = new LabelingPoolOptions { Table = new TableOptions { Missing = MissingCells.Median } };
        var may = GivenPool.Of("n,m\n1,5\n?,6\n3,7\n1,5\n", options);
        var june = GivenPool.Of("m,n\n8,900\n6,?\n5,1\n8,800\n5,1\n", options);
        using var session = may.Session();
        session.AnswerAll("ada", [1, 3], Answer.Abnormal);

        var carried = CarriedAnswers.From(session.Store.Read(session.Id), june);

        Assert.AreEqual("1,4", string.Join(',', carried.Answers.Select(answer => answer.Row)));
        Assert.AreEqual("1,3", string.Join(',', carried.Answers.Select(answer => answer.EarlierRow)));
    }

    [TestMethod]
    public void From_SessionWithoutProperties_SaysSo()
    {
        var pool = GivenPool.WithIds(May);
        using var session = LabelingSession.Create(
            new Sessions.Stores.MemorySessionStore(), "s", pool.Features, new LabelingOptions { Detector = new FirstFeatureDetector() });

        Assert.ThrowsExactly<PoolMismatchException>(() => CarriedAnswers.From(session.Store.Read("s"), pool)).HasMessage("ToProperties");
        Assert.ThrowsExactly<PoolMismatchException>(() => CarriedAnswers.From([], pool));
    }

    [TestMethod]
    public void From_PropertiesOfAnotherNumberOfRows_SaysSo()
    {
        var pool = GivenPool.WithIds(May);
        using var session = pool.Session();
        var log = session.Store.Read(session.Id).ToList();
        log.Add(new Sessions.Events.RowsAdded { Sequence = log.Count, Time = default, RowCount = 2, Fingerprint = "x" });

        Assert.ThrowsExactly<PoolMismatchException>(() => CarriedAnswers.From(log, pool))
            .HasMessage("about 7 rows", "what 5 rows are known by");
    }

    [TestMethod]
    public void From_IdsOfAnotherColumn_SaysWhich()
    {
        var may = GivenPool.WithIds(May);
        var june = GivenPool.Of("key,n,c\nA,1,x\nB,2,y\n", new LabelingPoolOptions { IdColumn = "key" });
        using var session = may.Session();

        Assert.ThrowsExactly<ArgumentException>(() => CarriedAnswers.From(session.Store.Read(session.Id), june))
            .HasMessage("'id'", "'key'");
    }

    [TestMethod]
    public void ApplyTo_SessionAboutOtherRows_SaysSo()
    {
        var (may, june) = (GivenPool.WithIds(May), GivenPool.WithIds(June));
        using var session = may.Session();

        Assert.ThrowsExactly<ArgumentException>(() => CarriedAnswers.From(session.Store.Read(session.Id), june).ApplyTo(session))
            .HasMessage("about other rows than 'rows.csv'");
    }

    /// <summary>The oracle goes by the ids that the rows were written with.</summary>
    [TestMethod]
    public void From_AnyLaterFile_CarriesExactlyWhatIsThereUnedited() =>
        Gen.Select(Gen.Int[0, 2].Array[2, 10], Gen.Int[0, 3].Array[1, 10], Gen.Int).Sample((answers, fates, seed) =>
        {
            var may = GivenPool.WithIds("id,n\n" + string.Concat(answers.Select((_, i) => $"r{i},{i}\n")));
            using var session = may.Session();
            for (var i = 0; i < answers.Length; i++)
            {
                if (answers[i] > 0)
                {
                    session.AnswerAll("ada", [i], answers[i] == 1 ? Answer.Normal : Answer.Abnormal);
                }
            }

            // 0 gone, 1 edited, others the same; and one new row, so that there is a file.
            string[] lines =
            [
                "new,77\n",
                .. Enumerable.Range(0, answers.Length).Where(row => Fate(row) > 0)
                    .Select(row => FormattableString.Invariant($"r{row},{row + (Fate(row) == 1 ? 0.5 : 0)}\n")),
            ];
            new Random(seed).Shuffle(lines);
            var june = GivenPool.WithIds("id,n\n" + string.Concat(lines));

            var carried = CarriedAnswers.From(session.Store.Read(session.Id), june);

            var expected = Enumerable.Range(0, answers.Length).Where(i => answers[i] > 0 && Fate(i) > 1)
                .Select(i => $"ada r{i} {(answers[i] == 1 ? "Normal" : "Abnormal")}");
            CollectionAssert.AreEquivalent(expected.ToArray(), carried.Answers.Select(answer => Text(answer, june)).ToArray());
            Assert.HasCount(Enumerable.Range(0, answers.Length).Count(i => answers[i] > 0 && Fate(i) == 1), carried.EditedAnswers);

            int Fate(int row) => fates[row % fates.Length];
        }, iter: 40);

    private static LabelingSession Answered(LabelingPool may)
    {
        var session = may.Session();
        session.WaitForModelAsync().GetAwaiter().GetResult();
        session.AnswerAll("ada", [0], Answer.Abnormal);
        session.AnswerAll("ada", [1], Answer.Abnormal);
        session.AnswerAll("bob", [0], Answer.Normal);
        session.AnswerAll("ada", [2], Answer.Normal);
        session.AnswerAll("ada", [3], Answer.Abnormal);
        session.Withdraw("ada", 3);
        session.AnswerAll("ada", [3], Answer.Normal);
        session.AnswerAll("ada", [4], Answer.Skip);
        session.Note("ada", 2, "odd", []);
        session.Note("ada", 3, "look", ["check", "soon"]);
        return session;
    }

    private static string Text(CarriedAnswer answer, LabelingPool later) => $"{answer.Annotator} {later.IdOf(answer.Row)} {answer.Answer}";
}
