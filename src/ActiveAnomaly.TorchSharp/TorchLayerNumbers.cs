using ActiveAnomaly.Networks;
using TorchSharp;

namespace ActiveAnomaly.Torch;

/// <summary>The numbers of one layer, views of its part's memory.</summary>
/// <param name="Shape">The layer's sizes.</param>
/// <param name="Weights">The weights, [outputs x inputs].</param>
/// <param name="WeightGradient">Their gradient.</param>
/// <param name="Biases">The biases, [1 x outputs], or null without them.</param>
/// <param name="BiasGradient">Their gradient.</param>
/// <param name="Statistics">What batch normalisation keeps, or null without it.</param>
internal sealed record TorchLayerNumbers(
    LayerShape Shape,
    torch.Tensor Weights,
    torch.Tensor WeightGradient,
    torch.Tensor? Biases,
    torch.Tensor? BiasGradient,
    TorchStatistics? Statistics);
