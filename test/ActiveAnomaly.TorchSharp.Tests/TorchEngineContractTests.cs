using ActiveAnomaly.Training;

namespace ActiveAnomaly.Torch;

/// <summary>What every engine keeps, on the CPU.</summary>
[TestClass]
public sealed class TorchEngineContractTests : TrainingEngineContract
{
    /// <summary>Skips before the test: within an assertion about exceptions a skip would look like a failure.</summary>
    [TestInitialize]
    public void RequireDevice() => Native.Engine(TorchDevice.Cpu);

    protected override ITrainingEngine CreateEngine() => Native.Engine(TorchDevice.Cpu);
}
