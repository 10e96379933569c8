using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace ActiveAnomaly.Cluster.Work;

/// <summary>Hands calls to what this silo works with.</summary>
[Reentrant]
internal sealed class WorkerService(
    GrainId id, Orleans.Runtime.Silo silo, ILoggerFactory loggers, ILocalSiloDetails local, WorkRoom room, WorkInputs inputs)
    : GrainService(id, silo, loggers), IWorkerService
{
    public Task<WorkerDescription> DescribeAsync() => Task.FromResult(room.Describe());

    public Task<WorkReport> BeginAsync(WorkRequest request) =>
        room.BeginAsync(request, isOwn: request.Origin == local.SiloAddress.ToParsableString());

    public Task<WorkReport> ContinueAsync(Guid ticket) => room.ContinueAsync(ticket);

    public Task AbandonAsync(Guid ticket) => room.AbandonAsync(ticket);

    public Task<byte[]?> ReadInputAsync(string hash, int offset) => Task.FromResult(inputs.Read(hash, offset));
}
