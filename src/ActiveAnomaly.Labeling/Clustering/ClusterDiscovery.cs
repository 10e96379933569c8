using System.Reflection;

namespace ActiveAnomaly.Labeling.Clustering;

/// <summary>Finds what runs clusters, which lives in an assembly of its own: a program without it loads nothing of that.</summary>
public static class ClusterDiscovery
{
    /// <summary>The assembly that runs clusters.</summary>
    public const string AssemblyName = "ActiveAnomaly.Cluster";

    /// <summary>Looks for the assembly.</summary>
    /// <returns>What starts silos; null where the application does not reference the package.</returns>
    /// <exception cref="InvalidOperationException">The assembly is there, and is of another version.</exception>
    public static ISiloHost? Find()
    {
        Assembly assembly;
        try
        {
            assembly = Assembly.Load(AssemblyName);
        }
        catch (FileNotFoundException)
        {
            return null;
        }

        var type = assembly.GetCustomAttribute<SiloHostAttribute>()?.HostType
            ?? throw new InvalidOperationException(
                $"The assembly {AssemblyName} names nothing that starts silos; reference the version of its package that matches "
                + "ActiveAnomaly.Labeling.");
        return (ISiloHost)Activator.CreateInstance(type)!;
    }

    /// <summary>Gets what starts silos.</summary>
    /// <returns>It.</returns>
    /// <exception cref="InvalidOperationException">The application does not reference the package, or one of another version.</exception>
    public static ISiloHost Require() => Find() ?? throw new InvalidOperationException(
        $"A cluster was asked for, but the assembly {AssemblyName} is not there. Add the package {AssemblyName}; for the command "
        + "active-anomaly, install the tool ActiveAnomaly.Tool.Cluster in place of ActiveAnomaly.Tool.");
}
