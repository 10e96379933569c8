using TorchSharp;

namespace ActiveAnomaly.Torch.Objectives;

/// <summary>What an objective sees of one pass, on the device: it reads these tensors and changes none.</summary>
internal readonly ref struct TorchPass(ReadOnlySpan<int> rows, DeviceBatch batch, torch.Tensor outputs, torch.Tensor codes)
{
    /// <summary>Gets the pool indices of the batch's b rows, on the host.</summary>
    public ReadOnlySpan<int> Rows { get; } = rows;

    /// <summary>Gets the inputs, [b x d].</summary>
    public torch.Tensor Inputs => batch.Inputs;

    /// <summary>Gets the columns that the objective asked for, [b x 1] each.</summary>
    public torch.Tensor[] Columns => batch.Columns;

    /// <summary>Gets what means over the batch are made with.</summary>
    public BatchMean Mean => batch.Mean;

    /// <summary>Gets the outputs, [b x h].</summary>
    public torch.Tensor Outputs { get; } = outputs;

    /// <summary>Gets the codes: the outputs of the network, or of the plan's code layer.</summary>
    public torch.Tensor Codes { get; } = codes;
}
