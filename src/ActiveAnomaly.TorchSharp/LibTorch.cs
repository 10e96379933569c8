using System.Runtime.InteropServices;
using TorchSharp;

namespace ActiveAnomaly.Torch;

/// <summary>Finds libtorch, the native library that TorchSharp calls, and a device on it.</summary>
internal static class LibTorch
{
    /// <summary>Gets the device that a choice means.</summary>
    /// <exception cref="InvalidOperationException">There is no libtorch, or no such GPU.</exception>
    public static torch.Device Device(TorchDevice choice, int cudaDeviceIndex)
    {
        RequireNative();
        if (choice == TorchDevice.Cpu)
        {
            return torch.CPU;
        }

        var count = torch.cuda.is_available() ? torch.cuda.device_count() : 0;
        if (cudaDeviceIndex < count)
        {
            return torch.device(DeviceType.CUDA, cudaDeviceIndex);
        }

        if (choice == TorchDevice.Auto && count == 0)
        {
            return torch.CPU;
        }

        throw new InvalidOperationException(
            count == 0
                ? "A GPU was asked for, but libtorch sees none. On a machine with an NVIDIA GPU reference libtorch-cuda-12.8-linux-x64 or "
                    + "libtorch-cuda-12.8-win-x64 (the packages libtorch-cpu-* have no GPU code) and update the driver; or choose "
                    + "TorchDevice.Cpu or the Managed engine."
                : $"GPU {cudaDeviceIndex} was asked for; libtorch sees the GPUs 0 to {count - 1}.");
    }

    private static void RequireNative()
    {
        // Asked before TorchSharp tries: it would copy all of libtorch beside the application, and print that a package is missing.
        if (LibTorchFiles.SystemTooOld() is { } reason)
        {
            throw CannotBeLoaded(reason);
        }

        try
        {
            torch.InitializeDeviceType(DeviceType.CPU);
        }
        catch (Exception exception) when (exception is NotSupportedException
            or TypeInitializationException
            or DllNotFoundException
            or EntryPointNotFoundException
            or ExternalException)
        {
            throw CannotBeLoaded(LibTorchFiles.WhyNot(), exception);
        }
    }

    private static InvalidOperationException CannotBeLoaded(string reason, Exception? cause = null) =>
        new($"libtorch cannot be loaded: {reason} Or choose the Managed engine, which needs no libtorch.", cause);
}
