using ActiveAnomaly.Explanations;

namespace ActiveAnomaly.Detectors.Ensembles;

/// <summary>
/// What each feature adds to the mean of members' scores that are only moved and scaled: the mean of what it adds to theirs, scaled
/// likewise. A rank bends a score; an ensemble by ranks has no such sum.
/// </summary>
internal sealed class MemberContributions : IContributions
{
    private readonly IContributions[] _contributions;
    private readonly ScoreCalibration[] _calibrations;

    private MemberContributions(IContributions[] contributions, ScoreCalibration[] calibrations)
    {
        _contributions = contributions;
        _calibrations = calibrations;
    }

    /// <summary>Makes it where all members have the ability, and their scores are moved and scaled; gives null elsewhere.</summary>
    public static MemberContributions? Of(DetectorModel[] members, ScoreCalibration[] calibrations)
    {
        if (!Array.TrueForAll(calibrations, calibration => calibration.Combination == EnsembleCombination.ZAverage))
        {
            return null;
        }

        IContributions[] contributions =
            [.. members.Select(member => member.TryGet<IContributions>(out var own) ? own : null).OfType<IContributions>()];
        return contributions.Length == members.Length ? new MemberContributions(contributions, calibrations) : null;
    }

    /// <inheritdoc/>
    public void AddContributions(ReadOnlySpan<float> row, ReadOnlySpan<float> reference, Span<double> contributions)
    {
        var own = new double[row.Length];
        for (var i = 0; i < _contributions.Length; i++)
        {
            Array.Clear(own);
            _contributions[i].AddContributions(row, reference, own);

            for (var k = 0; k < own.Length; k++)
            {
                contributions[k] += _calibrations[i].Numbers[1] * own[k] / _contributions.Length;
            }
        }
    }
}
