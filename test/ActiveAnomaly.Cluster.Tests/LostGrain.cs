using System.Reflection;
using ActiveAnomaly.Cluster.Messages;
using ActiveAnomaly.Cluster.Sessions;
using Orleans;
using Orleans.Runtime;

namespace ActiveAnomaly.Cluster;

/// <summary>Orleans, where the silo that has a session is gone.</summary>
public class LostGrain : DispatchProxy
{
    /// <summary>Makes what gives grains.</summary>
    public static IGrainFactory Factory() => Create<IGrainFactory, LostGrain>();

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod!.ReturnType == typeof(ISessionGrain)
        ? new Session()
        : throw new NotSupportedException($"{targetMethod} is not asked for.");

    private sealed class Session : ISessionGrain
    {
        public Task<ReplyPart> BeginAsync(RequestMessage message) => throw new OrleansException("The silo is gone.");

        public Task<ReplyPart> ContinueAsync(Guid ticket) => throw new NotSupportedException();

        public Task AbandonAsync(Guid ticket) => Task.CompletedTask;
    }
}
