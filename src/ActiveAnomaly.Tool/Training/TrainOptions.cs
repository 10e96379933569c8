using ActiveAnomaly.Detectors.Ensembles;
using ActiveAnomaly.Tables;
using ActiveAnomaly.Tool.Clustering;

namespace ActiveAnomaly.Tool.Training;

/// <summary>What a training is asked to do.</summary>
internal sealed record TrainOptions
{
    public required string Data { get; init; }

    public required TableOptions Table { get; init; }

    /// <summary>Gets the method, in the words of the benchmark.</summary>
    public required string Detector { get; init; }

    public required long Seed { get; init; }

    public required double Contamination { get; init; }

    /// <summary>Gets the number of members of an ensemble; 1 for a single detector.</summary>
    public required int EnsembleSize { get; init; }

    /// <summary>Gets how the scores of an ensemble become one.</summary>
    public required EnsembleCombination Combination { get; init; }

    /// <summary>Gets the cluster whose silos train the members; null for this process.</summary>
    public required WorkerSettings? Cluster { get; init; }

    /// <summary>Gets whether the model is to say how probable it is that a row is abnormal.</summary>
    public required bool Probability { get; init; }

    /// <summary>Gets the share of normal rows that may be flagged; null takes the threshold from the contamination.</summary>
    public required double? FalseAlarmRate { get; init; }

    /// <summary>Gets the model's file; null for one called like the table.</summary>
    public required string? ModelPath { get; init; }
}
