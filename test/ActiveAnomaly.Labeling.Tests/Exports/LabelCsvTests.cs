using System.Text;
using ActiveAnomaly.Sessions;
using ActiveAnomaly.Tables;
using CsCheck;

namespace ActiveAnomaly.Labeling.Exports;

[TestClass]
public sealed class LabelCsvTests
{
    private const string Rows = "id,n\nA,1\n-5,2\n=C,3\nD,4\nE,5\n";

    public required TestContext TestContext { get; init; }

    private CancellationToken Cancelled => TestContext.CancellationTokenSource.Token;

    [TestMethod]
    public async Task WriteAsync_AnswersAndNotes_IsALineForEachRowAndAnnotator()
    {
        var pool = GivenPool.WithIds(Rows);
        var time = new DateTimeOffset(2026, 5, 31, 23, 59, 58, 500, TimeSpan.FromHours(2));
        RowRecord[] records =
        [
            new RowRecord
            {
                Row = 1,
                Answers = [new GivenAnswer("bob", Answer.Abnormal, time), new GivenAnswer("ada", Answer.Skip, time.AddSeconds(1))],
                Notes = [new RowNote("ada", "says \"no\",\r\nthen", ["a;b", "c"], time), new RowNote("eve", "=1+1", [], time)],
            },
            new RowRecord { Row = 2, Answers = [new GivenAnswer("@x", Answer.Normal, time)] },
        ];
        var stream = new ForwardStream();

        await LabelCsv.WriteAsync(pool, records, stream, Cancelled);

        Assert.AreEqual(
            "id,row,answer,who,when,note,tags\r\n"
            + "-5,1,abnormal,bob,2026-05-31T21:59:58.5Z,,\r\n"
            + "-5,1,skip,ada,2026-05-31T21:59:59.5Z,\"says \"\"no\"\",\r\nthen\",a\\;b; c\r\n"
            + "-5,1,,eve,2026-05-31T21:59:58.5Z,'=1+1,\r\n"
            + "'=C,2,normal,'@x,2026-05-31T21:59:58.5Z,,\r\n",
            Encoding.UTF8.GetString(stream.ToArray()));
    }

    /// <summary>Some readers take off spaces that no quotes hold.</summary>
    [TestMethod]
    public async Task WriteAsync_SpacesAroundANote_AreInQuotes()
    {
        var pool = GivenPool.WithIds(Rows);
        var stream = new ForwardStream();

        await LabelCsv.WriteAsync(
            pool, [new RowRecord { Row = 0, Notes = [new RowNote("ada", " x ", [], DateTimeOffset.UnixEpoch)] }], stream, Cancelled);

        Assert.EndsWith("A,0,,ada,1970-01-01T00:00:00Z,\" x \",\r\n", Encoding.UTF8.GetString(stream.ToArray()));
    }

    [TestMethod]
    public async Task ImportAsync_WhatWasWritten_GivesTheSameAnswersAndNotes()
    {
        var pool = GivenPool.WithIds(Rows);
        using var session = Answered(pool);
        var stream = new ForwardStream();
        await LabelCsv.WriteAsync(pool, session.Records, stream, Cancelled);
        using var other = pool.Session();
        await other.WaitForModelAsync(Cancelled);

        var import = await Import(other, pool, stream.ToArray(), "nobody");
        var again = await Import(other, pool, stream.ToArray(), "nobody");

        Assert.AreEqual((4, 0, 0, 0), (import.Applied, import.Unchanged, import.UnknownCount, import.Conflicts.Count));
        Assert.AreEqual((0, 4, 0, 0), (again.Applied, again.Unchanged, again.UnknownCount, again.Conflicts.Count));
        Assert.AreEqual(Text(session), Text(other));
    }

    [TestMethod]
    [DataRow("id,answer\nA,abnormal\n-5,NORMAL\n")]
    [DataRow("Answer,extra,ID\n abnormal ,x, A \nnormal,y,-5\n")]
    [DataRow("row;answer\n0;abnormal\n1;normal\n")]
    [DataRow("\uFEFFid\tanswer\nA\tabnormal\n-5\tnormal\n")]
    [DataRow("row,id,answer\n4,A,abnormal\n3,-5,normal\n")]
    public async Task ImportAsync_ColumnsInAnyOrder_AreFoundByName(string text)
    {
        var pool = GivenPool.WithIds(Rows);
        using var session = pool.Session();

        var import = await Import(session, pool, text);

        Assert.AreEqual(2, import.Applied, string.Join('|', import.Conflicts));
        Assert.AreEqual("0 ada Abnormal/1 ada Normal", Text(session));
    }

