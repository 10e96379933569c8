using System.Globalization;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.Ensembles;
using ActiveAnomaly.Labeling.Clustering;
using ActiveAnomaly.Sessions.Events;
using ActiveAnomaly.Tool.Benchmark;

namespace ActiveAnomaly.Tool.Labeling;

/// <summary>The detector of a labelling session, in the words of <c>train</c>.</summary>
/// <param name="Word">The method.</param>
/// <param name="EnsembleSize">The number of members; 1 for a single detector.</param>
/// <param name="Combination">How the members' scores become one.</param>
internal sealed record SessionDetector(string Word, int EnsembleSize, EnsembleCombination Combination)
{
    /// <summary>Chooses a single detector.</summary>
    public SessionDetector(string word)
        : this(word, 1, new EnsembleOptions().Combination)
    {
    }

    /// <summary>The word of the default detector.</summary>
    public const string Default = "gp";

    /// <summary>Gets the words of the detectors that learn from answers.</summary>
    public static IReadOnlyList<string> Words { get; } =
        [.. BenchmarkMethods.Losses.Where(word => new SessionDetector(word).Make(seed: 0, trainer: null).UsesLabels)];

    /// <summary>Makes the detector.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="trainer">Who trains an ensemble's members, and computes a set-up; null for this process.</param>
    /// <exception cref="UsageException">The method's detectors are ensembles already.</exception>
    public Detector Create(long seed, MemberTrainer? trainer = null)
    {
        var detector = Make(seed, trainer);
        BenchmarkMethods.RequireEnsemble(Word, EnsembleSize, detector);
        return detector;
    }

    /// <summary>Finds the detector that a session was created with.</summary>
    /// <param name="log">The session's log.</param>
    /// <param name="id">The session's id.</param>
    /// <param name="place">Where the session is, in messages.</param>
    /// <param name="trainer">Who trains an ensemble's members, and computes a set-up; null for this process.</param>
    /// <returns>What it is, and the detector with the session's seed.</returns>
    /// <exception cref="InputException">It is none of the tool's.</exception>
    public static (SessionDetector Choice, Detector Detector) Of(
        IReadOnlyList<SessionEvent> log, string id, string place, MemberTrainer? trainer = null)
    {
        if (log is not [SessionCreated created, ..])
        {
            throw new InputException($"The log of the session '{id}' in {place} does not begin with the session's creation.");
        }

        foreach (var word in Words)
        {
            var name = new SessionDetector(word).Make(created.DetectorSeed, trainer: null).Name;
            foreach (var choice in Choices(word, MemberCount(created.Detector, name)))
            {
                var detector = choice.Make(created.DetectorSeed, trainer);
                if (created.IsCreatedWith(detector))
                {
                    return (choice, detector);
                }
            }
        }

        throw new InputException(
            $"The session '{id}' in {place} was created with the detector '{created.Detector}' and options of a program's own; the tool "
            + $"has {string.Join(", ", Words)}, and ensembles of these, with their defaults. Go on with it in that program.");
    }

    /// <summary>Says what it is, in the words of the command line.</summary>
    public string Describe() => EnsembleSize == 1
        ? Word
        : string.Create(CultureInfo.InvariantCulture, $"{Word} --ensemble {EnsembleSize} --combine {Combination}");

    private Detector Make(long seed, MemberTrainer? trainer) => BenchmarkMethods.Detector(
        Word,
        new DetectorSettings
        {
            EnsembleSize = EnsembleSize,
            Combination = Combination,
            MemberJobCount = null,
            MemberTrainer = trainer,
            SetUpSharer = trainer,
        },
        seed,
        batchSize: null);

    private static IEnumerable<SessionDetector> Choices(string word, int memberCount) => memberCount == 1
        ? [new SessionDetector(word)]
        : Enum.GetValues<EnsembleCombination>().Select(combination => new SessionDetector(word, memberCount, combination));

    /// <summary>Reads of a detector's name how many members it has; 1 where it is no ensemble of this method.</summary>
    private static int MemberCount(string name, string single) =>
        name.StartsWith(single + " x ", StringComparison.Ordinal)
        && int.TryParse(name[(single.Length + 3)..].Split(' ')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var count)
        && count > 1
            ? count
            : 1;
}
