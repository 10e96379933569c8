using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.Networks;
using ActiveAnomaly.Detectors.OneClass;
using Microsoft.ML;
using Microsoft.ML.ActiveAnomaly;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace ActiveAnomaly.Torch;

/// <summary>The engine and the GPU that an ML.NET context asks for, where the TorchSharp engine is referenced.</summary>
[TestClass]
public sealed class MLContextTests
{
    [TestMethod]
    public void Fit_NoGpuAskedFor_TrainsManaged() => Assert.StartsWith("Managed", EngineName(new MLContext(1), EngineChoice.Auto));

    [TestMethod]
    public void Fit_TorchAskedFor_TrainsOnTorch()
    {
        Native.Engine(TorchDevice.Cpu);
        Assert.StartsWith("Torch", EngineName(new MLContext(1), EngineChoice.Torch));
    }

    [TestMethod]
    public void Fit_GpuThatIsThere_TrainsOnIt()
    {
        Native.Engine(TorchDevice.Cuda);
        Assert.AreEqual("Torch (CUDA 0)", EngineName(new MLContext(1) { GpuDeviceId = 0, FallbackToCpu = false }, EngineChoice.Auto));
    }

    [TestMethod]
    public void Trainer_GpuThatIsNotThere_ThrowsNamingThePackages()
    {
        Native.RequireNoGpu();
        var mlContext = new MLContext(1) { GpuDeviceId = 0, FallbackToCpu = false };
        Assert.Contains(
            "libtorch-cuda-12.8-linux-x64",
            Assert.ThrowsExactly<InvalidOperationException>(() => Trainer(mlContext, EngineChoice.Auto)).Message);
    }

    [TestMethod]
    public void Trainer_TorchOnAGpuThatIsNotThere_ThrowsNamingThePackages()
    {
        Native.RequireNoGpu();
        var mlContext = new MLContext(1) { GpuDeviceId = 0, FallbackToCpu = false };
        Assert.Contains(
            "libtorch-cuda-12.8-linux-x64",
            Assert.ThrowsExactly<InvalidOperationException>(() => Trainer(mlContext, EngineChoice.Torch)).Message);
    }

    [TestMethod]
    [DataRow(EngineChoice.Auto, "Managed")]
    [DataRow(EngineChoice.Torch, "Torch (CPU)")]
    public void Fit_GpuThatIsNotThereWithFallback_TrainsOnTheCpuAndWarns(EngineChoice engine, string expected)
    {
        Native.RequireNoGpu();
        var mlContext = new MLContext(1) { GpuDeviceId = 0, FallbackToCpu = true };
        var warnings = new List<string>();
        mlContext.Log += (_, message) =>
        {
            if (message.Kind == ChannelMessageKind.Warning)
            {
                warnings.Add(message.RawMessage);
            }
        };
        Assert.StartsWith(expected, EngineName(mlContext, engine));
        var warning = warnings.Single(message => message.Contains("GPU 0", StringComparison.Ordinal));
        Assert.Contains(expected, warning);
        Assert.Contains("libtorch sees none", warning);
    }

    private static DetectorTrainer Trainer(MLContext mlContext, EngineChoice engine) =>
        mlContext.ActiveAnomaly().Trainers.Nce(
            new NceOptions { Engine = engine, HiddenSizes = [4], CodeSize = 2, PretrainingEpochCount = 0, EpochCount = 1 },
            new DetectorTrainerOptions());

    private static string EngineName(MLContext mlContext, EngineChoice engine)
    {
        var rows = Enumerable.Range(0, 20).Select(i => new Row { Features = [i / 20f, 1 - (i / 20f), 0.5f] });
        return ((NetworkModel)Trainer(mlContext, engine).Fit(mlContext.Data.LoadFromEnumerable(rows)).Model).EngineName;
    }

    private sealed class Row
    {
        [VectorType(3)]
        public float[] Features { get; set; } = [];
    }
}
