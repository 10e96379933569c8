using TorchSharp;

namespace ActiveAnomaly.Torch.Objectives;

/// <summary>What an objective gives for a pass.</summary>
/// <param name="OutputGradient">dL/d(outputs) [b x h], in memory of its own.</param>
/// <param name="CodeGradient">What is added to dL/d(codes), or null for nothing.</param>
/// <param name="Loss">The loss, one number; null when it was not wanted.</param>
internal readonly record struct TorchLoss(torch.Tensor OutputGradient, torch.Tensor? CodeGradient, torch.Tensor? Loss);
