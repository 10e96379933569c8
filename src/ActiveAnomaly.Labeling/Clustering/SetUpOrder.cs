namespace ActiveAnomaly.Labeling.Clustering;

/// <summary>What of a range of a set-up is no input that others share.</summary>
internal sealed record SetUpOrder
{
    /// <summary>Gets what the set-up goes by in the process that shares it out.</summary>
    public required Guid Id { get; init; }

    /// <summary>Gets the detector (<see cref="Persistence.DetectorFormat"/>).</summary>
    public required byte[] Detector { get; init; }

    public required int FirstRow { get; init; }

    public required int RowCount { get; init; }
}
