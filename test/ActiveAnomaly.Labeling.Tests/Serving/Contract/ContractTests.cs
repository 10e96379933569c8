using System.Text.Json;

namespace ActiveAnomaly.Labeling.Serving.Contract;

/// <summary>The names of the contract's fields, each record by a literal: the page and other programs go by them.</summary>
[TestClass]
public sealed class ContractTests
{
    private static readonly DateTime Time = new(2026, 3, 4, 5, 6, 7, DateTimeKind.Utc);

    private static readonly QuestionResponse Question = new()
    {
        Row = 12, Reason = "top", Upcoming = [31, 7], UpcomingScores = [0.5f, 0.25f], Waiting = null, Stage = 3,
    };

    private const string QuestionJson =
        """{"row":12,"reason":"top","upcoming":[31,7],"upcomingScores":[0.5,0.25],"waiting":null,"stage":3}""";

    [TestMethod]
    public void Problem_Written_IsAsRfc9457HasIt() => AssertJson(
        """{"type":"about:blank","title":"Conflict","status":409,"detail":"No."}""",
        new ProblemResponse { Type = "about:blank", Title = "Conflict", Status = 409, Detail = "No." });

    [TestMethod]
    public void Session_Written_IsAsTheContractHasIt() => AssertJson(
        """
        {"id":"payments","key":"0123456789abcdef","name":"payments.csv","rowCount":351,"featureCount":33,
        "rowWord":"line","idColumn":null,"columns":[
        {"name":"amount","index":0,"kind":"number","isFeature":true,"isId":false,"isLabel":false,"distribution":
        {"minimum":0,"maximum":1.5,"counts":[1,2]}},
        {"name":"currency","index":1,"kind":"category","isFeature":true,"isId":false,"isLabel":false,"distribution":
        {"categories":[{"text":"EUR","count":300}],"otherCount":51,"textCount":4}},
        {"name":"remark","index":2,"kind":"text","isFeature":false,"isId":false,"isLabel":false,"distribution":null}],
        "detector":"default","strategy":"thirds","policy":"latest answer","allowsSeveralAnnotators":true,"budget":18,"auditShare":0.25,
        "hidesLabels":false,"exports":["labels.csv"],"serverVersion":"0.1.0"}
        """,
        new SessionResponse
        {
            Id = "payments",
            Key = "0123456789abcdef",
            Name = "payments.csv",
            RowCount = 351,
            FeatureCount = 33,
            RowWord = "line",
            IdColumn = null,
            Columns =
            [
                Column("amount", 0, "number", new NumberDistributionResponse { Minimum = 0, Maximum = 1.5, Counts = [1, 2] }),
                Column("currency", 1, "category", new CategoryDistributionResponse
                {
                    Categories = [new CategoryCountResponse { Text = "EUR", Count = 300 }],
                    OtherCount = 51,
                    TextCount = 4,
                }),
                Column("remark", 2, "text", null),
            ],
            Detector = "default",
            Strategy = "thirds",
            Policy = "latest answer",
            AllowsSeveralAnnotators = true,
            Budget = 18,
            AuditShare = 0.25,
            HidesLabels = false,
            Exports = ["labels.csv"],
            ServerVersion = "0.1.0",
        });

