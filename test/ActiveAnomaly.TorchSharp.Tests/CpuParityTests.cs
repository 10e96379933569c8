namespace ActiveAnomaly.Torch;

/// <summary>Parity with the managed engine on the CPU.</summary>
[TestClass]
public sealed class CpuParityTests : ParityTests
{
    protected override TorchDevice Device => TorchDevice.Cpu;
}
