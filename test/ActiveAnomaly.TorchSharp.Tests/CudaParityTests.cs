namespace ActiveAnomaly.Torch;

/// <summary>Parity with the managed engine on a GPU.</summary>
[TestClass]
public sealed class CudaParityTests : ParityTests
{
    protected override TorchDevice Device => TorchDevice.Cuda;
}
