using Microsoft.Extensions.Hosting;

namespace ActiveAnomaly.Labeling.Serving;

/// <summary>Leaves it to who started the server when it stops: the usual lifetime takes Ctrl+C away from the program.</summary>
internal sealed class OwnedLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
