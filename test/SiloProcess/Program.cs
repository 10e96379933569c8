using System.Globalization;
using ActiveAnomaly.Labeling.Clustering;
using ActiveAnomaly.Labeling.Serving;
using Microsoft.Extensions.Logging;

namespace SiloProcess;

/// <summary>
/// Serves the sessions of a database until its standard input ends: <c>SiloProcess CONNECTION POOLFOLDER TOKEN SILOPORT PORT</c>. It prints
/// its address when it listens, and what it is warned of to standard error. <c>SiloProcess work CONNECTION NAME SLOTS</c> works and serves
/// none, and prints the name that other silos know it by.
/// </summary>
internal static class Program
{
    private static async Task Main(string[] arguments)
    {
        using var stop = new CancellationTokenSource();
        using var logging = LoggerFactory.Create(builder => builder.AddProvider(new ErrorLines()));
        if (arguments is ["work", var connectionString, var work, var slots])
        {
            await using var worker = await ClusterDiscovery.Require().JoinAsync(new WorkerOptions
            {
                ConnectionString = connectionString,
                Works = [new SpokenWork(work)],
                SlotCount = int.Parse(slots, CultureInfo.InvariantCulture),
                Logger = logging.CreateLogger("worker"),
            });
            Console.WriteLine(worker.Name);
            StopAtTheEnd(stop);
            await worker.WaitForShutdownAsync(stop.Token);
            return;
        }

        await using var silo = await ClusterDiscovery.Require().StartAsync(new SiloOptions
        {
            ConnectionString = arguments[0],
            PoolFolder = arguments[1],
            SiloPort = int.Parse(arguments[3], CultureInfo.InvariantCulture),
            Server = new LabelingServerOptions
            {
                Token = arguments[2],
                Port = int.Parse(arguments[4], CultureInfo.InvariantCulture),
                Logger = logging.CreateLogger("silo"),
            },
        });
        Console.WriteLine(silo.Address);
        StopAtTheEnd(stop);
        await silo.WaitForShutdownAsync(stop.Token);
    }

    private static void StopAtTheEnd(CancellationTokenSource stop) => _ = Task.Run(() =>
    {
        while (Console.ReadLine() is not null)
        {
        }

        stop.Cancel();
    });

    /// <summary>Writes what the silo is warned of.</summary>
    private sealed class ErrorLines : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Console.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{DateTime.UtcNow:HH:mm:ss.fff} {logLevel} {formatter(state, exception)} {exception}"));

        public void Dispose()
        {
        }
    }
}