    [TestMethod]
    public void State_Written_IsAsTheContractHasIt() => AssertJson(
        """
        {"version":17,"sequence":40,"model":{"stage":3,"trainedAt":"2026-03-04T05:06:07Z","trainingMilliseconds":4.1,"answerCount":12,
        "unseenAnswerCount":1,"threshold":0.71,"flaggedCount":18,"columnWeights":[{"column":3,"timesMean":2.5}]},
        "training":{"stage":4,"startedAt":"2026-03-04T05:06:07Z","fraction":0.4,"text":"forest"},"trainingFailure":"It failed.",
        "counts":{"asked":14,"answered":13,"normal":8,"abnormal":4,"skipped":1,"labeledOutside":2,"disagreements":3},"budget":18,
        "found":[[1,0],[2,1]],"histogram":{"minimum":0,"maximum":1,"counts":[5,6],"normal":[1,0],"abnormal":[0,2]},
        "advice":{"lastAnswers":20,"lastAbnormal":6,"rankingOverlap":0.93,"text":"Go on."},
        "audit":{"topCount":18,"drawn":10,"drawnFromTop":5,"precision":{"estimate":0.8,"low":0.4,"high":0.97},"recall":null,"text":"Good."},
        "annotators":[{"name":"ada","answers":7,"row":12},{"name":"bob","answers":0,"row":null}],"truth":{"auc":0.93},
        "you":{"name":"ada","lastRow":5,"lastAnswerSequence":3000000000}}
        """,
        new StateResponse
        {
            Version = 17,
            Sequence = 40,
            Model = new ModelResponse
            {
                Stage = 3,
                TrainedAt = Time,
                TrainingMilliseconds = 4.1,
                AnswerCount = 12,
                UnseenAnswerCount = 1,
                Threshold = 0.71f,
                FlaggedCount = 18,
                ColumnWeights = [new ColumnWeightResponse { Column = 3, TimesMean = 2.5 }],
            },
            Training = new TrainingResponse { Stage = 4, StartedAt = Time, Fraction = 0.4, Text = "forest" },
            TrainingFailure = "It failed.",
            Counts = new CountsResponse
            {
                Asked = 14,
                Answered = 13,
                Normal = 8,
                Abnormal = 4,
                Skipped = 1,
                LabeledOutside = 2,
                Disagreements = 3,
            },
            Budget = 18,
            Found = [[1, 0], [2, 1]],
            Histogram = new HistogramResponse { Minimum = 0, Maximum = 1, Counts = [5, 6], Normal = [1, 0], Abnormal = [0, 2] },
            Advice = new AdviceResponse { LastAnswers = 20, LastAbnormal = 6, RankingOverlap = 0.93, Text = "Go on." },
            Audit = new AuditResponse
            {
                TopCount = 18,
                Drawn = 10,
                DrawnFromTop = 5,
                Precision = new IntervalResponse { Estimate = 0.8, Low = 0.4, High = 0.97 },
                Recall = null,
                Text = "Good.",
            },
            Annotators =
            [
                new AnnotatorResponse { Name = "ada", Answers = 7, Row = 12 },
                new AnnotatorResponse { Name = "bob", Answers = 0, Row = null },
            ],
            Truth = new TruthResponse { Auc = 0.93 },
            You = new YouResponse { Name = "ada", LastRow = 5, LastAnswerSequence = 3_000_000_000 },
        });

    [TestMethod]
    public void Lookahead_Written_IsAsTheContractHasIt() => AssertJson(
        """{"afterNormal":{"row":7,"reason":"boundary"},"afterAbnormal":null}""",
        new LookaheadResponse { AfterNormal = new ForeseenRowResponse { Row = 7, Reason = "boundary" }, AfterAbnormal = null });

    [TestMethod]
    public void Receipts_Written_AreAsTheContractHasThem()
    {
        AssertJson(QuestionJson, Question);
        AssertJson(
            """{"row":null,"reason":null,"upcoming":[],"upcomingScores":[],"waiting":"Nothing is left to ask about.","stage":null}""",
            new QuestionResponse
            {
                Row = null, Reason = null, Upcoming = [], UpcomingScores = [], Waiting = "Nothing is left to ask about.", Stage = null,
            });
        AssertJson(
            $$"""{"sequence":41,"row":12,"answerSequence":40,"next":{{QuestionJson}},"nextRow":null}""",
            new AnswerReceiptResponse { Sequence = 41, Row = 12, AnswerSequence = 40, Next = Question, NextRow = null });
        AssertJson("""{"sequence":43}""", new NoteReceiptResponse { Sequence = 43 });
        AssertJson(
            $$"""{"sequence":50,"count":3,"refused":[{"row":2,"why":"No."}],"next":{{QuestionJson}}}""",
            new BulkReceiptResponse
            {
                Sequence = 50,
                Count = 3,
                Refused = [new RefusedAnswerResponse { Row = 2, Why = "No." }],
                Next = Question,
            });
    }

