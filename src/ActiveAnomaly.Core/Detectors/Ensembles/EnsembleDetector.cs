using ActiveAnomaly.Detectors.Combined;
using ActiveAnomaly.Detectors.Networks;
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

    private EnsembleDetector(EnsembleOptions options, Detector[] members, DetectorOptions shared)
        : base(shared)
    {
        _options = options;
        _members = members;
    }

    /// <inheritdoc/>
    public override string Name => $"{_members[0].Name} x {_members.Length}"
        + (_options.Combination == EnsembleCombination.ZAverage ? string.Empty : $" ({_options.Combination})");

    /// <inheritdoc/>
    public override bool UsesLabels => _members[0].UsesLabels;

    /// <inheritdoc/>
    public override bool UsesPseudoAbnormalRows => _members[0].UsesPseudoAbnormalRows;

    /// <inheritdoc/>
    internal override DetectorOptions RecordedOptions => _members[0].RecordedOptions with { Seed = Options.Seed };

    /// <summary>Makes an ensemble.</summary>
    /// <typeparam name="TOptions">The method's options.</typeparam>
    /// <param name="options">The ensemble's options.</param>
    /// <param name="member">
    /// The members' options; their seeds derive from its seed. Contamination and threshold apply to the ensemble's score.
    /// </param>
    /// <param name="create">Makes a member of its options.</param>
    /// <returns>The ensemble.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="ArgumentException">The members are ensembles themselves.</exception>
    public static EnsembleDetector Create<TOptions>(EnsembleOptions options, TOptions member, Func<TOptions, Detector> create)
        where TOptions : DetectorOptions
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(member);
        ArgumentNullException.ThrowIfNull(create);
        options.Validate();
        var shared = member.Seed is null ? member with { Seed = DrawSeed() } : member;
        var random = new SeededRandom(shared.Seed!.Value);
        var members = new Detector[options.MemberCount];
        for (var i = 0; i < members.Length; i++)
        {
            members[i] = create(shared with { Seed = (long)(random.Derive("member", i).NextUInt64() >> 1) });
            if (members[i] is EnsembleDetector or CombinedDetector)
            {
                throw new ArgumentException(
                    "The members of an ensemble are ensembles; give single detectors, and more of them.",
                    nameof(create));
            }
        }

        return new EnsembleDetector(options, members, shared);
    }

    /// <inheritdoc/>
    protected override T? Find<T>()
        where T : class => FeatureRange.Of(_members) as T ?? base.Find<T>();

    /// <inheritdoc/>
    protected override TrainedDetector Train(TrainingRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var trained = MemberTraining.Fit(
            _members, request, (request.Previous as EnsembleModel)?.Members, _options.JobCount, _options.MemberTrainer);
        return EnsembleModel.Combine(_options.Combination, trained);
    }
}
