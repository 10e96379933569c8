namespace ActiveAnomaly.Tool.Benchmark;

/// <summary>What a silo is told of a cell that it is to run; the data set comes beside it.</summary>
/// <param name="Cell">The cell.</param>
/// <param name="Settings">What the result depends on beside the cell and the data set.</param>
/// <param name="WithMap">Whether a map of the codes is wanted.</param>
internal sealed record CellOrder(BenchmarkCell Cell, CellSettings Settings, bool WithMap);