    [TestMethod]
    public void Row_Written_IsAsTheContractHasIt() => AssertJson(
        """
        {"row":12,"version":7,"id":"A-17","line":14,"cells":["17.5","EUR"],
        "filled":[{"column":1,"text":"EUR"}],"values":[17.5,null],"tails":[0.02,null],"score":0.83,"rank":3,
        "isFlagged":true,"decision":"abnormal","isAsked":true,
        "answers":[{"annotator":"ada","answer":"abnormal","time":"2026-03-04T05:06:07Z"}],
        "notes":[{"annotator":"ada","text":"late","tags":["refund"],"time":"2026-03-04T05:06:07Z"}],
        "similarAnswered":[{"row":5,"id":"A-5","distance":0.12,"decision":"normal"}]}
        """,
        new RowResponse
        {
            Row = 12,
            Version = 7,
            Id = "A-17",
            Line = 14,
            Cells = ["17.5", "EUR"],
            Filled = [new FilledCellResponse { Column = 1, Text = "EUR" }],
            Values = [17.5, null],
            Tails = [0.02, null],
            Score = 0.83f,
            Rank = 3,
            IsFlagged = true,
            Decision = "abnormal",
            IsAsked = true,
            Answers = [new GivenAnswerResponse { Annotator = "ada", Answer = "abnormal", Time = Time }],
            Notes = [new NoteResponse { Annotator = "ada", Text = "late", Tags = ["refund"], Time = Time }],
            SimilarAnswered = [new SimilarAnsweredResponse { Row = 5, Id = "A-5", Distance = 0.12, Decision = "normal" }],
        });

    [TestMethod]
    public void Explanation_Written_IsAsTheContractHasIt() => AssertJson(
        """
        {"row":12,"stage":3,"score":0.83,"baseValue":-1.25,"isExact":false,
        "columns":[{"column":4,"contribution":1.5},{"column":0,"contribution":-0.25}]}
        """,
        new ExplanationResponse
        {
            Row = 12,
            Stage = 3,
            Score = 0.83,
            BaseValue = -1.25,
            IsExact = false,
            Columns =
            [
                new ContributionResponse { Column = 4, Contribution = 1.5 },
                new ContributionResponse { Column = 0, Contribution = -0.25 },
            ],
        });

    [TestMethod]
    public void ListsOfRows_Written_AreAsTheContractHasThem()
    {
        AssertJson(
            """{"total":351,"rows":[{"row":12,"id":"A","cells":["x"],"score":0.8,"rank":1,"decision":null}]}""",
            new RowListResponse
            {
                Total = 351,
                Rows = [new ListedRowResponse { Row = 12, Id = "A", Cells = ["x"], Score = 0.8f, Rank = 1, Decision = null }],
            });
        AssertJson(
            """{"rows":[{"row":5,"id":"A","distance":0.01,"score":0.7,"decision":null}]}""",
            new SimilarRowsResponse
            {
                Rows = [new SimilarRowResponse { Row = 5, Id = "A", Distance = 0.01, Score = 0.7f, Decision = null }],
            });
        AssertJson(
            """{"groups":[{"rows":[3,8],"ids":["A","B"],"scores":[0.9,0.5],"highestScore":0.9,"text":"2 rows alike"}]}""",
            new ReviewResponse
            {
                Groups = [new ReviewGroupResponse
                {
                    Rows = [3, 8], Ids = ["A", "B"], Scores = [0.9f, 0.5f], HighestScore = 0.9f, Text = "2 rows alike",
                }],
            });
        AssertJson(
            """{"rows":[{"row":12,"id":"A","decision":null,"answers":[]}]}""",
            new DisagreementsResponse { Rows = [new DisagreedRowResponse { Row = 12, Id = "A", Decision = null, Answers = [] }] });
    }

