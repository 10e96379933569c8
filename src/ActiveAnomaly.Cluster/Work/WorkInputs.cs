using System.Collections.Concurrent;
using System.Diagnostics;
using ActiveAnomaly.Labeling.Clustering;
using Orleans.Runtime;

namespace ActiveAnomaly.Cluster.Work;

/// <summary>
/// The inputs of work that this silo offers to others, and those that it has of others, each once, until it has not been used for a while.
/// Thread safe.
/// </summary>
/// <param name="silos">The silos.</param>
/// <param name="keepingTime">How long an input is kept that nobody uses; null for the usual.</param>
internal sealed class WorkInputs(IWorkingSilos silos, TimeSpan? keepingTime = null)
{
    /// <summary>The most bytes of a part of an input.</summary>
    public const int LargestPart = 1 << 20;

    /// <summary>How long an input is kept that nobody uses: a session's rows are used again when it is trained again.</summary>
    private static readonly TimeSpan UsualKeepingTime = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<string, Kept> _kept = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Offer> _offers = new(StringComparer.Ordinal);

    /// <summary>Lets other silos read inputs until the result is disposed.</summary>
    public IDisposable Lend(IEnumerable<WorkInput> inputs)
    {
        WorkInput[] own = [.. inputs.DistinctBy(input => input.Hash)];
        lock (_offers)
        {
            foreach (var input in own)
            {
                var offer = _offers.GetValueOrDefault(input.Hash) ?? new Offer(input, 0);
                _offers[input.Hash] = offer with { Count = offer.Count + 1 };
            }
        }

        return new Loan(this, own);
    }

    /// <summary>Reads of an input that this silo offers.</summary>
    /// <returns>The bytes from an offset on, as many as go into a message; null where it does not offer it.</returns>
    public byte[]? Read(string hash, int offset) => Offered(hash) is { } input
        ? input.Content.Slice(offset, Math.Min(input.Content.Length - offset, LargestPart)).ToArray()
        : null;

    /// <summary>Gets an input: the one that this silo has, or that of the silo that offers it.</summary>
    /// <param name="hash">The input's.</param>
    /// <param name="length">Its length in bytes.</param>
    /// <param name="origin">The address of the silo that offers it.</param>
    /// <exception cref="SiloLostException">The silo does not answer, or offers it no more.</exception>
    public async Task<WorkInput> GetAsync(string hash, int length, string origin)
    {
        if (Offered(hash) is { } own)
        {
            return own;
        }

        var kept = _kept.GetOrAdd(hash, _ => new Kept(new Lazy<Task<WorkInput>>(() => FetchAsync(hash, length, origin))));
        kept.Touch();
        try
        {
            return await kept.Input.Value.ConfigureAwait(false);
        }
        catch
        {
            // What could not be had is asked for anew the next time.
            _kept.TryRemove(new KeyValuePair<string, Kept>(hash, kept));
            throw;
        }
    }

    /// <summary>Lets go of what nobody has used for a while.</summary>
    public void Sweep()
    {
        foreach (var (hash, kept) in _kept)
        {
            if (kept.Idle > (keepingTime ?? UsualKeepingTime))
            {
                _kept.TryRemove(new KeyValuePair<string, Kept>(hash, kept));
            }
        }
    }

    private WorkInput? Offered(string hash)
    {
        lock (_offers)
        {
            return _offers.GetValueOrDefault(hash)?.Input;
        }
    }

    private async Task<WorkInput> FetchAsync(string hash, int length, string origin)
    {
        var silo = SiloAddress.FromParsableString(origin);
        var content = new byte[length];
        for (var offset = 0; offset < length;)
        {
            var part = await silos.CallAsync(silo, service => service.ReadInputAsync(hash, offset)).ConfigureAwait(false)
                ?? throw new SiloLostException("the silo whose work it is offers an input of it no more");
            part.CopyTo(content, offset);
            offset += part.Length;
        }

        var input = new WorkInput(content);
        return input.Hash == hash
            ? input
            : throw new SiloLostException("an input of the work came with other bytes than were sent");
    }

    private void Return(WorkInput[] inputs)
    {
        lock (_offers)
        {
            foreach (var input in inputs)
            {
                var offer = _offers[input.Hash];
                if (offer.Count == 1)
                {
                    _offers.Remove(input.Hash);
                }
                else
                {
                    _offers[input.Hash] = offer with { Count = offer.Count - 1 };
                }
            }
        }
    }

    /// <summary>An input that is offered, by how many.</summary>
    private sealed record Offer(WorkInput Input, int Count);

    /// <summary>An input of another silo.</summary>
    private sealed class Kept(Lazy<Task<WorkInput>> input)
    {
        private long _lastUse = Stopwatch.GetTimestamp();

        public Lazy<Task<WorkInput>> Input => input;

        public TimeSpan Idle => Stopwatch.GetElapsedTime(Volatile.Read(ref _lastUse));

        public void Touch() => Volatile.Write(ref _lastUse, Stopwatch.GetTimestamp());
    }

    /// <summary>Ends an offer, once.</summary>
    private sealed class Loan(WorkInputs owner, WorkInput[] inputs) : IDisposable
    {
        private WorkInput[]? _inputs = inputs;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _inputs, null) is { } inputs)
            {
                owner.Return(inputs);
            }
        }
    }
}