    [TestMethod]
    public async Task ImportAsync_RowsWithoutIds_GoByTheirLines()
    {
        var pool = GivenPool.Of("n,m\n1,2\n3,4\n");
        using var session = pool.Session();

        var import = await Import(session, pool, "id,answer\nline 3,normal\nline 4,normal\n");

        Assert.AreEqual("1 ada Normal", Text(session));
        Assert.AreEqual("line 4", string.Join(',', import.UnknownIds));
    }

    [TestMethod]
    public async Task ImportAsync_UnknownIds_AreCountedAndTheFirstNamed()
    {
        var pool = GivenPool.WithIds(Rows);
        using var session = pool.Session();
        var text = "id,answer\nA,normal\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"x{i},normal\n")) + "x0,normal\n";

        var import = await Import(session, pool, text);

        Assert.AreEqual((1, 31), (import.Applied, import.UnknownCount));
        CollectionAssert.AreEqual(Enumerable.Range(0, 20).Select(i => $"x{i}").ToArray(), import.UnknownIds.ToArray());
    }

    [TestMethod]
    [DataRow("row,answer\n5,normal\n")]
    [DataRow("row,answer\n-1,normal\n")]
    [DataRow("row,answer\nx,normal\n")]
    public async Task ImportAsync_NoSuchRow_IsUnknown(string text)
    {
        var pool = GivenPool.WithIds(Rows);
        using var session = pool.Session();

        Assert.AreEqual(1, (await Import(session, pool, text)).UnknownCount);
    }

    [TestMethod]
    [DataRow("id,answer\nA,maybe\n", "A", "line 2: the answer is 'maybe'; normal, abnormal and skip are allowed")]
    [DataRow("id,answer,who\nA,normal,\"a\nb\"\n", "A", "the name of who answered holds a control character")]
    [DataRow("id,answer\nA,\n,normal\n", "line 3", "line 3: the id is empty")]
    [DataRow("id,answer,when\nA,normal,yesterday\n", "A", "line 2: the time is 'yesterday'; ISO 8601 is allowed")]
    [DataRow("id,tags\nA,a;a;a;a;a;a;a;a;a;a;a;a;a;a;a;a;a;a;a;a;a\n", "A", "there are 21 tags; at most 20")]
    [DataRow("id,tags\nA,123456789012345678901234567890123456789012345678901\n", "A", "has 51 characters; at most 50")]
    public async Task ImportAsync_BadLine_IsNamedAndTheOthersAreTaken(string text, string id, string expected)
    {
        var pool = GivenPool.WithIds(Rows);
        using var session = pool.Session();
        var columns = text[..text.IndexOf('\n')].Split(',').Length;

        var import = await Import(session, pool, text + (columns == 3 ? "D,normal,\n" : "D,normal\n"));

        Assert.AreEqual(1, import.Applied);
        Assert.AreEqual(id, import.Conflicts.Single().Id);
        Assert.Contains(expected, import.Conflicts[0].Why);
    }

    [TestMethod]
    public async Task ImportAsync_NameThatIsTooLong_IsNotTaken()
    {
        var pool = GivenPool.WithIds(Rows);
        using var session = pool.Session();
        var import = await Import(session, pool, $"id,answer,who\nA,normal,{new string('x', 101)}\n");
        Assert.Contains("has 101 characters; at most 100 are allowed", import.Conflicts.Single().Why);
        Assert.AreEqual(0, session.State.AnsweredCount);
    }

    [TestMethod]
    [DataRow("01/02/2026 03:04")]
    [DataRow("10:30")]
    [DataRow("2026-5-1")]
    [DataRow("31.05.2026")]
    [DataRow("May 2026")]
    [DataRow("2026-05-31 10:30 AM")]
    public async Task ImportAsync_TimeThatIsNoIso8601_IsNamed(string when)
    {
        var pool = GivenPool.WithIds(Rows);
        using var session = pool.Session();

        var import = await Import(session, pool, $"id,answer,when\nA,normal,{when}\n");

        Assert.AreEqual(0, import.Applied);
        Assert.Contains($"line 2: the time is '{when}'; ISO 8601 is allowed", import.Conflicts.Single().Why);
    }

