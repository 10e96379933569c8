using ActiveAnomaly.Detectors;
using ActiveAnomaly.Sessions.Events;
using ActiveAnomaly.Tool.Benchmark;

namespace ActiveAnomaly.Tool.Labeling;

/// <summary>The detector of a labelling session, in the words of <c>train</c>.</summary>
internal static class SessionDetector
{
    /// <summary>The word of the default detector.</summary>
    public const string Default = "gp";

    /// <summary>Gets the words of the detectors that learn from answers.</summary>
    public static IReadOnlyList<string> Words { get; } = [.. BenchmarkMethods.Losses.Where(word => Of(word, seed: 0).UsesLabels)];

    /// <summary>Makes a detector.</summary>
    public static Detector Of(string word, long seed) =>
        BenchmarkMethods.Detector(word, new DetectorSettings(), seed, batchSize: null);

    /// <summary>Finds the detector that a session was created with.</summary>
    /// <returns>Its word, and the detector with the session's seed.</returns>
    /// <exception cref="InputException">It is none of the tool's.</exception>
    public static (string Word, Detector Detector) Of(IReadOnlyList<SessionEvent> log, string id, string place)
    {
        if (log is not [SessionCreated created, ..])
        {
            throw new InputException($"The log of the session '{id}' in {place} does not begin with the session's creation.");
        }

        foreach (var word in Words)
        {
            var detector = Of(word, created.DetectorSeed);
            if (created.IsCreatedWith(detector))
            {
                return (word, detector);
            }
        }

        throw new InputException(
            $"The session '{id}' in {place} was created with the detector '{created.Detector}' and options of a program's own; the tool "
            + $"has {string.Join(", ", Words)}, with their defaults. Go on with it in that program.");
    }
}
