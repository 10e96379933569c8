using ActiveAnomaly.Tool.Reporting;

namespace ActiveAnomaly.Tool.Benchmark;

/// <summary>What one cell gave.</summary>
/// <param name="Cell">The cell.</param>
/// <param name="Rows">A row a stage.</param>
/// <param name="Map">The map of its codes; null where none was asked for, or the model has no codes.</param>
internal sealed record CellResult(BenchmarkCell Cell, IReadOnlyList<BenchmarkRow> Rows, CodeMap? Map);
