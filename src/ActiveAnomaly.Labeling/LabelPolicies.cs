using System.Globalization;
using ActiveAnomaly.Sessions;

namespace ActiveAnomaly.Labeling;

/// <summary>Finds a label policy of the library again by the name that a log keeps, and asks one whom it lets answer.</summary>
internal static class LabelPolicies
{
    private const string MajorityPrefix = "majority of at least ";
    private const string OnePrefix = "one annotator (";

    /// <summary>Gives the policy; throws where the name is that of a policy of somebody's own.</summary>
    public static LabelPolicy Named(string name)
    {
        if (name == new LatestAnswerPolicy().Name)
        {
            return new LatestAnswerPolicy();
        }

        if (name.StartsWith(MajorityPrefix, StringComparison.Ordinal)
            && int.TryParse(name.AsSpan(MajorityPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var fewest)
            && fewest > 0)
        {
            return new MajorityPolicy(fewest);
        }

        return name.StartsWith(OnePrefix, StringComparison.Ordinal) && name.EndsWith(')')
            && !string.IsNullOrWhiteSpace(name[OnePrefix.Length..^1])
            ? new OneAnnotatorPolicy(name[OnePrefix.Length..^1])
            : throw new SessionMismatchException(
                $"The session was created with the label policy '{name}', which is none of this library's. Give it in the options.");
    }

    /// <summary>Throws unless the policy takes answers of the annotator.</summary>
    public static void RequireAccepted(LabelPolicy policy, string annotator)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(annotator);
        policy.RequireAccepted(annotator);
    }
}
