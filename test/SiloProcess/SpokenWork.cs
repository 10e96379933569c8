using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using ActiveAnomaly.Labeling.Clustering;

namespace SiloProcess;

/// <summary>Work whose items say in words what is to be done.</summary>
/// <param name="name">The work's name.</param>
public sealed class SpokenWork(string name) : IWork
{
    private readonly ConditionalWeakTable<WorkInput, object> _inputs = [];
    private readonly ConcurrentQueue<string> _cancelled = new();
    private int _inputCount;
    private int _running;
    private int _mostRunning;

    public string Name => name;

    /// <summary>Gets what each item waits for before it is done, with its number of items at this time and what stops it.</summary>
    public Action<int, CancellationToken> Before { get; init; } = (_, _) => { };

    /// <summary>Gets what an item waits for that has reported; a while where nothing is said.</summary>
    public Action<CancellationToken> AfterReport { get; init; } = stop => stop.WaitHandle.WaitOne(TimeSpan.FromSeconds(1.5));

    /// <summary>Gets how many items are done now.</summary>
    public int Running => Volatile.Read(ref _running);

    /// <summary>Gets how many different inputs there were.</summary>
    public int InputCount => Volatile.Read(ref _inputCount);

    /// <summary>Gets how many items were done at the same time at most.</summary>
    public int MostRunning => Volatile.Read(ref _mostRunning);

    /// <summary>Gets the items that were cancelled.</summary>
    public IReadOnlyCollection<string> Cancelled => _cancelled;

    /// <summary>Makes an item.</summary>
    public static WorkItem Item(string words, params WorkInput[] inputs) => new(Encoding.UTF8.GetBytes(words), inputs);

    public ReadOnlyMemory<byte> Perform(WorkItem item, IProgress<ReadOnlyMemory<byte>> progress, CancellationToken cancellationToken)
    {
        var running = Interlocked.Increment(ref _running);
        InterlockedMax(running);
        var words = Encoding.UTF8.GetString(item.Content.Span);
        try
        {
            Before(running, cancellationToken);
            return Perform(words.Split(' '), item, progress, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            _cancelled.Enqueue(words);
            throw;
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }

    private ReadOnlyMemory<byte> Perform(
        string[] words, WorkItem item, IProgress<ReadOnlyMemory<byte>> progress, CancellationToken cancellationToken)
    {
        switch (words)
        {
            case ["square", var number]:
                return Text((long.Parse(number, CultureInfo.InvariantCulture) * long.Parse(number, CultureInfo.InvariantCulture))
                    .ToString(CultureInfo.InvariantCulture));
            case ["slowly", var milliseconds, .. var rest]:
                cancellationToken.WaitHandle.WaitOne(int.Parse(milliseconds, CultureInfo.InvariantCulture));
                cancellationToken.ThrowIfCancellationRequested();
                return Perform(rest, item, progress, cancellationToken);
            case ["repeat", var count]:
                return Enumerable.Range(0, int.Parse(count, CultureInfo.InvariantCulture)).Select(i => (byte)i).ToArray();
            case ["hash"]:
                _inputs.GetValue(item.Inputs[0], _ =>
                {
                    Interlocked.Increment(ref _inputCount);
                    return new object();
                });
                return Text(Convert.ToHexString(SHA256.HashData(item.Inputs[0].Content.Span)));
            case ["report", var report]:
                progress.Report(Text("0"));
                progress.Report(Text(report));
                AfterReport(cancellationToken);
                return Text("reported");
            case ["process"]:
                return Text(Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            case ["fail", var reason]:
                throw new InvalidOperationException($"It is {reason}.");
            case ["forever"]:
                cancellationToken.WaitHandle.WaitOne();
                throw new OperationCanceledException(cancellationToken);
            default:
                throw new UnreachableException($"'{string.Join(' ', words)}' says nothing.");
        }
    }

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    private void InterlockedMax(int value)
    {
        for (var most = MostRunning; most < value; most = MostRunning)
        {
            Interlocked.CompareExchange(ref _mostRunning, value, most);
        }
    }
}
