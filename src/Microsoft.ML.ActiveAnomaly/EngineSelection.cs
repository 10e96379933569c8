using ActiveAnomaly.Detectors;
using ActiveAnomaly.Engines;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.ActiveAnomaly;

/// <summary>
/// Decides what a detector's engine and GPU mean in a context: <see cref="MLContext.GpuDeviceId"/> counts where the options name
/// no GPU, and <see cref="MLContext.FallbackToCpu"/> says whether training may run on the CPU where the GPU is not there.
/// </summary>
internal static class EngineSelection
{
    public static T Resolve<T>(MLContext mlContext, IHost host, T options)
        where T : NetworkDetectorOptions
    {
        if (options.Engine == EngineChoice.Managed || (options.GpuDeviceId ?? mlContext.GpuDeviceId) is not { } device)
        {
            return options;
        }

        try
        {
            EngineDiscovery.RequireTorch(device);
            return options with { Engine = EngineChoice.Torch, GpuDeviceId = device };
        }
        catch (InvalidOperationException exception) when (mlContext.FallbackToCpu)
        {
            var engine = options.Engine == EngineChoice.Torch ? EngineDiscovery.RequireTorch() : new ManagedEngine();
            using var channel = host.Start("Engine");
            channel.Warning(MessageSensitivity.None, $"Training runs on the engine {engine.Name}, as MLContext.FallbackToCpu allows, and not on GPU {device}: {exception.Message}");
            return options with { GpuDeviceId = null };
        }
    }
}
