using TorchSharp;

namespace ActiveAnomaly.Torch.Objectives;

/// <summary>What an objective sees of its batch besides the values that it reads.</summary>
internal readonly ref struct TorchBatch(ReadOnlySpan<torch.Tensor> columns, BatchMean mean)
{
    /// <summary>Gets the columns that the objective asked for, [b x 1] each, and those of objectives after it.</summary>
    public ReadOnlySpan<torch.Tensor> Columns { get; } = columns;

    /// <summary>Gets what means over the batch are made with.</summary>
    public BatchMean Mean { get; } = mean;
}