    [TestMethod]
    [DataRow("2020-05-02", "2020-05-02T00:00:00Z")]
    [DataRow("2020-05-02T12:30", "2020-05-02T12:30:00Z")]
    [DataRow("2020-05-02 12:30:10", "2020-05-02T12:30:10Z")]
    [DataRow("2020-05-02T12:30:10.123456789Z", "2020-05-02T12:30:10.1234567Z")]
    [DataRow("2020-05-02T12:30:10.5+02:00", "2020-05-02T10:30:10.5Z")]
    [DataRow("2020-05-02T12:30:10+02", "2020-05-02T10:30:10Z")]
    [DataRow("20200502T123010Z", "2020-05-02T12:30:10Z")]
    public async Task ImportAsync_TimeOfIso8601_IsTaken(string when, string expected)
    {
        var pool = GivenPool.WithIds(Rows);
        using var session = pool.Session();

        await Import(session, pool, $"id,answer,when\nA,normal,{when}\n");

        var stream = new ForwardStream();
        await LabelCsv.WriteAsync(pool, session.Records, stream, Cancelled);
        Assert.Contains($",{expected},", Encoding.UTF8.GetString(stream.ToArray()));
    }

    [TestMethod]
    public async Task ImportAsync_NoteThatIsTooLong_IsNotTaken()
    {
        var pool = GivenPool.WithIds(Rows);
        using var session = pool.Session();

        var import = await Import(session, pool, $"id,note\nA,{new string('x', 10_001)}\nD,{new string('x', 10_000)}\n");

        Assert.Contains("10001 characters; at most 10000", import.Conflicts.Single().Why);
        Assert.AreEqual(1, import.Applied);
    }

    [TestMethod]
    public async Task ImportAsync_LinesThatContradictEachOther_AreBothLeftOut()
    {
        var pool = GivenPool.WithIds(Rows);
        using var session = pool.Session();

        var import = await Import(
            session, pool, "id,answer,who\nA,normal,ada\nA,abnormal,\nD,normal,ada\nD,abnormal,bob\nE,normal,eve\nE,normal,eve\n");

        Assert.AreEqual((3, 1), (import.Applied, import.Unchanged));
        Assert.AreEqual(
            "line 2: ada says something else of the row in line 3. Leave one of both.|"
            + "line 3: ada says something else of the row in line 2. Leave one of both.",
            string.Join('|', import.Conflicts.Select(conflict => conflict.Why)));
        Assert.AreEqual("3 ada Normal bob Abnormal/4 eve Normal", Text(session));
    }

    [TestMethod]
    public async Task ImportAsync_OtherAnswerInTheSession_Stays()
    {
        var pool = GivenPool.WithIds(Rows);
        using var session = pool.Session();
        session.AnswerAll("ada", [0], Answer.Normal);
        session.Note("ada", 3, "mine", []);

        var import = await Import(session, pool, "id,answer,note\nA,abnormal,\nD,normal,yours\n");

        Assert.AreEqual(0, import.Applied);
        Assert.Contains("line 2: ada answered normal in this session, and abnormal is to be taken.", import.Conflicts[0].Why);
        Assert.Contains("line 3: ada has another note", import.Conflicts[1].Why);
        Assert.AreEqual("0 ada Normal/3 ada: mine", Text(session));
    }

    [TestMethod]
    public async Task ImportAsync_SameNoteWithOtherTags_IsAConflict()
    {
        var pool = GivenPool.WithIds(Rows);
        using var session = pool.Session();
        session.Note("ada", 0, "same", ["a"]);

        var import = await Import(session, pool, "id,note,tags\nA,same,b\n");

        Assert.AreEqual((0, 0, 1), (import.Applied, import.Unchanged, import.Conflicts.Count));
        Assert.AreEqual("0 ada: same #a", Text(session));
    }

