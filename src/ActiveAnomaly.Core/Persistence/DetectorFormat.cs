using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.Alif;
using ActiveAnomaly.Detectors.Autoencoder;
using ActiveAnomaly.Detectors.Balif;
using ActiveAnomaly.Detectors.BiGan;
using ActiveAnomaly.Detectors.Copod;
using ActiveAnomaly.Detectors.DeepIsolationForest;
using ActiveAnomaly.Detectors.DevNet;
using ActiveAnomaly.Detectors.ExtraTrees;
using ActiveAnomaly.Detectors.FeaWad;
using ActiveAnomaly.Detectors.Forests;
using ActiveAnomaly.Detectors.GaussianProcess;
using ActiveAnomaly.Detectors.Mlp;
using ActiveAnomaly.Detectors.Neighbors;
using ActiveAnomaly.Detectors.Networks;
using ActiveAnomaly.Detectors.OneClass;
using ActiveAnomaly.Detectors.PReNet;
using ActiveAnomaly.Detectors.Rosas;
using ActiveAnomaly.Detectors.TiwsForest;
using ActiveAnomaly.Detectors.TwoStage;

namespace ActiveAnomaly.Persistence;

/// <summary>
/// Writes detectors that are not trained - their method, their options and their seed - for a process of the same version to read and
/// train. Models are kept by <see cref="DetectorModelFormat"/>; these bytes are for a message, not for a file. Thread safe.
/// </summary>
/// <remarks>
/// A detector goes by the type of its options, and only one whose training gives the same bits anywhere is written: none that trains with
/// libtorch or on a GPU, none that is made of detectors, and none that somebody's code is a part of.
/// </remarks>
public static class DetectorFormat
{
    private static ImmutableDictionary<string, Entry> _entries = new[]
    {
        Of<AlifOptions>(options => new AlifDetector(options)),
        Of<AutoencoderOptions>(options => new AutoencoderDetector(options)),
        Of<BalifOptions>(options => new BalifDetector(options)),
        Of<BiGanOptions>(options => new BiGanDetector(options)),
        Of<CopodOptions>(options => new CopodDetector(options)),
        Of<DeepIsolationForestOptions>(options => new DeepIsolationForestDetector(options)),
        Of<DeepSadOptions>(options => new DeepSadDetector(options)),
        Of<DeepSvddOptions>(options => new DeepSvddDetector(options)),
        Of<DevNetOptions>(options => new DevNetDetector(options)),
        Of<ExtraTreesOptions>(options => new ExtraTreesDetector(options)),
        Of<FeaWadOptions>(options => new FeaWadDetector(options)),
        Of<GaussianProcessOptions>(options => new GaussianProcessDetector(options)),
        Of<InneOptions>(options => new InneDetector(options)),
        Of<IsolationForestOptions>(options => new IsolationForestDetector(options)),
        Of<MlpOptions>(options => new MlpDetector(options)),
        Of<NceOptions>(options => new NceDetector(options)),
        Of<NeighborDistanceOptions>(options => new NeighborDistanceDetector(options)),
        Of<PReNetOptions>(options => new PReNetDetector(options)),
        Of<RosasOptions>(options => new RosasDetector(options)),
        Of<TiwsForestOptions>(options => new TiwsForestDetector(options)),
        Of<TwoStageOptions>(options => new TwoStageDetector(options)),
    }.ToImmutableDictionary(entry => entry.OptionsType.Name);

    /// <summary>Makes detectors of one's own writable and readable, everywhere in this process.</summary>
    /// <typeparam name="TOptions">Their options: a record that JSON holds whole, and that no other detector has.</typeparam>
    /// <param name="create">Makes a detector of its options. It is asked again for every detector that is read.</param>
    /// <exception cref="ArgumentException">Another type of options has this name.</exception>
    public static void Register<TOptions>(Func<TOptions, Detector> create)
        where TOptions : DetectorOptions
    {
        ArgumentNullException.ThrowIfNull(create);
        var added = Of(create);
        ImmutableInterlocked.AddOrUpdate(
            ref _entries,
            typeof(TOptions).Name,
            added,
            (name, there) => there.OptionsType == added.OptionsType ? added : throw new ArgumentException(
                $"Detectors of {there.OptionsType.FullName} are written by the name '{name}' already, and "
                + $"{added.OptionsType.FullName} has the same. Rename one.",
                nameof(create)));
    }

    /// <summary>Writes a detector, where another process that reads it trains the same model to the last bit.</summary>
    /// <param name="detector">The detector.</param>
    /// <param name="bytes">The bytes; null where it cannot be written.</param>
    /// <returns>Whether it was written.</returns>
    public static bool TryToBytes(Detector detector, [NotNullWhen(true)] out byte[]? bytes)
    {
        ArgumentNullException.ThrowIfNull(detector);
        bytes = null;
        var options = detector.Options;
        if (!_entries.TryGetValue(options.GetType().Name, out var entry) || entry.OptionsType != options.GetType()
            || entry.Create(options).GetType() != detector.GetType()
            || options is NeuralDetectorOptions { Engine: EngineChoice.Torch } or NeuralDetectorOptions { GpuDeviceId: not null })
        {
            return false;
        }

        bytes = JsonSerializer.SerializeToUtf8Bytes(
            new Content
            {
                OptionsType = options.GetType().Name,
                Options = JsonSerializer.SerializeToElement(
                    options with { Seed = detector.Seed }, options.GetType(), ModelJson.Options),
            },
            ModelJson.Options);
        return true;
    }

    /// <summary>Reads a detector.</summary>
    /// <param name="bytes">What <see cref="TryToBytes"/> gave.</param>
    /// <returns>The detector, with its seed.</returns>
    /// <exception cref="ModelFormatException">The bytes are no detector, or one that this process does not know.</exception>
    public static Detector FromBytes(ReadOnlySpan<byte> bytes)
    {
        var content = ModelJson.Read<Content>(bytes);
        if (!_entries.TryGetValue(content.OptionsType, out var entry))
        {
            throw new ModelFormatException(
                $"The detector has options of the type '{content.OptionsType}', which this process does not know; it knows "
                + $"{string.Join(", ", _entries.Keys.Order(StringComparer.Ordinal))}. Register it ({nameof(DetectorFormat)}."
                + $"{nameof(Register)}), or run one version everywhere.");
        }

        try
        {
            return entry.Create((DetectorOptions)ModelJson.Read(content.Options, entry.OptionsType));
        }
        catch (ArgumentException exception)
        {
            throw new ModelFormatException($"The detector's options cannot be: {exception.Message}", exception);
        }
    }

    private static Entry Of<TOptions>(Func<TOptions, Detector> create)
        where TOptions : DetectorOptions => new(typeof(TOptions), options => create((TOptions)options));

    /// <summary>What makes detectors of a type of options.</summary>
    private sealed record Entry(Type OptionsType, Func<DetectorOptions, Detector> Create);

    /// <summary>What is written.</summary>
    private sealed record Content
    {
        public required string OptionsType { get; init; }

        public required JsonElement Options { get; init; }
    }
}
