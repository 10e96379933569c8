using ActiveAnomaly.Labeling.Serving.Contract;
using ActiveAnomaly.Sessions;
using ActiveAnomaly.Tables;

namespace ActiveAnomaly.Labeling.Serving;

/// <summary>Makes the contract's state of the session's. Keeps what depends on the model alone. Not thread safe.</summary>
/// <param name="pool">The session's rows.</param>
internal sealed class StateConversions(LabelingPool pool)
{
    /// <summary>The most columns of which it is said how much they count.</summary>
    private const int MostColumnWeights = 5;

    /// <summary>The number of bars of the histogram of scores.</summary>
    public const int BinCount = 40;

    private ScoreHistogram? _histogram;

    public StateResponse ToState(LabelingState state, IReadOnlyList<RowRecord> records) => new()
    {
        Version = state.Version,
        Sequence = state.Sequence,
        Model = state.Model is { } model ? ToModel(model, state.UnseenAnswerCount) : null,
        Training = state.Training is { } training
            ? new TrainingResponse
            {
                Stage = training.Stage,
                StartedAt = training.StartedAt.UtcDateTime,
                Fraction = Finite(training.Fraction),
                Text = training.Text,
            }
            : null,
        TrainingFailure = state.TrainingFailure,
        Counts = new CountsResponse
        {
            Asked = state.AskedCount,
            Answered = state.AnsweredCount,
            Normal = state.NormalCount,
            Abnormal = state.AbnormalCount,
            Skipped = state.SkippedCount,
            LabeledOutside = state.LabeledOutsideCount,
            Disagreements = state.DisagreedRows.Count,
        },
        Budget = state.Budget,
        Found = [.. state.Found.Select(point => (IReadOnlyList<int>)[point.AnsweredCount, point.AbnormalCount])],
        Histogram = state.Model is null ? null : ToHistogram(state.Model, records),
        Advice = new AdviceResponse
        {
            LastAnswers = state.Advice.LastAnswerCount,
            LastAbnormal = state.Advice.LastAbnormalCount,
            RankingOverlap = Finite(state.Advice.RankingOverlap),
            Text = state.Advice.Text,
        },
        Audit = state.Audit is { } audit
            ? new AuditResponse
            {
                TopCount = audit.TopCount,
                Drawn = audit.DrawnCount,
                DrawnFromTop = audit.DrawnFromTopCount,
                Precision = ToInterval(audit.Precision),
                Recall = ToInterval(audit.Recall),
                Text = audit.Text,
            }
            : null,
        Annotators = [.. state.Annotators.Select(annotator =>
            new AnnotatorResponse { Name = annotator.Name, Answers = annotator.AnswerCount, Row = annotator.Row })],
        Truth = state.Model?.Auc is { } auc && double.IsFinite(auc) ? new TruthResponse { Auc = auc } : null,
    };

    private ModelResponse ToModel(ModelState model, int unseenAnswerCount) => new()
    {
        Stage = model.Stage,
        TrainedAt = model.TrainedAt.UtcDateTime,
        TrainingMilliseconds = model.TrainingTime.TotalMilliseconds,
        AnswerCount = model.AnswerCount,
        UnseenAnswerCount = unseenAnswerCount,
        Threshold = float.IsFinite(model.Model.Threshold) ? model.Model.Threshold : null,
        FlaggedCount = model.FlaggedCount,
        ColumnWeights = ColumnWeight.Of(model.Model, pool.Table.Columns) is { } weights
            ? [.. weights.Where(weight => weight.TimesMean >= 1).Take(MostColumnWeights).Select(weight => new ColumnWeightResponse
            {
                Column = pool.Columns.First(column => column.Name == weight.Column).Index,
                TimesMean = weight.TimesMean,
            })]
            : null,
    };

    private HistogramResponse ToHistogram(ModelState model, IReadOnlyList<RowRecord> records)
    {
        if (_histogram?.Model != model)
        {
            _histogram = new ScoreHistogram(model, BinCount);
        }

        return new HistogramResponse
        {
            Minimum = _histogram.Minimum,
            Maximum = _histogram.Maximum,
            Counts = _histogram.Counts,
            Normal = _histogram.CountsOf(Decided(records, Answer.Normal)),
            Abnormal = _histogram.CountsOf(Decided(records, Answer.Abnormal)),
        };
    }

    private static IEnumerable<int> Decided(IReadOnlyList<RowRecord> records, Answer decision) =>
        records.Where(record => record.Decision == decision).Select(record => record.Row);

    private static IntervalResponse? ToInterval(Interval? interval) => interval is { } found
        ? new IntervalResponse { Estimate = found.Estimate, Low = found.Low, High = found.High }
        : null;

    private static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;
}