    [TestMethod]
    public async Task ImportAsync_TimesInAnotherOrder_TheLatestCounts()
    {
        var pool = GivenPool.WithIds(Rows);
        using var session = pool.Session();

        await Import(
            session,
            pool,
            "id,answer,who,when\nA,normal,ada,2026-05-31T12:00:00Z\nA,abnormal,bob,2026-05-31T13:30:00+02:00\n"
            + "D,normal,ada,2026-05-31T12:00:00Z\nD,abnormal,bob,\n");

        Assert.AreEqual(Answer.Normal, session.RowOf(0).Decision);
        Assert.AreEqual(Answer.Abnormal, session.RowOf(3).Decision);
    }

    [TestMethod]
    public async Task ImportAsync_SkipsBesideLabels_AreTakenInTheirOrderBeforeAndAfterTheFirstModel()
    {
        // The label is older than the skip: the row has to be asked about before anybody labels it.
        var pool = GivenPool.WithIds(Rows);
        using var session = pool.Session();
        const string text = "id,answer,who,when\nA,skip,bob,2026-05-31T13:00:00Z\nA,abnormal,ada,2026-05-31T12:00:00Z\n-5,skip,ada,\n";

        var import = await Import(session, pool, text);

        Assert.IsEmpty(import.Conflicts);
        Assert.AreEqual("0 ada Abnormal bob Skip/1 ada Skip", Text(session));
        Assert.AreEqual((Answer.Skip, 3), (session.RowOf(0).Decision, import.Applied));
        Assert.AreEqual(3, (await Import(session, pool, text)).Unchanged);
    }

    [TestMethod]
    public async Task ImportAsync_LinesWithATime_KeepIt()
    {
        var pool = GivenPool.WithIds(Rows);
        using var session = pool.Session();
        await session.WaitForModelAsync(Cancelled);
        var begin = session.Store.Read(session.Id, Cancelled)[^1].Time;

        await Import(
            session,
            pool,
            "id,answer,who,when,note\nA,abnormal,zoe,2020-05-01,\n-5,skip,zoe,2020-05-02T12:00:00+02:00,\n"
            + "D,,zoe,2020-05-03T01:02:03.4Z,seen\nE,normal,zoe,,\n");

        var stream = new ForwardStream();
        await LabelCsv.WriteAsync(pool, session.Records, stream, Cancelled);
        string[] lines = Encoding.UTF8.GetString(stream.ToArray()).Split("\r\n");
        Assert.AreEqual("A,0,abnormal,zoe,2020-05-01T00:00:00Z,,", lines[1]);
        Assert.AreEqual("-5,1,skip,zoe,2020-05-02T10:00:00Z,,", lines[2]);
        Assert.AreEqual("D,3,,zoe,2020-05-03T01:02:03.4Z,seen,", lines[3]);
        Assert.IsGreaterThanOrEqualTo(begin, session.RowOf(4).Answers.Single().Time);
        Assert.IsTrue(session.Store.Read(session.Id, Cancelled).All(past => past.Time.Year > 2020));
    }

    [TestMethod]
    public async Task ImportAsync_KnownBeforehand_IsUnchangedOrRefused()
    {
        var pool = GivenPool.WithIds("id,n,label\nA,1,0\nB,2,1\nC,3,\n");
        using var session = pool.Session();

        var import = await Import(session, pool, "id,answer\nA,normal\nB,normal\n");

        Assert.AreEqual((0, 1), (import.Applied, import.Unchanged));
        Assert.AreEqual("B", import.Conflicts.Single().Id);
    }

    [TestMethod]
    public async Task ImportAsync_AnnotatorThatThePolicyKeepsOut_IsAConflict()
    {
        var pool = GivenPool.WithIds(Rows);
        using var session = pool.Session(policy: new OneAnnotatorPolicy("ada"));

        var import = await Import(session, pool, "id,answer,who\nA,normal,bob\nD,normal,\n");

        Assert.AreEqual(1, import.Applied);
        Assert.Contains("line 2: The label policy", import.Conflicts.Single().Why);
    }

