namespace ActiveAnomaly.Labeling;

/// <summary>A column of the file that a pool was read from. Immutable.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Index">Its place in the file, from 0.</param>
/// <param name="Kind">What its cells are.</param>
/// <param name="IsFeature">Whether features are made of it.</param>
/// <param name="IsId">Whether it names the rows.</param>
/// <param name="IsLabel">Whether it is the label.</param>
/// <param name="IsHidden">Whether its cells are not shown: those of a label that is hidden, for trying out.</param>
public sealed record PoolColumn(string Name, int Index, PoolColumnKind Kind, bool IsFeature, bool IsId, bool IsLabel, bool IsHidden);
