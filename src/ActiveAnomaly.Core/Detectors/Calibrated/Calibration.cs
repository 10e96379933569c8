using System.Globalization;
using ActiveAnomaly.Data;

namespace ActiveAnomaly.Detectors.Calibrated;

/// <summary>
/// What answers say of a model's scores: how probable it is that a row of some score is abnormal, and above which score no more than a
/// share of normal rows lie. The answered rows were chosen, and the model has seen them; docs/probability.md tells how both are dealt with.
/// Immutable and thread safe.
/// </summary>
public sealed class Calibration
{
    private readonly DetectorModel _trained;
    private readonly ProbabilityMap? _map;
    private readonly FalseAlarmBound _bound;
    private readonly float[] _scores;

    private Calibration(
        DetectorModel trained, ProbabilityMap? map, string? warning, FalseAlarmBound bound, float[] scores, CalibrationOptions options)
    {
        // What was calibrated before is calibrated anew, and not twice.
        _trained = (trained as CalibratedModel)?.Calibrated ?? trained;
        (_map, Warning, _bound, _scores) = (map, warning, bound, scores);
        if (options.FalseAlarmRate is { } rate)
        {
            FalseAlarms = ThresholdFor(rate, options.Confidence);
            Model = WithThreshold(FalseAlarms.Threshold);
        }
        else
        {
            // The probability of an earlier calibration goes; a threshold that came with it stays.
            Model = map is null && trained.Threshold == _trained.Threshold ? _trained : WithThreshold(trained.Threshold);
        }
    }

    /// <summary>
    /// Gets the model: one that has a probability (<see cref="IProbability"/>), with the threshold for
    /// <see cref="CalibrationOptions.FalseAlarmRate"/> where that is given; the trained model itself where there is neither, without the
    /// probability of an earlier calibration.
    /// </summary>
    public DetectorModel Model { get; }

    /// <summary>Gets why there is no probability, or null where there is one.</summary>
    public string? Warning { get; }

    /// <summary>Gets what the threshold rests on; null where <see cref="CalibrationOptions.FalseAlarmRate"/> is not given.</summary>
    public FalseAlarmThreshold? FalseAlarms { get; }

    /// <summary>
    /// Gets the scores of the pool's rows [n]: those of the model, and for answered rows those that they would have without their answer.
    /// </summary>
    public ReadOnlyMemory<float> HeldOutScores => _scores;

    /// <summary>Calibrates a model. That trains up to <see cref="CalibrationOptions.FoldCount"/> others where there are answers.</summary>
    /// <param name="detector">What trained the model.</param>
    /// <param name="request">What it was trained on; progress and cancellation are those of the other trainings.</param>
    /// <param name="trained">What came of it.</param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <param name="randomRows">
    /// The rows that were drawn at random among those without an answer (<see cref="Sessions.QueryPurpose.Audit"/>); null for none. Those
    /// without an answer are passed over.
    /// </param>
    /// <returns>The calibration. The same seed gives the same bits.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range, or there is no such row.</exception>
    /// <exception cref="ArgumentException">The scores are not those of the request's pool.</exception>
    /// <exception cref="FalseAlarmRateException">The rows cannot support the rate of false alarms; the message says what would.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static Calibration Of(
        Detector detector,
        TrainingRequest request,
        TrainedDetector trained,
        CalibrationOptions? options = null,
        IReadOnlyList<int>? randomRows = null)
    {
        ArgumentNullException.ThrowIfNull(detector);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(trained);
        options ??= new CalibrationOptions();
        options.Validate();
        if (trained.Scores.Length != request.Pool.RowCount)
        {
            throw new ArgumentException(
                $"There are {trained.Scores.Length} scores and {request.Pool.RowCount} rows in the pool. Give the request that the model "
                + "was trained on.",
                nameof(trained));
        }

        randomRows ??= [];
        foreach (var row in randomRows)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(row, nameof(randomRows));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, request.Pool.RowCount, nameof(randomRows));
        }

        var scores = Calibrated.HeldOutScores.Of(detector, request, trained, options.FoldCount);
        var map = Fit(request, scores, options, out var warning);
        return new Calibration(
            trained.Model, map, warning, new FalseAlarmBound(request, scores, randomRows), scores, options);
    }

    /// <summary>Finds the lowest threshold above which no more than a share of normal rows lie.</summary>
    /// <param name="falseAlarmRate">The share of normal rows like the pool's that may lie above it, in (0, 1).</param>
    /// <param name="confidence">How sure that is to be, in (0, 1).</param>
    /// <returns>The threshold, with what it rests on.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    /// <exception cref="FalseAlarmRateException">The rows cannot support that; the message says what would.</exception>
    public FalseAlarmThreshold ThresholdFor(double falseAlarmRate, double confidence = CalibrationOptions.Defaults.Confidence)
    {
        RequireShare(falseAlarmRate, nameof(falseAlarmRate));
        RequireShare(confidence, nameof(confidence));
        return _bound.ThresholdFor(falseAlarmRate, confidence);
    }

    /// <summary>Gives the model with another threshold, and with the probability where there is one.</summary>
    /// <param name="threshold">The threshold, finite.</param>
    /// <returns>A model of the same scores.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The threshold is not finite.</exception>
    public DetectorModel WithThreshold(float threshold)
    {
        if (!float.IsFinite(threshold))
        {
            throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "The threshold must be finite.");
        }

        var model = new CalibratedModel(_trained, _map);
        model.Complete(_trained.Origin with { Threshold = threshold });
        return model;
    }

    private static void RequireShare(double value, string name)
    {
        if (!(value > 0 && value < 1))
        {
            throw new ArgumentOutOfRangeException(
                name, value, string.Create(CultureInfo.InvariantCulture, $"{name} is {value}; it must be in (0, 1)."));
        }
    }

    private static ProbabilityMap? Fit(TrainingRequest request, float[] scores, CalibrationOptions options, out string? warning)
    {
        var labels = request.Labels;
        var (normalCount, abnormalCount) = (DistinctCount(request, labels.NormalRows), DistinctCount(request, labels.AbnormalRows));
        if (normalCount < options.FewestOfEachKind || abnormalCount < options.FewestOfEachKind)
        {
            warning = $"There is no probability: {normalCount} normal and {abnormalCount} abnormal answers for different rows are too "
                + $"few; at least {options.FewestOfEachKind} of each kind are needed. Answer for more rows.";
            return null;
        }

        int[] answered = [.. labels.LabeledRows.Order()];
        var unanswered = Array.ConvertAll(Calibrated.HeldOutScores.UnansweredRows(request), row => scores[row]);
        Array.Sort(unanswered);
        var map = ProbabilityMap.Fit(
            Array.ConvertAll(answered, row => scores[row]),
            Array.ConvertAll(answered, row => labels[row] == RowLabel.Abnormal),
            unanswered,
            options.PriorShare * answered.Length);
        warning = map is not null
            ? null
            : "There is no probability: held-out rows that were answered abnormal do not score higher than those that were answered "
                + "normal. Answer for more rows, or take another detector.";
        return map;
    }

    private static int DistinctCount(TrainingRequest request, IReadOnlyList<int> rows)
    {
        var twins = request.Pool.FirstTwins();
        var distinct = new HashSet<int>();
        foreach (var row in rows)
        {
            distinct.Add(twins[row]);
        }

        return distinct.Count;
    }
}
