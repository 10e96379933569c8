using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.Networks;
using ActiveAnomaly.Training;
using ActiveAnomaly.Training.Managed;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.ActiveAnomaly;

/// <summary>
/// Decides what the engine and GPU of a detector that trains a network mean in a context: <see cref="MLContext.GpuDeviceId"/> counts
/// where the options name no GPU, and <see cref="MLContext.FallbackToCpu"/> says whether training may run on the CPU where there is
/// no GPU.
/// </summary>
internal static class EngineSelection
{
    public static T Resolve<T>(MLContext mlContext, IHost host, T options)
        where T : DetectorOptions
    {
        if (options is not NeuralDetectorOptions network
            || network.Engine == EngineChoice.Managed
            || network.GpuDeviceId < 0
            || (network.GpuDeviceId ?? mlContext.GpuDeviceId) is not { } device)
        {
            return options;
        }

        if (device < 0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(mlContext),
                device,
                $"MLContext.GpuDeviceId is {device}; numbers of NVIDIA GPUs, from 0, are allowed, and null for the CPU.");
        }

        try
        {
            EngineDiscovery.RequireTorch(device);
            return (T)(DetectorOptions)(network with { GpuDeviceId = device });
        }
        catch (InvalidOperationException exception) when (mlContext.FallbackToCpu && !(device > 0 && HasGpu()))
        {
            var engine = network.Engine == EngineChoice.Torch ? EngineDiscovery.RequireTorch() : new ManagedEngine();
            using var channel = host.Start("Engine");
            channel.Warning(
                MessageSensitivity.None,
                $"Training runs on the engine {engine.Name}, as MLContext.FallbackToCpu allows, and not on GPU {device}: "
                + exception.Message);
            return (T)(DetectorOptions)(network with { GpuDeviceId = null });
        }
    }

    /// <summary>
    /// Tells whether there is a GPU other than the one asked for: then its number is a mistake, and not for want of a GPU.
    /// </summary>
    private static bool HasGpu()
    {
        try
        {
            return EngineDiscovery.FindTorch(0) is not null;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
