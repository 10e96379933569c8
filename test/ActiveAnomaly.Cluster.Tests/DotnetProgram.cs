using System.Runtime.InteropServices;

namespace ActiveAnomaly.Cluster;

/// <summary>The program that runs other programs of .NET: that of this process.</summary>
internal static class DotnetProgram
{
    public static string Path { get; } = System.IO.Path.GetFullPath(
        System.IO.Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));
}
