using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace ActiveAnomaly.Cluster.Work;

/// <summary>Hands calls to what this silo works with.</summary>
[Reentrant]
internal sealed class WorkerService(GrainId id, Orleans.Runtime.Silo silo, ILoggerFactory loggers, WorkRoom room, WorkInputs inputs)
    : GrainService(id, silo, loggers), IWorkerService
{
    public Task<WorkerDescription> DescribeAsync() => Task.FromResult(room.Description);

    public Task<WorkReport> BeginAsync(WorkRequest request) => room.BeginAsync(request);

    public Task<WorkReport> ContinueAsync(Guid ticket) => room.ContinueAsync(ticket);

    public Task AbandonAsync(Guid ticket) => room.AbandonAsync(ticket);

    public Task<byte[]?> ReadInputAsync(string hash, int offset) => Task.FromResult(inputs.Read(hash, offset));
}
