using ActiveAnomaly.Detectors;
using ActiveAnomaly.Metrics;
using ActiveAnomaly.Sessions;

namespace ActiveAnomaly.Labeling;

/// <summary>The model that a session has, with its scores of all rows. Immutable and thread safe.</summary>
public sealed class ModelState
{
    private readonly Lazy<int[]> _order;
    private readonly Lazy<int[]> _ranks;
    private readonly Lazy<int> _flaggedCount;
    private readonly Lazy<double?> _auc;

    internal ModelState(SessionStage stage, int answerCount, long seenSequence, DateTimeOffset trainedAt, IReadOnlyList<bool>? truth)
    {
        Stage = stage.Stage;
        Model = stage.Model;
        Scores = stage.Scores;
        TrainingTime = stage.TrainingTime;
        AnswerCount = answerCount;
        SeenSequence = seenSequence;
        TrainedAt = trainedAt;
        _order = new Lazy<int[]>(() => ScoreOrder.Of(Scores.Span));
        _ranks = new Lazy<int[]>(ComputeRanks);
        _flaggedCount = new Lazy<int>(CountFlagged);
        _auc = new Lazy<double?>(() => truth is not null && truth.Count == Scores.Length && truth.Contains(true) && truth.Contains(false)
            ? Ranking.RocAuc(Scores.Span, [.. truth])
            : null);
    }

    /// <summary>Gets the stage, from 0.</summary>
    public int Stage { get; }

    /// <summary>Gets the model.</summary>
    public DetectorModel Model { get; }

    /// <summary>Gets its scores of all rows [n].</summary>
    public ReadOnlyMemory<float> Scores { get; }

    /// <summary>Gets how long training and scoring took.</summary>
    public TimeSpan TrainingTime { get; }

    /// <summary>Gets the number of rows with a label that it learnt from.</summary>
    public int AnswerCount { get; }

    /// <summary>Gets the last event of the log that it knows of.</summary>
    public long SeenSequence { get; }

    /// <summary>Gets when it was trained.</summary>
    public DateTimeOffset TrainedAt { get; }

    /// <summary>Gets the rows by their scores, highest first, ties in the order of the pool [n].</summary>
    public ReadOnlyMemory<int> Order => _order.Value;

    /// <summary>Gets the rank of every row, 1 for the highest score [n].</summary>
    public ReadOnlyMemory<int> Ranks => _ranks.Value;

    /// <summary>Gets the number of rows that the model takes for abnormal.</summary>
    public int FlaggedCount => _flaggedCount.Value;

    /// <summary>Gets the AUC by the hidden truth, or null where there is none.</summary>
    public double? Auc => _auc.Value;

    private int[] ComputeRanks()
    {
        var ranks = new int[Scores.Length];
        for (var place = 0; place < ranks.Length; place++)
        {
            ranks[_order.Value[place]] = place + 1;
        }

        return ranks;
    }

    private int CountFlagged()
    {
        var count = 0;
        foreach (var score in Scores.Span)
        {
            count += Model.IsAbnormal(score) ? 1 : 0;
        }

        return count;
    }
}