    [TestMethod]
    [DataRow("name,answer\nA,normal\n", "The columns of the labels are 'name', 'answer'")]
    [DataRow("id,who\nA,ada\n", "one of 'answer', 'note' and 'tags'")]
    [DataRow("id,answer\nA,normal\nD\n", "Line 3 of 'labels.csv'")]
    [DataRow("id,answer\nA,\"normal\n", "a quote is not closed")]
    [DataRow("", "is empty")]
    public async Task ImportAsync_UnreadableFile_TakesNothing(string text, string expected)
    {
        var pool = GivenPool.WithIds(Rows);
        using var session = pool.Session();

        (await Assert.ThrowsExactlyAsync<TableException>(() => Import(session, pool, text))).HasMessage(expected);

        Assert.IsEmpty(session.Records);
    }

    [TestMethod]
    public async Task ImportAsync_BytesThatAreNoText_TakesNothing()
    {
        var pool = GivenPool.WithIds(Rows);
        using var session = pool.Session();

        (await Assert.ThrowsExactlyAsync<TableException>(
            () => Import(session, pool, [.. "id,answer\nA,normal\nD,"u8, 0xff, .. "\n"u8], "ada")))
            .HasMessage("Line 3", "not UTF-8", "encoding");

        Assert.IsEmpty(session.Records);
    }

    [TestMethod]
    public async Task ImportAsync_HeaderAlone_IsNothing()
    {
        var pool = GivenPool.WithIds(Rows);
        using var session = pool.Session();

        var import = await Import(session, pool, "id,row,answer,who,when,note,tags\r\n");

        Assert.AreEqual((0, 0, 0), (import.Applied, import.Unchanged, import.Conflicts.Count));
    }

    [TestMethod]
    public async Task ImportAsync_Cancelled_Throws()
    {
        var pool = GivenPool.WithIds(Rows);
        using var session = pool.Session();

        await Assert.ThrowsAsync<OperationCanceledException>(() => LabelCsv.ImportAsync(
            session, pool, new MemoryStream("id,answer\nA,normal\n"u8.ToArray()), "ada",
            cancellationToken: new CancellationToken(canceled: true)));
        Assert.IsEmpty(session.Records);
    }

    [TestMethod]
    public void ImportAsync_AnyNotes_ComeBackAsTheyWere() =>
        Gen.Select(Gen.String["a,\"'=-\r\n\t;\\é中 "].Array[1, 5], Gen.String["ab;\\,\" "]).Sample((notes, tag) =>
        {
            var pool = GivenPool.WithIds(Rows);
            using var session = pool.Session();
            var shortTag = tag[..Math.Min(LabelCsv.MostTagLength, tag.Length)].Trim();
            string[] tags = shortTag.Length > 0 ? [shortTag] : [];
            for (var row = 0; row < notes.Length; row++)
            {
                session.Note("ada", row, notes[row], tags);
            }

            var stream = new ForwardStream();
            LabelCsv.WriteAsync(pool, session.Records, stream).GetAwaiter().GetResult();
            using var other = pool.Session();
            Import(other, pool, stream.ToArray(), "ada").GetAwaiter().GetResult();

            Assert.AreEqual(Text(session), Text(other));
        }, iter: 60);

    private static LabelingSession Answered(LabelingPool pool)
    {
        var session = pool.Session();
        session.WaitForModelAsync().GetAwaiter().GetResult();
        session.AnswerAll("ada", [0], Answer.Abnormal);
        session.AnswerAll("bob", [0], Answer.Normal);
        session.AnswerAll("ada", [1], Answer.Skip);
        session.Note("ada", 1, "=look, \"here\"", ["x;y", "z"]);
        session.Note("eve", 2, "two\nlines", []);
        return session;
    }

    private static string Text(LabelingSession session) => string.Join('/', session.Records.Select(record =>
        $"{record.Row} "
        + string.Join(' ', record.Answers.Select(answer => $"{answer.Annotator} {answer.Answer}").Concat(
            record.Notes.Select(note => $"{note.Annotator}: {note.Text}{string.Concat(note.Tags.Select(tag => $" #{tag}"))}")))));

    private static Task<LabelImport> Import(LabelingSession session, LabelingPool pool, string text) =>
        Import(session, pool, Encoding.UTF8.GetBytes(text), "ada");

    private static Task<LabelImport> Import(LabelingSession session, LabelingPool pool, byte[] bytes, string annotator) =>
        LabelCsv.ImportAsync(session, pool, new MemoryStream(bytes, writable: false), annotator);
}
