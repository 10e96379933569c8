namespace ActiveAnomaly.Tool.Scoring.Partitions;

/// <summary>A silo that scored, in a <see cref="PartitionDocument"/>.</summary>
/// <param name="Name">Its address and port.</param>
/// <param name="Slots">The most partitions that it scored at a time.</param>
/// <param name="Partitions">The number of partitions that it scored.</param>
internal sealed record SiloLine(string Name, int Slots, int Partitions);
