using System.Reflection;

namespace ActiveAnomaly.Labeling.Serving;

/// <summary>The version of the program.</summary>
internal static class ServerVersion
{
    /// <summary>Gets it, without what a build adds behind a plus sign.</summary>
    public static string Text { get; } =
        typeof(ServerVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
