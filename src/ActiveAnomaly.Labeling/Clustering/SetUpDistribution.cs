using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text.Json;
using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;

namespace ActiveAnomaly.Labeling.Clustering;

/// <summary>Has silos compute a set-up, each some rows at a time, this one among them. Used once.</summary>
/// <param name="setUp">What this process prepares, when it is first wanted.</param>
/// <param name="values">Receives the numbers of all rows.</param>
/// <param name="computed">Is told of rows that are computed; null for nobody.</param>
internal sealed class SetUpDistribution(Lazy<IRowSetUp> setUp, Memory<float> values, Action<int>? computed) : IWorkListener
{
    /// <summary>How many numbers of the pool an item is about: some tenths of a second.</summary>
    private const int NumbersPerItem = 1 << 19;

    /// <summary>Rows are computed, and told of, in blocks of so many.</summary>
    private const int BlockRowCount = 512;

    private static readonly ConcurrentDictionary<Guid, Lazy<IRowSetUp>> _here = new();

    private readonly Guid _id = Guid.NewGuid();
    private readonly List<(int First, int Count)> _ranges = [];
    private bool[] _isDone = [];
    private int _valueCount;

    /// <summary>Finds a set-up that this process shares out at the moment.</summary>
    public static bool TryFind(Guid id, [NotNullWhen(true)] out Lazy<IRowSetUp>? setUp) => _here.TryGetValue(id, out setUp);

    /// <summary>Computes all rows.</summary>
    /// <param name="silo">This process as a silo.</param>
    /// <param name="workName">The work's name.</param>
    /// <param name="detector">The detector, as bytes.</param>
    /// <param name="pool">The rows.</param>
    /// <param name="input">The rows, as bytes.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public void Run(
        IWorkDistributor silo,
        string workName,
        byte[] detector,
        FeatureMatrix pool,
        WorkInput input,
        CancellationToken cancellationToken)
    {
        var step = Math.Max(1, NumbersPerItem / pool.FeatureCount / BlockRowCount) * BlockRowCount;
        for (var first = 0; first < pool.RowCount; first += step)
        {
            _ranges.Add((first, Math.Min(step, pool.RowCount - first)));
        }

        _valueCount = values.Length / pool.RowCount;
        _isDone = new bool[_ranges.Count];
        WorkItem[] items =
        [
            .. _ranges.Select(range => new WorkItem(
                JsonSerializer.SerializeToUtf8Bytes(
                    new MemberContent
                    {
                        SetUp = new SetUpOrder { Id = _id, Detector = detector, FirstRow = range.First, RowCount = range.Count },
                    },
                    MemberMessages.Json),
                input)),
        ];
        _here[_id] = setUp;
        try
        {
            silo.DistributeAsync(workName, items, this, cancellationToken).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // This silo was stopped, and its process was not: what is left is computed here.
            foreach (var (first, count) in _ranges.Where((_, i) => !_isDone[i]))
            {
                setUp.Value.Compute(first, Of(first, count), computed, cancellationToken);
            }
        }
        finally
        {
            _here.TryRemove(_id, out _);
        }
    }

    public void OnTaken(int index, string silo)
    {
    }

    public void OnReport(int index, ReadOnlyMemory<byte> report)
    {
    }

    public void OnDone(int index, ReadOnlyMemory<byte> result)
    {
        var (first, count) = _ranges[index];
        result.Span.CopyTo(MemoryMarshal.AsBytes(Of(first, count).Span));
        _isDone[index] = true;
        computed?.Invoke(count);
    }

    public void OnLost(int index, string silo, string reason)
    {
    }

    private Memory<float> Of(int first, int count) => values.Slice(first * _valueCount, count * _valueCount);
}
