using System.Globalization;
using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors.Networks;
using ActiveAnomaly.Networks;
using ActiveAnomaly.Objectives;
using ActiveAnomaly.Randomness;
using ActiveAnomaly.Training;

namespace ActiveAnomaly.Detectors.FeaWad;

/// <summary>
/// FeaWAD (Zhou et al., "Feature encoding with autoencoders for weakly-supervised anomaly detection", IEEE Transactions on Neural Networks
/// and Learning Systems, 2021): an autoencoder that was pre-trained on rows not labelled abnormal says of a row where on their manifold it
/// is projected to, how far off it lies and in which direction; layers on top of that learn the score, together with the autoencoder, from
/// rows labelled abnormal against all others. Immutable and thread safe.
/// </summary>
/// <remarks>
/// Scores are about 0 for unlabelled rows and at least the margin for labelled anomalies. Both phases give the network of the epoch of the
/// lowest training loss.
/// </remarks>
public sealed class FeaWadDetector : WeaklySupervisedDetector
{
    private readonly FeaWadOptions _options;

    /// <summary>Creates the detector.</summary>
    /// <param name="options">The options; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public FeaWadDetector(FeaWadOptions? options = null)
        : base(options ??= new FeaWadOptions()) => _options = options;

    /// <inheritdoc/>
    public override string Name => "FeaWAD";

    private AdamOptions Optimizer => new(_options.LearningRate, WeightDecay: 0);

    /// <inheritdoc/>
    protected override T? Find<T>()
        where T : class => (_options.PretrainingEpochCount > 0 ? FeatureRange.Rectifier as T : null) ?? base.Find<T>();

    /// <inheritdoc/>
    private protected override DetectorModel Train(TrainingRequest request, int[] abnormalRows, int[] unlabeledRows)
    {
        var pool = request.Pool;
        RequireSquares(pool, _options.BatchSize);
        var engine = Engine();
        var stage = new SeededRandom(Seed).Derive("stage", request.Stage);
        var progress = new ProgressReporter(request, _options.EpochCount, "training");
        var pretrained = Pretrained(request, engine, unlabeledRows, progress);
        var parts = FeaWadParts.Of(pretrained.Encoder, pretrained.Decoder, _options, stage.Derive("weights"));
        var pass = new TrainingPass(HalfAbnormal(abnormalRows, unlabeledRows, stage.Derive("batches")), pool.FeatureCount);
        var loss = new DeviationObjective(
            parts.Score(pass), RowRoles.Of(request.Labels, []), mean: 0, deviation: 1, (float)_options.Margin);
        var result = TrainToLowestLoss(engine, request, new UpdateGroup([loss], parts.All, Optimizer), progress);
        return new FeaWadModel(
            result.Of(parts.Encoder), result.Of(parts.Decoder), [.. parts.ScoreLayers.Select(result.Of)], engine.Name)
        {
            Pretrained = _options.ReusePretraining ? pretrained : null,
        };
    }

    /// <summary>Takes the autoencoder from the stage before or from the cache where the options allow it, or trains one.</summary>
    private PretrainedAutoencoder Pretrained(
        TrainingRequest request, ITrainingEngine engine, int[] unlabeledRows, ProgressReporter progress)
    {
        var key = new PretrainingKey(
            request.Pool,
            LeftOut(request.Pool.RowCount, unlabeledRows),
            string.Join('-', _options.EncoderSizes ?? [-1]),
            string.Join('-', _options.DecoderSizes ?? [-1]),
            _options.CodeSize,
            _options.PretrainingEpochCount,
            _options.StepCount,
            _options.BatchSize,
            _options.LearningRate,
            engine.Name,
            Seed,
            _options.ReusePretraining ? null : request.Stage);
        return (request.Previous as FeaWadModel)?.Pretrained is { } previous && previous.Key == key ? previous
            : request.Cache is { } cache ? cache.GetOrAdd(
                request.Pool, key, () => Pretrain(key, request, engine, unlabeledRows, progress))
            : Pretrain(key, request, engine, unlabeledRows, progress);
    }

    /// <summary>Names the rows that pre-training leaves out: none where stages share it, so that it depends on no label.</summary>
    private string LeftOut(int rowCount, int[] unlabeledRows) => _options.ReusePretraining
        ? string.Empty
        : string.Join(',', Enumerable.Range(0, rowCount).Except(unlabeledRows).Select(row => row.ToString(CultureInfo.InvariantCulture)));

    private PretrainedAutoencoder Pretrain(
        PretrainingKey key, TrainingRequest request, ITrainingEngine engine, int[] unlabeledRows, ProgressReporter progress)
    {
        var random = new SeededRandom(Seed);
        var stream = key.Stage is { } stage ? random.Derive("stage", stage) : random.Derive("every stage");
        var (encoder, decoder) = FeaWadParts.DrawAutoencoder(request.Pool.FeatureCount, _options, stream.Derive("weights"));
        if (_options.PretrainingEpochCount == 0)
        {
            return new PretrainedAutoencoder(key, encoder, decoder);
        }

        var (encoderPart, decoderPart) = (new NetworkPart("encoder", encoder), new NetworkPart("decoder", decoder));
        int[] rows = key.Stage is null ? [.. Enumerable.Range(0, request.Pool.RowCount)] : unlabeledRows;
        var source = new DrawnRowsSource(
            [new RowDraw(rows, _options.BatchSize, WithReplacement: true)], _options.StepCount, stream.Derive("pre-training batches"));
        var pass = new TrainingPass(source, request.Pool.FeatureCount);
        var outputs = pass.Apply(decoderPart, pass.Apply(encoderPart, pass.Inputs));
        var result = engine.Train(
            new TrainingPlan
            {
                Rows = request.Pool,
                Groups = [new UpdateGroup([new ReconstructionObjective(outputs, pass.Inputs)], [encoderPart, decoderPart], Optimizer)],
                EpochCount = _options.PretrainingEpochCount,
                Selection = EpochSelection.LowestLoss,
                Progress = progress.Pretraining,
            },
            request.CancellationToken);
        return new PretrainedAutoencoder(key, result.Of(encoderPart), result.Of(decoderPart));
    }

    /// <summary>All that pre-training depends on; pools are the same when they are one object.</summary>
    internal sealed record PretrainingKey(
        FeatureMatrix Pool,
        string LeftOut,
        string EncoderSizes,
        string DecoderSizes,
        int CodeSize,
        int EpochCount,
        int StepCount,
        int BatchSize,
        double LearningRate,
        string Engine,
        long Seed,
        int? Stage);

    /// <summary>A pre-trained autoencoder, and what it came of.</summary>
    internal sealed record PretrainedAutoencoder(PretrainingKey Key, NetworkParameters Encoder, NetworkParameters Decoder);
}
