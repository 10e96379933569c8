namespace ActiveAnomaly.Tool.Benchmark;

/// <summary>What a silo is told of cells that it is to run one after the other; their data set comes beside it.</summary>
/// <param name="Cells">The cells.</param>
/// <param name="Maps">Whether a map of the codes is wanted, for each cell.</param>
/// <param name="Settings">What their results depend on beside cell and data set.</param>
internal sealed record BatchOrder(IReadOnlyList<BenchmarkCell> Cells, IReadOnlyList<bool> Maps, CellSettings Settings);
