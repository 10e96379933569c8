using ActiveAnomaly.Labeling.Rows;
using ActiveAnomaly.Labeling.Serving.Contract;
using ActiveAnomaly.Sessions;

namespace ActiveAnomaly.Labeling.Serving;

/// <summary>
/// Makes the contract's records of what the session and its rows say, and nothing else does. Every number is finite: what is not known, or
/// is no number, is null. Thread safe, but for states, which are made one at a time.
/// </summary>
internal sealed class ContractConversions
{
    private readonly LabelingPool _pool;
    private readonly StateConversions _states;

    public ContractConversions(LabelingPool pool)
    {
        _pool = pool;
        _states = new StateConversions(pool);
    }

    /// <summary>Gets the word of an answer.</summary>
    public static string Word(Answer answer) => answer switch
    {
        Answer.Normal => "normal",
        Answer.Abnormal => "abnormal",
        Answer.Skip => "skip",
        _ => throw new ArgumentOutOfRangeException(nameof(answer), answer, "The answer has no word."),
    };

    /// <summary>Gets the word of a decision.</summary>
    public static string? DecisionWord(Answer? decision) => decision switch
    {
        null => null,
        Answer.Skip => "skipped",
        { } answer => Word(answer),
    };

    public SessionResponse ToSession(LabelingSession session, int budget, IReadOnlyList<string> exports, string version) => new()
    {
        Id = session.Id,
        Key = session.Key,
        Name = _pool.Name,
        RowCount = _pool.RowCount,
        FeatureCount = _pool.Features.FeatureCount,
        RowWord = _pool.RowWord,
        IdColumn = _pool.IdColumn,
        Columns = [.. _pool.Columns.Select(ToColumn)],
        Detector = session.DetectorName,
        Strategy = session.StrategyName,
        Policy = session.PolicyName,
        AllowsSeveralAnnotators = session.AllowsSeveralAnnotators,
        Budget = budget,
        AuditShare = session.AuditShare,
        HidesLabels = _pool.HidesLabels,
        Exports = exports,
        ServerVersion = version,
    };

    public StateResponse ToState(LabelingState state, IReadOnlyList<RowRecord> records) => _states.ToState(state, records);

    public static QuestionResponse ToQuestion(Question question) => new()
    {
        Row = question.Row,
        Reason = question.Reason,
        Upcoming = question.Upcoming,
        UpcomingScores = question.UpcomingScores,
        Waiting = question.Waiting,
        Stage = question.Stage,
    };

    public static LookaheadResponse ToLookahead(Lookahead next) =>
        new() { AfterNormal = ToForeseen(next.AfterNormal), AfterAbnormal = ToForeseen(next.AfterAbnormal) };

    public static AnswerReceiptResponse ToReceipt(AnswerReceipt receipt, RowResponse? nextRow) => new()
    {
        Sequence = receipt.Sequence,
        Row = receipt.Row,
        AnswerSequence = receipt.AnswerSequence,
        Next = ToQuestion(receipt.Next),
        NextRow = nextRow,
    };

    public static BulkReceiptResponse ToReceipt(BulkReceipt receipt, Question next, LabelingPool pool) => new()
    {
        Sequence = receipt.Sequence,
        Count = receipt.Count,
        Refused = [.. receipt.Refused.Select(refused =>
            new RefusedAnswerResponse { Row = refused.Row, Why = Sentences.WithNames(Sentences.Plain(refused.Why), pool) })],
        Next = ToQuestion(next),
    };

    public RowResponse ToRow(
        int row, long version, RowRecord record, RowMarks marks, RowTails tails, IReadOnlyList<SimilarRow> similarAnswered) => new()
    {
        Row = row,
        Version = version,
        Id = _pool.IdOf(row),
        Line = _pool.LineOf(row),
        Cells = _pool.CellsOf(row),
        Filled = [.. _pool.FilledOf(row).Select(cell => new FilledCellResponse { Column = cell.Column, Text = cell.Text })],
        Values = [.. _pool.ValuesOf(row).Select(Finite)],
        Tails = [.. tails.TailsOf(row).Select(Finite)],
        Score = ScoreOf(row, marks),
        Rank = RankOf(row, marks),
        IsFlagged = marks.Model is { } model ? model.Model.IsAbnormal(model.Scores.Span[row]) : null,
        Decision = DecisionWord(record.Decision),
        IsAsked = record.IsAsked,
        Answers = [.. record.Answers.Select(ToGivenAnswer)],
        Notes = [.. record.Notes.Select(note =>
            new NoteResponse { Annotator = note.Annotator, Text = note.Text, Tags = note.Tags, Time = note.Time.UtcDateTime })],
        SimilarAnswered = [.. similarAnswered.Select(similar => new SimilarAnsweredResponse
        {
            Row = similar.Row,
            Id = _pool.IdOf(similar.Row),
            Distance = similar.Distance,
            Decision = DecisionWord(marks.DecisionOf(similar.Row))!,
        })],
    };

    /// <summary>What is said of a row while there is no model.</summary>
    public static ExplanationResponse NoExplanation(int row) =>
        new() { Row = row, Stage = null, Score = null, BaseValue = null, IsExact = false, Columns = [] };

