using ActiveAnomaly.Tables;
using ActiveAnomaly.Tool.Clustering;

namespace ActiveAnomaly.Tool.Scoring.Partitions;

/// <summary>What a command line says of scoring partitions.</summary>
/// <param name="ModelPath">The model's file.</param>
/// <param name="OutputFolder">The folder for the scores.</param>
/// <param name="Table">What is different from the training table.</param>
/// <param name="Explain">How rows are explained; null where they are not.</param>
/// <param name="Format">How scores are written; null as the partitions are.</param>
/// <param name="ThreadCount">How many partitions are scored at a time.</param>
/// <param name="Resumes">Whether partitions that are finished are kept.</param>
/// <param name="Cluster">The cluster whose silos score too; null for this machine alone.</param>
internal sealed record PartitionOptions(
    string ModelPath,
    string OutputFolder,
    TableOptions Table,
    ExplainOptions? Explain,
    ScoreFormat? Format,
    int ThreadCount,
    bool Resumes,
    WorkerSettings? Cluster = null);
