using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors.Forests;
using ActiveAnomaly.Randomness;
using ActiveAnomaly.Training;

namespace ActiveAnomaly.Detectors.Networks;

/// <summary>
/// What the networks that learn from a few rows labelled abnormal and many unlabelled ones share: which rows are which, and what they do
/// without a labelled anomaly.
/// </summary>
/// <remarks>
/// Rows labelled normal count as unlabelled ones, which most of these methods take for normal. A twin of a row labelled abnormal is no
/// unlabelled row. Without a row labelled abnormal, or without any other, there is nothing to train a network on: the model is then an
/// <see cref="IsolationForestModel"/>, which depends on the seed alone and is grown once a session.
/// </remarks>
public abstract class WeaklySupervisedDetector : NeuralDetector
{
    private readonly WeaklySupervisedOptions _options;

    private protected WeaklySupervisedDetector(WeaklySupervisedOptions options)
        : base(options) => _options = options;

    /// <inheritdoc/>
    public sealed override bool UsesLabels => true;

    /// <inheritdoc/>
    public sealed override bool UsesPseudoAbnormalRows => false;

    /// <inheritdoc/>
    protected sealed override TrainedDetector Train(TrainingRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.CancellationToken.ThrowIfCancellationRequested();
        var labels = request.LabelsWithTwins;
        int[] abnormal = [.. request.Labels.AbnormalRows];
        int[] unlabeled = [.. Enumerable.Range(0, request.Pool.RowCount).Where(row => labels[row] != RowLabel.Abnormal)];
        return Scored(
            abnormal.Length == 0 || unlabeled.Length == 0 ? PriorForest.ModelOf(request, Seed) : Train(request, abnormal, unlabeled),
            request);
    }

    /// <summary>Trains a network.</summary>
    /// <param name="request">The pool, and how to report and cancel.</param>
    /// <param name="abnormalRows">The rows labelled abnormal, at least one.</param>
    /// <param name="unlabeledRows">The others but for twins of these, at least one.</param>
    private protected abstract DetectorModel Train(TrainingRequest request, int[] abnormalRows, int[] unlabeledRows);

    /// <summary>Makes batches of which a half, rounded down, is labelled anomalies, all drawn with replacement.</summary>
    private protected DrawnRowsSource HalfAbnormal(int[] abnormalRows, int[] unlabeledRows, SeededRandom random) => new(
        [
            new RowDraw(unlabeledRows, _options.BatchSize - (_options.BatchSize / 2), WithReplacement: true),
            new RowDraw(abnormalRows, _options.BatchSize / 2, WithReplacement: true),
        ],
        _options.StepCount,
        random);

    /// <summary>Trains for the epochs of the options, and gives the numbers of the one of the lowest loss.</summary>
    private protected TrainingResult TrainToLowestLoss(
        ITrainingEngine engine, TrainingRequest request, UpdateGroup group, ProgressReporter? progress = null) => engine.Train(
        new TrainingPlan
        {
            Rows = request.Pool,
            Groups = [group],
            EpochCount = _options.EpochCount,
            Selection = EpochSelection.LowestLoss,
            Progress = (progress ?? new ProgressReporter(request, _options.EpochCount, "training")).Training,
        },
        request.CancellationToken);
}
