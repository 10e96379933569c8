using System.Runtime.InteropServices;

namespace ActiveAnomaly.Torch;

/// <summary>Makes engines, or skips the test where there is no libtorch, or no GPU.</summary>
internal static class Native
{
    private static readonly Lazy<string?> Missing = new(() =>
    {
        try
        {
            _ = new TorchEngine(TorchDevice.Cpu);
            return null;
        }
        catch (InvalidOperationException exception)
        {
            return exception.Message;
        }
    });

    private static readonly Lazy<bool> HasGpu = new(() => new TorchEngine().IsCuda);

    public static bool IsThere => Missing.Value is null;

    public static TorchEngine Engine(TorchDevice device)
    {
        if (Missing.Value is { } reason)
        {
            Assert.Inconclusive(
                HasPackage() ? reason : $"There is no libtorch package for {RuntimeInformation.RuntimeIdentifier}. {reason}");
        }

        if (device == TorchDevice.Cuda && !HasGpu.Value)
        {
            Assert.Inconclusive("libtorch sees no NVIDIA GPU on this machine");
        }

        return new TorchEngine(device);
    }

    /// <summary>Skips the test where libtorch is missing or sees a GPU.</summary>
    public static void RequireNoGpu()
    {
        Engine(TorchDevice.Cpu);
        if (HasGpu.Value)
        {
            Assert.Inconclusive("libtorch sees a GPU on this machine");
        }
    }

    /// <summary>The systems that build/Torch.props knows a package for.</summary>
    private static bool HasPackage() => RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => OperatingSystem.IsLinux() || OperatingSystem.IsWindows(),
        Architecture.Arm64 => OperatingSystem.IsMacOS(),
        _ => false,
    };
}
