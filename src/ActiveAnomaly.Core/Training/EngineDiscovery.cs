using System.Reflection;

namespace ActiveAnomaly.Training;

/// <summary>Finds engines that live in other assemblies.</summary>
public static class EngineDiscovery
{
    /// <summary>The assembly that holds the TorchSharp engine.</summary>
    public const string TorchAssemblyName = "ActiveAnomaly.TorchSharp";

    /// <summary>Looks for the TorchSharp engine.</summary>
    /// <param name="gpuDeviceId">The NVIDIA GPU that it has to use, from 0; null for a GPU where libtorch sees one, else the CPU.</param>
    /// <returns>The engine, or null when the application does not reference its package.</returns>
    /// <exception cref="InvalidOperationException">
    /// The assembly is there but holds no engine, or its engine cannot start, for want of libtorch or of the GPU.
    /// </exception>
    public static ITrainingEngine? FindTorch(int? gpuDeviceId = null)
    {
        Assembly assembly;
        try
        {
            assembly = Assembly.Load(TorchAssemblyName);
        }
        catch (FileNotFoundException)
        {
            return null;
        }

        var type = assembly.GetCustomAttribute<TrainingEngineAttribute>()?.EngineType
            ?? throw new InvalidOperationException(
                $"The assembly {TorchAssemblyName} names no training engine; "
                + "reference the version of its package that matches ActiveAnomaly.Core.");
        try
        {
            return (ITrainingEngine)(gpuDeviceId is { } id ? Activator.CreateInstance(type, id) : Activator.CreateInstance(type))!;
        }
        catch (MissingMethodException exception)
        {
            throw new InvalidOperationException(
                $"{type.FullName} lacks a constructor that this version needs; "
                + $"reference the version of {TorchAssemblyName} that matches ActiveAnomaly.Core.",
                exception);
        }
        catch (TargetInvocationException exception) when (exception.InnerException is not null)
        {
            throw new InvalidOperationException(
                $"The TorchSharp engine cannot start: {exception.InnerException.Message}",
                exception.InnerException);
        }
    }

    /// <summary>Gets the TorchSharp engine.</summary>
    /// <param name="gpuDeviceId">The NVIDIA GPU that it has to use, from 0; null for a GPU where libtorch sees one, else the CPU.</param>
    /// <returns>The engine.</returns>
    /// <exception cref="InvalidOperationException">The application does not reference its package, or the engine cannot start.</exception>
    public static ITrainingEngine RequireTorch(int? gpuDeviceId = null) => FindTorch(gpuDeviceId)
        ?? throw new InvalidOperationException(
            FormattableString.Invariant($"{(gpuDeviceId is { } id ? $"GPU {id}" : "The Torch engine")} was asked for, ")
            + $"but the assembly {TorchAssemblyName} is not there. "
            + $"Add the package {TorchAssemblyName} and one that brings libtorch "
            + "(libtorch-cuda-12.8-* for a GPU, libtorch-cpu-* without one), or choose the Managed engine.");
}
