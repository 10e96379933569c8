using System.Diagnostics;

namespace ActiveAnomaly.Cluster.Work;

/// <summary>A worker in a process of its own, which can be killed.</summary>
internal sealed class WorkChild : IDisposable
{
    private readonly Process _process;

    private WorkChild(Process process, string name) => (_process, Name) = (process, name);

    /// <summary>Gets the name that other silos know it by.</summary>
    public string Name { get; }

    /// <summary>Starts it, and waits until it has joined the cluster.</summary>
    public static async Task<WorkChild> StartAsync(string connectionString, string work, int slotCount)
    {
        string[] arguments =
            ["exec", Path.Combine(AppContext.BaseDirectory, "SiloProcess.dll"), "work", connectionString, work, $"{slotCount}"];
        var process = Process.Start(new ProcessStartInfo(DotnetProgram.Path, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        var name = await process.StandardOutput.ReadLineAsync();
        Assert.IsNotNull(name);
        return new WorkChild(process, name);
    }

    /// <summary>Kills it (SIGKILL).</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
    }
}