    [TestMethod]
    public void MapAndImport_Written_AreAsTheContractHasThem()
    {
        AssertJson(
            """{"isReady":true,"method":"pca","explained":[0.4,0.2],"rows":[0,5],"x":[0,1],"y":[0.5,1],"scores":[0.1,0.2]}""",
            new MapResponse
            {
                IsReady = true,
                Method = "pca",
                Explained = [0.4, 0.2],
                Rows = [0, 5],
                X = [0, 1],
                Y = [0.5, 1],
                Scores = [0.1f, 0.2f],
            });
        AssertJson("""{"rows":[12],"x":[0.5],"y":[1]}""", new PlacesResponse { Rows = [12], X = [0.5], Y = [1] });
        AssertJson(
            """{"applied":10,"unchanged":2,"unknownIds":["x"],"unknownCount":3,"conflicts":[{"id":"A","why":"No."}]}""",
            new ImportResponse
            {
                Applied = 10,
                Unchanged = 2,
                UnknownIds = ["x"],
                UnknownCount = 3,
                Conflicts = [new ImportConflictResponse { Id = "A", Why = "No." }],
            });
    }

    [TestMethod]
    public void Requests_Read_AreAsTheContractHasThem()
    {
        Assert.AreEqual(
            new QuestionRequest { Annotator = "ada", Another = true }, Read<QuestionRequest>("""{"annotator":"ada","another":true}"""));
        Assert.AreEqual(
            new AnswerRequest { Annotator = "ada", Row = 12, Answer = "abnormal" },
            Read<AnswerRequest>("""{"annotator":"ada","row":12,"answer":"abnormal"}"""));
        Assert.IsTrue(Read<AnswerRequest>("""{"annotator":"ada","row":12,"answer":"skip","wantsNextRow":true}""").WantsNextRow);
        Assert.IsTrue(Read<WithdrawalRequest>("""{"annotator":"ada","wantsNextRow":true}""").WantsNextRow);
        Assert.AreEqual(
            new WithdrawalRequest { Annotator = "ada", Row = 12 }, Read<WithdrawalRequest>("""{"annotator":"ada","row":12}"""));
        Assert.IsNull(Read<WithdrawalRequest>("""{"annotator":"ada","row":null}""").Row);
        Assert.AreEqual(
            3_000_000_000, Read<WithdrawalRequest>("""{"annotator":"ada","answerSequence":3000000000}""").AnswerSequence);
        var note = Read<NoteRequest>("""{"annotator":"ada","row":12,"text":"late","tags":["refund"]}""");
        Assert.AreEqual(("ada", 12, "late"), (note.Annotator, note.Row, note.Text));
        Assert.AreSequenceEqual(["refund"], note.Tags);
        var bulk = Read<BulkAnswerRequest>("""{"annotator":"ada","rows":[1,2],"answer":"normal"}""");
        Assert.AreEqual(("ada", "normal"), (bulk.Annotator, bulk.Answer));
        Assert.AreSequenceEqual([1, 2], bulk.Rows);
        Assert.AreSequenceEqual([12, 15], Read<PlacesRequest>("""{"rows":[12,15]}""").Rows);
    }

    private static ColumnResponse Column(string name, int index, string kind, DistributionResponse? distribution) => new()
    {
        Name = name,
        Index = index,
        Kind = kind,
        IsFeature = kind != "text",
        IsId = false,
        IsLabel = false,
        Distribution = distribution,
    };

    private static void AssertJson<T>(string expected, T value) => Assert.AreEqual(
        expected.ReplaceLineEndings(string.Empty), JsonSerializer.Serialize(value, ContractJson.Options));

    private static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, ContractJson.Options)!;
}
