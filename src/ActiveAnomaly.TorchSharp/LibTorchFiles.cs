using System.Runtime.InteropServices;

namespace ActiveAnomaly.Torch;

/// <summary>Finds the native files that come with TorchSharp and with a libtorch package, and what keeps them from being loaded.</summary>
internal static class LibTorchFiles
{
    private static readonly (string Bridge, string Torch) Names =
        OperatingSystem.IsWindows() ? ("LibTorchSharp.dll", "torch_cpu.dll")
        : OperatingSystem.IsMacOS() ? ("libLibTorchSharp.dylib", "libtorch_cpu.dylib")
        : ("libLibTorchSharp.so", "libtorch_cpu.so");

    /// <summary>
    /// Tells that a library of this Linux is older than TorchSharp's native library needs; null where that is not what the
    /// loader says.
    /// </summary>
    public static string? SystemTooOld() =>
        OperatingSystem.IsLinux() && Find(Names.Bridge) is { } bridge && Refusal(bridge) is { } words && LoaderFailure.IsTooOld(words)
            ? LoaderFailure.Explain(words, Read)
            : null;

    /// <summary>Tells why libtorch cannot be used: its files are not there, or the loader's own words.</summary>
    public static string WhyNot()
    {
        var bridge = Find(Names.Bridge);
        var torch = Find(Names.Torch);
        if (bridge is null || torch is null)
        {
            return $"{(torch is null ? Names.Torch : Names.Bridge)} is not among the application's files. Add the package "
                + "libtorch-cpu-linux-x64, libtorch-cpu-win-x64 or libtorch-cpu-osx-arm64 (any machine), or "
                + "libtorch-cuda-12.8-linux-x64 or libtorch-cuda-12.8-win-x64 (NVIDIA GPUs), in version 2.10.0, "
                + "to the application.";
        }

        return (Refusal(torch) ?? Refusal(bridge)) is { } words
            ? LoaderFailure.Explain(words, Read)
            : "its files are there and can be loaded, and yet TorchSharp cannot start it.";
    }

    private static string? Find(string name) => Folders().Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    /// <summary>
    /// The folders where the runtime looks, in its order, so that the file found is the file that it loads; then those of a
    /// plain copy.
    /// </summary>
    private static IEnumerable<string> Folders()
    {
        var searched = AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? string.Empty;
        foreach (var folder in searched.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        {
            yield return folder;
        }

        yield return AppContext.BaseDirectory;
        yield return Path.Combine(AppContext.BaseDirectory, "runtimes", RuntimeInformation.RuntimeIdentifier, "native");
        yield return Path.Combine(AppContext.BaseDirectory, "runtimes", PortableIdentifier(), "native");
    }

    /// <summary>The system's name as packages have it; the runtime may know itself by a distribution's.</summary>
    private static string PortableIdentifier() =>
        (OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux")
        + (RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "-arm64" : "-x64");

    /// <summary>What the runtime says when it cannot load a file; null when it can.</summary>
    private static string? Refusal(string path)
    {
        try
        {
            NativeLibrary.Load(path);
            return null;
        }
        catch (Exception exception) when (exception is DllNotFoundException or BadImageFormatException)
        {
            return exception.Message;
        }
    }

    private static byte[]? Read(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
