namespace ActiveAnomaly.Labeling.Clustering;

/// <summary>What of a member's training is no input that others share.</summary>
internal sealed record MemberOrder
{
    /// <summary>Gets the detector (<see cref="Persistence.DetectorFormat"/>).</summary>
    public required byte[] Detector { get; init; }

    public required bool LabelsCountForTwins { get; init; }

    public required int[] PseudoAbnormalRows { get; init; }

    public required int Stage { get; init; }
}
