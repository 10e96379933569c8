namespace ActiveAnomaly.Tool.Benchmark;

/// <summary>One run of the grid.</summary>
internal sealed record BenchmarkCell(string Dataset, string Loss, string Query, bool PseudoAbnormal, int Seed)
{
    /// <summary>Gets a name for folders.</summary>
    public string FolderName => $"{Dataset}-{Loss}-{Query}-{(PseudoAbnormal ? "ps" : "nops")}-seed{Seed}";

    /// <summary>Gives the run that a row is of.</summary>
    public static BenchmarkCell Of(BenchmarkRow row) => new(row.Dataset, row.Loss, row.Query, row.PseudoAbnormal, row.Seed);
}
