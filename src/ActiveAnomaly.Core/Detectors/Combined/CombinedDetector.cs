using System.Text.Json;
using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors.Ensembles;
using ActiveAnomaly.Detectors.Networks;
using ActiveAnomaly.Persistence;

namespace ActiveAnomaly.Detectors.Combined;

/// <summary>
/// Trains several detectors of any methods as one detector with one score: the mean of the ranks that their scores have among those of
/// the training rows, equally weighted or by what the answers say. Members are trained in parallel; the result does not depend on how
/// many at a time. Immutable and thread safe.
/// </summary>
public sealed class CombinedDetector : Detector
{
    private readonly CombinedOptions _options;
    private readonly Detector[] _members;

    /// <summary>Creates a combination.</summary>
    /// <param name="options">The options; contamination and threshold apply to the combined score.</param>
    /// <param name="members">The members, at least 2; each keeps its options and its seed.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="ArgumentException">
    /// There are fewer than 2 members, one is itself made of members, one is to query by another output of its UAI head than it scores by,
    /// or weights are to be learnt of a member that learns from labels.
    /// </exception>
    public CombinedDetector(CombinedOptions options, params IReadOnlyList<Detector> members)
        : base(options)
    {
        ArgumentNullException.ThrowIfNull(members);
        Detector[] own = [.. members];
        foreach (var member in own)
        {
            ArgumentNullException.ThrowIfNull(member, nameof(members));
            RequireSingle(member, options);
        }

        if (own.Length < 2)
        {
            throw new ArgumentException($"A combination of {own.Length} is none; give at least 2 detectors.", nameof(members));
        }

        _options = options;
        _members = own;
    }

    /// <summary>Creates a combination with equal weights.</summary>
    /// <param name="members">The members, at least 2.</param>
    /// <exception cref="ArgumentException">
    /// There are fewer than 2 members, one is itself made of members, or one is to query by another output of its UAI head than it scores
    /// by.
    /// </exception>
    public CombinedDetector(params IReadOnlyList<Detector> members)
        : this(new CombinedOptions(), members)
    {
    }

    /// <summary>Gets the members.</summary>
    public IReadOnlyList<Detector> Members => _members;

    /// <inheritdoc/>
    public override string Name => string.Join(" + ", _members.Select(member => member.Name))
        + (_options.Weights == CombinationWeights.Learnt ? " (learnt weights)" : string.Empty);

    /// <inheritdoc/>
    public override bool UsesLabels => _options.Weights == CombinationWeights.Learnt || _members.Any(member => member.UsesLabels);

    /// <inheritdoc/>
    public override bool UsesPseudoAbnormalRows => _members.Any(member => member.UsesPseudoAbnormalRows);

    /// <inheritdoc/>
    internal override DetectorOptions RecordedOptions => _options with
    {
        JobCount = null,
        MemberTrainer = null,
        Members =
        [
            .. from member in _members
            let recorded = member.RecordedOptions
            select $"{member.Name}, seed {member.Seed}: {JsonSerializer.Serialize(recorded, recorded.GetType(), ModelJson.Options)}",
        ],
    };

    /// <inheritdoc/>
    protected override T? Find<T>()
        where T : class => FeatureRange.Of(_members) as T ?? base.Find<T>();

    /// <inheritdoc/>
    protected override TrainedDetector Train(TrainingRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var trained = MemberTraining.Fit(
            _members, request, (request.Previous as CombinedModel)?.Members, _options.JobCount, _options.MemberTrainer);
        var calibrations = Array.ConvertAll(
            trained, member => ScoreCalibration.Learn(EnsembleCombination.RankAverage, member.Scores.Span));
        var ranks = new float[trained.Length][];
        for (var i = 0; i < ranks.Length; i++)
        {
            ranks[i] = Array.ConvertAll(trained[i].Scores.ToArray(), calibrations[i].Apply);
        }

        var weights = _options.Weights == CombinationWeights.Learnt
            ? RankWeights.Learn(ranks, request.Labels)
            : RankWeights.Equal(ranks.Length);
        var model = new CombinedModel(Array.ConvertAll(trained, member => member.Model), calibrations, weights);
        var scores = new float[request.Pool.RowCount];
        for (var row = 0; row < scores.Length; row++)
        {
            var sum = 0.0;
            for (var i = 0; i < ranks.Length; i++)
            {
                sum = CombinedModel.With(sum, weights[i], ranks[i][row]);
            }

            scores[row] = (float)sum;
        }

        return new TrainedDetector(model, scores);
    }

    private static void RequireSingle(Detector member, CombinedOptions options)
    {
        if (member is CombinedDetector or EnsembleDetector)
        {
            throw new ArgumentException(
                $"'{member.Name}' is made of detectors itself; give single detectors, and more of them.", nameof(member));
        }

        if (member.Options is NetworkDetectorOptions { UaiHead: { } head } && head.QueryBy != head.ScoreBy)
        {
            throw new ArgumentException(
                $"'{member.Name}' is to query by {head.QueryBy} and to score by {head.ScoreBy} of its UAI head, and a combination knows "
                + "its members' scores alone, by which it queries. Set UaiHead.QueryBy and UaiHead.ScoreBy to the same.",
                nameof(member));
        }

        if (options.Weights == CombinationWeights.Learnt && member.UsesLabels)
        {
            throw new ArgumentException(
                $"'{member.Name}' learns from labels; weights are learnt for detectors that do not. Take equal weights, or leave it out.",
                nameof(member));
        }
    }
}
