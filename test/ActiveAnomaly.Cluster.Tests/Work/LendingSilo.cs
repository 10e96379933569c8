namespace ActiveAnomaly.Cluster.Work;

/// <summary>A silo that offers inputs, and does no work.</summary>
internal sealed class LendingSilo : IWorkerService
{
    private readonly Dictionary<string, byte[]> _inputs = [];

    /// <summary>Gets how many parts were read.</summary>
    public int ReadCount { get; private set; }

    /// <summary>Offers an input under a hash, which need not be its own.</summary>
    public void Offer(string hash, byte[] content) => _inputs[hash] = content;

    public Task<byte[]?> ReadInputAsync(string hash, int offset)
    {
        ReadCount++;
        return Task.FromResult(_inputs.TryGetValue(hash, out var content)
            ? content[offset..Math.Min(content.Length, offset + WorkInputs.LargestPart)]
            : null);
    }

    public Task<WorkerDescription> DescribeAsync() => throw new NotSupportedException();

    public Task<WorkReport> BeginAsync(WorkRequest request) => throw new NotSupportedException();

    public Task<WorkReport> ContinueAsync(Guid ticket) => throw new NotSupportedException();

    public Task AbandonAsync(Guid ticket) => throw new NotSupportedException();
}
