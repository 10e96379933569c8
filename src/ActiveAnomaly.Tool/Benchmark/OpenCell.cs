namespace ActiveAnomaly.Tool.Benchmark;

/// <summary>A cell that is to be run.</summary>
/// <param name="Cell">The cell.</param>
/// <param name="Dataset">Its data set.</param>
/// <param name="WithMap">Whether a map of the codes is wanted.</param>
internal sealed record OpenCell(BenchmarkCell Cell, BenchmarkDataset Dataset, bool WithMap);
