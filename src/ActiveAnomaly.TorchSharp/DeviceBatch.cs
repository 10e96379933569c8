using TorchSharp;

namespace ActiveAnomaly.Torch;

/// <summary>What a batch's rows are on the device.</summary>
/// <param name="Inputs">The rows, [b x d].</param>
/// <param name="Columns">What objectives want of each row besides, [b x 1] each.</param>
/// <param name="Mean">What means over the batch are made with.</param>
internal sealed record DeviceBatch(torch.Tensor Inputs, torch.Tensor[] Columns, BatchMean Mean);
