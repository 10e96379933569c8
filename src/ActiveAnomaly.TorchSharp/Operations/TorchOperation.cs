using ActiveAnomaly.Training;
using TorchSharp;

namespace ActiveAnomaly.Torch.Operations;

/// <summary>An operation of a pass, on the device. Values and gradients are changed by nobody who did not make them.</summary>
internal abstract class TorchOperation
{
    /// <summary>Chooses the operation's form on the device.</summary>
    /// <exception cref="ArgumentException">The engine does not know it.</exception>
    public static TorchOperation For(
        PassOperation operation, int largestBatch, Func<NetworkPart, TorchPart> partOf, torch.Device device) => operation switch
    {
        PartOperation applied => new TorchPartOperation(partOf(applied.Part)),
        SquaredDistanceOperation distance => new TorchSquaredDistance(distance, device),
        RowErrorOperation error => new TorchRowError(error.Inputs[0].Size, device),
        DifferenceOperation => new TorchDifference(),
        NormOperation => new TorchNorm(),
        DirectionOperation => new TorchDirection(),
        ConcatenateOperation concatenation => new TorchConcatenate(concatenation),
        MixOperation mix => new TorchMix(mix, largestBatch, device),
        NoiseOperation noise => new TorchNoise(noise, largestBatch, device),
        DrawnNoiseOperation noise => new TorchDrawnNoise(noise, largestBatch, device),
        _ => throw new ArgumentException(
            $"The TorchSharp engine does not know the operation {operation.GetType()}; it knows those that TrainingPass has methods for. "
            + "Train this plan on the managed engine."),
    };

    /// <summary>Called before each epoch.</summary>
    public virtual void BeginEpoch(int epochIndex)
    {
    }

    /// <summary>From now on batch normalisation uses the running statistics as they are.</summary>
    public virtual void Freeze()
    {
    }

    /// <summary>Computes the output of a batch.</summary>
    public abstract torch.Tensor Forward(ReadOnlySpan<torch.Tensor> inputs, BatchMean mean);

    /// <summary>Turns the output's gradient into those of the inputs that need one.</summary>
    public abstract void Backward(torch.Tensor gradient, ReadOnlySpan<bool> needs, Span<torch.Tensor?> inputGradients, BatchMean mean);

    /// <summary>Forgets the step's tensors.</summary>
    public virtual void EndPass()
    {
    }
}
