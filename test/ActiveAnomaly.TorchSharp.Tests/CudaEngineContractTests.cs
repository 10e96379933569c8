using ActiveAnomaly.Training;

namespace ActiveAnomaly.Torch;

/// <summary>What every engine keeps, on a GPU.</summary>
[TestClass]
public sealed class CudaEngineContractTests : TrainingEngineContract
{
    /// <summary>Skips before the test: within an assertion about exceptions a skip would look like a failure.</summary>
    [TestInitialize]
    public void RequireDevice() => Native.Engine(TorchDevice.Cuda);

    protected override ITrainingEngine CreateEngine() => Native.Engine(TorchDevice.Cuda);
}