    public ExplanationResponse ToExplanation(RowExplanation explanation) => new()
    {
        Row = explanation.Row,
        Stage = explanation.Stage,
        Score = Finite(explanation.Explanation.Score),
        BaseValue = Finite(explanation.Explanation.BaseValue),
        IsExact = explanation.Explanation.IsExact,
        Columns = [.. _pool.ContributionsByColumn(explanation.Explanation)
            .Select(column => new ContributionResponse { Column = column.Column, Contribution = column.Contribution })
            .OrderByDescending(column => Math.Abs(column.Contribution))],
    };

    public RowListResponse ToRowList(RowPage page, RowMarks marks) => new()
    {
        Total = page.Total,
        Rows = [.. page.Rows.Select(row => new ListedRowResponse
        {
            Row = row,
            Id = _pool.IdOf(row),
            Cells = _pool.CellsOf(row),
            Score = ScoreOf(row, marks),
            Rank = RankOf(row, marks),
            Decision = DecisionWord(marks.DecisionOf(row)),
        })],
    };

    public SimilarRowsResponse ToSimilarRows(IReadOnlyList<SimilarRow> rows, RowMarks marks) => new()
    {
        Rows = [.. rows.Select(similar => new SimilarRowResponse
        {
            Row = similar.Row,
            Id = _pool.IdOf(similar.Row),
            Distance = similar.Distance,
            Score = ScoreOf(similar.Row, marks),
            Decision = DecisionWord(marks.DecisionOf(similar.Row)),
        })],
    };

    public ReviewResponse ToReview(IReadOnlyList<ReviewGroup> groups, RowMarks marks) => new()
    {
        Groups = [.. groups.Select(group => new ReviewGroupResponse
        {
            Rows = group.Rows,
            Ids = [.. group.Rows.Select(_pool.IdOf)],
            Scores = [.. group.Rows.Select(row => ScoreOf(row, marks)!.Value)],
            HighestScore = group.HighestScore,
            Text = group.Text,
        })],
    };

    public DisagreementsResponse ToDisagreements(IEnumerable<RowRecord> records) => new()
    {
        Rows = [.. records.Select(record => new DisagreedRowResponse
        {
            Row = record.Row,
            Id = _pool.IdOf(record.Row),
            Decision = DecisionWord(record.Decision),
            Answers = [.. record.Answers.Select(ToGivenAnswer)],
        })],
    };

    /// <summary>Gives the map of the rows; null for one that is not computed yet.</summary>
    public static MapResponse ToMap(RowMap? map, RowMarks marks) => new()
    {
        IsReady = map is not null,
        Method = "pca",
        Explained = map?.Explained ?? [],
        Rows = map?.Rows ?? [],
        X = map?.X ?? [],
        Y = map?.Y ?? [],
        Scores = map is not null && marks.Model is not null ? [.. map.Rows.Select(row => ScoreOf(row, marks)!.Value)] : null,
    };

    public static PlacesResponse ToPlaces(IReadOnlyList<int> rows, RowMap map)
    {
        var places = rows.Select(map.PlaceOf).ToArray();
        return new PlacesResponse { Rows = rows, X = [.. places.Select(place => place.X)], Y = [.. places.Select(place => place.Y)] };
    }

    public static ImportResponse ToImport(Exports.LabelImport import, LabelingPool pool) => new()
    {
        Applied = import.Applied,
        Unchanged = import.Unchanged,
        UnknownIds = import.UnknownIds,
        UnknownCount = import.UnknownCount,
        Conflicts = [.. import.Conflicts.Select(conflict =>
            new ImportConflictResponse { Id = conflict.Id, Why = Sentences.WithNames(Sentences.Plain(conflict.Why), pool) })],
    };

    private ColumnResponse ToColumn(PoolColumn column) => new()
    {
        Name = column.Name,
        Index = column.Index,
        Kind = column.Kind switch
        {
            PoolColumnKind.Number => "number",
            PoolColumnKind.Boolean => "boolean",
            PoolColumnKind.Date => "date",
            PoolColumnKind.Category => "category",
            PoolColumnKind.Text => "text",
            _ => throw new NotSupportedException($"Columns of the kind {column.Kind} have no word in the contract."),
        },
        IsFeature = column.IsFeature,
        IsId = column.IsId,
        IsLabel = column.IsLabel,
        Distribution = ColumnDistribution.Of(_pool, column.Index) is { } distribution ? ToDistribution(distribution) : null,
    };

    private static ForeseenRowResponse? ToForeseen(ChosenRow? next) =>
        next is { } row ? new ForeseenRowResponse { Row = row.Row, Reason = row.Reason } : null;

    private static DistributionResponse? ToDistribution(ColumnDistribution distribution) => distribution switch
    {
        { Minimum: { } minimum, Maximum: { } maximum, Counts: { } counts } when double.IsFinite(minimum) && double.IsFinite(maximum) =>
            new NumberDistributionResponse { Minimum = minimum, Maximum = maximum, Counts = counts },
        { Categories: { } categories } => new CategoryDistributionResponse
        {
            Categories = [.. categories.Select(category => new CategoryCountResponse { Text = category.Text, Count = category.Count })],
            OtherCount = distribution.OtherCount,
            TextCount = distribution.TextCount,
        },
        _ => null,
    };

    private static GivenAnswerResponse ToGivenAnswer(GivenAnswer answer) =>
        new() { Annotator = answer.Annotator, Answer = Word(answer.Answer), Time = answer.Time.UtcDateTime };

    private static float? ScoreOf(int row, RowMarks marks) => marks.Model?.Scores.Span[row];

    private static int? RankOf(int row, RowMarks marks) => marks.Model?.Ranks.Span[row];

    private static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;
}
