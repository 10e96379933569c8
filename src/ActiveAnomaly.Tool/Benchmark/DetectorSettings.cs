using System.Text.Json.Serialization;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.Ensembles;
using ActiveAnomaly.Detectors.Networks;

namespace ActiveAnomaly.Tool.Benchmark;

/// <summary>What is chosen of a detector beside its method and seed. Methods that a choice does not concern do without it.</summary>
internal sealed record DetectorSettings
{
    public BenchmarkPreset Preset { get; init; }

    /// <summary>Gets the share of rows expected abnormal; null for the method's own default.</summary>
    public double? Contamination { get; init; }

    public bool ReusePretraining { get; init; }

    /// <summary>Gets the number of members of an ensemble; 1 for single detectors.</summary>
    public int EnsembleSize { get; init; } = 1;

    public EnsembleCombination Combination { get; init; } = new EnsembleOptions().Combination;

    /// <summary>
    /// Gets how many members are trained at a time, null for one a processor: by default one, for benchmarks run several cells at a time.
    /// No result depends on it.
    /// </summary>
    [JsonIgnore]
    public int? MemberJobCount { get; init; } = 1;

    /// <summary>Gets who trains the members; null for this process. No result depends on it.</summary>
    [JsonIgnore]
    public IMemberTrainer? MemberTrainer { get; init; }

    /// <summary>Gets who computes what the detector is set up with; null for this process. No result depends on it.</summary>
    [JsonIgnore]
    public ISetUpSharer? SetUpSharer { get; init; }

    public EngineChoice Engine { get; init; } = EngineChoice.Auto;

    /// <summary>Gets the GPU that the Torch engine has to use; null where it may take any, or none.</summary>
    public int? GpuDeviceId { get; init; }

    /// <summary>Gets how long a network is trained; null for the method's own default.</summary>
    public NetworkSchedule? Schedule { get; init; }
}
