using ActiveAnomaly.Tables;

namespace ActiveAnomaly.Tool.Scoring.Partitions;

/// <summary>How partitions are scored, beside the model: what all of them share, in a form that goes to other machines.</summary>
/// <param name="Table">What is different from the training table.</param>
/// <param name="Settings">All that scores depend on, by name, as their records hold it.</param>
/// <param name="Reasons">How rows are explained; null where they are not.</param>
internal sealed record PartitionWay(TableOptions Table, IReadOnlyDictionary<string, string> Settings, ReasonSettings? Reasons);
