using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.Networks;

namespace Microsoft.ML.ActiveAnomaly.Tests;

/// <summary>What a GPU asked for means where the TorchSharp engine is not referenced, as it is not here.</summary>
[TestClass]
public sealed class EngineSelectionTests
{
    [TestMethod]
    public void Create_NoGpuAskedFor_TrainsManaged()
    {
        var mlContext = new MLContext(1);

        Assert.StartsWith("Managed", Train(mlContext, mlContext.NceTrainer()).EngineName);
    }

    [TestMethod]
    public void Create_NoGpuAskedFor_WarnsOfNothing()
    {
        var mlContext = new MLContext(1);
        var log = new LogListener(mlContext);
        mlContext.NceTrainer();

        Assert.IsEmpty(log.Warnings);
    }

    [TestMethod]
    public void Create_GpuAskedForWithFallback_TrainsManaged()
    {
        var mlContext = new MLContext(1) { GpuDeviceId = 0, FallbackToCpu = true };

        Assert.StartsWith("Managed", Train(mlContext, mlContext.NceTrainer()).EngineName);
    }

    [TestMethod]
    public void Create_GpuAskedForWithFallback_Warns()
    {
        var mlContext = new MLContext(1) { GpuDeviceId = 0, FallbackToCpu = true };
        var log = new LogListener(mlContext);
        mlContext.NceTrainer();

        var warning = log.Warnings.Single().RawMessage;
        Assert.Contains("GPU 0 was asked for", warning);
        Assert.Contains("Managed", warning);
    }

    [TestMethod]
    public void Create_GpuInTheOptionsWithFallback_TrainsManaged()
    {
        var mlContext = new MLContext(1) { FallbackToCpu = true };

        Assert.StartsWith("Managed", Train(mlContext, mlContext.NceTrainer(Fast.Untrained with { GpuDeviceId = 2 })).EngineName);
    }

    [TestMethod]
    public void Create_GpuInTheOptionsBesideTheContexts_TakesTheOptions()
    {
        var mlContext = new MLContext(1) { GpuDeviceId = 0, FallbackToCpu = false };

        Assert.StartsWith(
            "GPU 2",
            Assert.ThrowsExactly<InvalidOperationException>(() => mlContext.NceTrainer(Fast.Untrained with { GpuDeviceId = 2 })).Message);
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void Create_NegativeGpuInTheOptions_ThrowsNamingTheOption(bool fallback)
    {
        var mlContext = new MLContext(1) { FallbackToCpu = fallback };

        Assert.AreEqual(
            "options.GpuDeviceId",
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(
                () => mlContext.NceTrainer(Fast.Untrained with { GpuDeviceId = -1 })).ParamName);
    }

    [TestMethod]
    public void Create_NegativeGpuInTheContext_ThrowsNamingIt()
    {
        var mlContext = new MLContext(1) { GpuDeviceId = -2, FallbackToCpu = true };

        Assert.Contains(
            "MLContext.GpuDeviceId is -2", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => mlContext.NceTrainer()).Message);
    }

    [TestMethod]
    public void Create_TorchAndAGpuAskedForWithFallback_ThrowsForWantOfTheEngine()
    {
        var mlContext = new MLContext(1) { GpuDeviceId = 0, FallbackToCpu = true };

        Assert.StartsWith(
            "The Torch engine",
            Assert.ThrowsExactly<InvalidOperationException>(
                () => mlContext.NceTrainer(Fast.Untrained with { Engine = EngineChoice.Torch })).Message);
    }

    [TestMethod]
    public void Create_GpuAskedForWithoutFallback_ThrowsWithWhatToAdd()
    {
        var mlContext = new MLContext(1) { GpuDeviceId = 0, FallbackToCpu = false };

        Assert.Contains("ActiveAnomaly.TorchSharp", Assert.ThrowsExactly<InvalidOperationException>(() => mlContext.NceTrainer()).Message);
    }

    [TestMethod]
    public void Create_ManagedAskedForDespiteAGpu_TrainsManaged()
    {
        var mlContext = new MLContext(1) { GpuDeviceId = 0, FallbackToCpu = false };

        Assert.StartsWith(
            "Managed", Train(mlContext, mlContext.NceTrainer(Fast.Untrained with { Engine = EngineChoice.Managed })).EngineName);
    }

    [TestMethod]
    public void Fit_TorchAskedFor_ThrowsWithWhatToAdd()
    {
        var mlContext = new MLContext(1);
        var trainer = mlContext.NceTrainer(Fast.Untrained with { Engine = EngineChoice.Torch });

        Assert.Contains(
            "ActiveAnomaly.TorchSharp", Assert.ThrowsExactly<InvalidOperationException>(() => trainer.Fit(mlContext.Pool())).Message);
    }

    private static NetworkModel Train(MLContext mlContext, DetectorTrainer trainer) => (NetworkModel)trainer.Fit(mlContext.Pool(10)).Model;
}
