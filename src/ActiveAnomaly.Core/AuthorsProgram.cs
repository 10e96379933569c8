using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.Networks;
using ActiveAnomaly.Detectors.OneClass;
using ActiveAnomaly.Querying;
using ActiveAnomaly.Sessions;

namespace ActiveAnomaly;

/// <summary>
/// The choices that the program of Kim et al. (2023) makes where the paper, or this library's defaults, differ. With them a
/// run can be compared with results of that program. Each property starts from the defaults and changes what differs.
/// </summary>
public static class AuthorsProgram
{
    /// <summary>Gets the program's Deep SVDD: the centre over the rows of full minibatches.</summary>
    public static DeepSvddOptions DeepSvdd => new() { CenterRows = CenterRows.FullMinibatches };

    /// <summary>Gets the program's Deep SAD: labelled normal rows count like unlabelled ones.</summary>
    public static DeepSadOptions DeepSad => new() { CenterRows = CenterRows.FullMinibatches, WeightsNormalRows = false };

    /// <summary>Gets the program's NCE: the mean over pairs.</summary>
    public static NceOptions Nce => new() { CenterRows = CenterRows.FullMinibatches };

    /// <summary>Gets the program's UAI head: queries and evaluation by the score.</summary>
    public static UaiHeadOptions UaiHead => new() { QueryBy = UaiOutput.Score };

    /// <summary>Gets the program's adaptive boundary: rows from the boundary's rank on, a quantile that is not limited.</summary>
    public static QueryStrategy AdaptiveBoundary =>
        new AdaptiveBoundaryStrategy(selection: AdaptiveBoundarySelection.FromRank, limitsQuantile: false);

    /// <summary>Gets the program's decision boundary: the score against the radius.</summary>
    public static QueryStrategy DecisionBoundary => new DecisionBoundaryStrategy(BoundaryDistance.Score);

    /// <summary>Gets the program's session: each of equal rows is asked about, pseudo-abnormal rows are drawn with replacement.</summary>
    public static SessionOptions Session => new()
    {
        AsksTwins = true,
        PseudoAbnormalSelection = new PseudoAbnormalSelection(drawsWithReplacement: true),
    };
}
