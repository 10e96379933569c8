using ActiveAnomaly.Detectors;
using ActiveAnomaly.Engines;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.ActiveAnomaly;

/// <summary>Decides what <see cref="EngineChoice.Auto"/> means in a context: Torch where a GPU is asked for and the engine is there, else Managed.</summary>
internal static class EngineSelection
{
    public static EngineChoice Resolve(MLContext mlContext, IHost host, EngineChoice choice)
    {
        if (choice != EngineChoice.Auto)
        {
            return choice;
        }

        if (mlContext.GpuDeviceId is not { } device)
        {
            return EngineChoice.Managed;
        }

        if (EngineDiscovery.FindTorch() is not null)
        {
            return EngineChoice.Torch;
        }

        if (!mlContext.FallbackToCpu)
        {
            EngineDiscovery.RequireTorch();
        }

        using var channel = host.Start("Engine");
        channel.Warning(MessageSensitivity.None, $"GPU {device} was asked for, but the TorchSharp engine is not there; training runs on the CPU with the managed engine.");
        return EngineChoice.Managed;
    }
}
