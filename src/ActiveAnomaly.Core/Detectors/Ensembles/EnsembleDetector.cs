using System.Runtime.ExceptionServices;
using ActiveAnomaly.Detectors.Networks;
using ActiveAnomaly.Metrics;
using ActiveAnomaly.Randomness;

namespace ActiveAnomaly.Detectors.Ensembles;

/// <summary>
/// Trains several detectors of one method, which differ in their seed, as one detector with one score. Members are trained in
/// parallel; the result does not depend on how many at a time. Immutable and thread safe.
/// </summary>
public sealed class EnsembleDetector : Detector
{
    private readonly EnsembleOptions _options;
    private readonly Detector[] _members;
    private readonly double _contamination;
    private readonly float? _threshold;

    private EnsembleDetector(EnsembleOptions options, Detector[] members, long seed, double contamination, float? threshold)
    {
        _options = options;
        _members = members;
        _contamination = contamination;
        _threshold = threshold;
        Seed = seed;
    }

    /// <inheritdoc/>
    public override string Name => $"{_members[0].Name} x {_members.Length}";

    /// <inheritdoc/>
    public override long Seed { get; }

    /// <inheritdoc/>
    public override bool UsesLabels => _members[0].UsesLabels;

    /// <summary>Makes an ensemble.</summary>
    /// <typeparam name="TOptions">The method's options.</typeparam>
    /// <param name="options">The ensemble's options.</param>
    /// <param name="member">The members' options; their seeds derive from its seed. Contamination and threshold apply to the ensemble's score.</param>
    /// <param name="create">Makes a member of its options.</param>
    /// <returns>The ensemble.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static EnsembleDetector Create<TOptions>(EnsembleOptions options, TOptions member, Func<TOptions, Detector> create)
        where TOptions : NetworkDetectorOptions
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(member);
        ArgumentNullException.ThrowIfNull(create);
        options.Validate();
        var seed = create(member).Seed;
        var random = new SeededRandom(seed);
        Detector[] members = [.. Enumerable.Range(0, options.MemberCount).Select(i => create(member with { Seed = (long)(random.Derive("member", i).NextUInt64() >> 1) }))];
        return new EnsembleDetector(options, members, seed, member.Contamination, member.Threshold);
    }

    /// <inheritdoc/>
    public override DetectorModel Fit(TrainingRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var previous = request.Previous as EnsembleModel;
        var models = new DetectorModel[_members.Length];
        var calibrations = new ScoreCalibration[_members.Length];
        try
        {
            Parallel.For(
                0,
                _members.Length,
                new ParallelOptions { MaxDegreeOfParallelism = _options.JobCount ?? Environment.ProcessorCount, CancellationToken = request.CancellationToken },
                i =>
                {
                    models[i] = _members[i].Fit(MemberRequest(request, previous?.Members.ElementAtOrDefault(i), i));
                    calibrations[i] = ScoreCalibration.Learn(_options.Combination, models[i].Score(request.Pool, request.CancellationToken));
                });
        }
        catch (AggregateException exception)
        {
            // Every member fails of the same cause, or the first cause is the one to tell of.
            ExceptionDispatchInfo.Throw(exception.InnerExceptions[0]);
        }

        var untested = new EnsembleModel(models, calibrations, threshold: 0f);
        var threshold = _threshold ?? (float)Quantile.Of(untested.Score(request.Pool, request.CancellationToken), 1 - _contamination);
        return new EnsembleModel(models, calibrations, threshold);
    }

    private TrainingRequest MemberRequest(TrainingRequest request, DetectorModel? previous, int member) => new(request.Pool, request.Labels)
    {
        PseudoAbnormalRows = request.PseudoAbnormalRows,
        Stage = request.Stage,
        Previous = previous,
        PretrainingCache = request.PretrainingCache,
        Progress = request.Progress is { } progress ? new MemberProgress(progress, member, _members.Length) : null,
        CancellationToken = request.CancellationToken,
    };

    /// <summary>Reports one member's progress under its number; reports of members that train at the same time come one after the other.</summary>
    private sealed class MemberProgress(IProgress<TrainingProgress> listener, int member, int count) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            lock (listener)
            {
                listener.Report(value with { Phase = $"member {member + 1} of {count}, {value.Phase}" });
            }
        }
    }
}
