using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using ActiveAnomaly.Labeling.Clustering;
using ActiveAnomaly.Persistence;
using ActiveAnomaly.Tables.Sources;
using ActiveAnomaly.Tool.Clustering;

namespace ActiveAnomaly.Tool.Scoring.Partitions;

/// <summary>
/// Scoring of partitions as work that silos do for each other: files lie in a folder that all of them have at the same path, the model
/// comes with the work. Thread safe.
/// </summary>
/// <remarks>
/// Where a folder lacks, or may not be read or written, the silo fails nothing: it would fail one item after the other at once, and leave
/// none to those that could. It says so and waits, with the items that it has, until it can or is told to stop.
/// </remarks>
internal sealed class PartitionWork : IWork
{
    private static readonly TimeSpan LookPeriod = TimeSpan.FromSeconds(0.5);

    private readonly ConditionalWeakTable<WorkInput, Lazy<PartitionScoring>> _scorings = [];
    private readonly ConcurrentDictionary<string, bool> _own = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _writable = new(StringComparer.Ordinal);

    public string Name { get; } = WorkCatalog.NameOf("score");

    /// <summary>Makes items of partitions.</summary>
    /// <param name="scoring">How they are scored.</param>
    /// <param name="modelPath">The model's file.</param>
    /// <param name="mark">The mark of the run.</param>
    /// <param name="partitions">The partitions.</param>
    public static IReadOnlyList<WorkItem> ItemsOf(
        PartitionScoring scoring, string modelPath, FolderMark mark, IReadOnlyList<Partition> partitions)
    {
        var way = new WorkInput(WorkJson.Write(scoring.Way));
        var model = new WorkInput(File.ReadAllBytes(modelPath));
        if (!model.Hash.Equals(scoring.Way.Settings[PartitionScoring.ModelSetting], StringComparison.OrdinalIgnoreCase))
        {
            throw new InputException($"The model '{modelPath}' was changed while the run began. Begin again when it stays as it is.");
        }

        return [.. partitions.Select(partition => new WorkItem(WorkJson.Write(Item(partition)), way, model))];

        PartitionItem Item(Partition partition) => new(mark.FullName, partition with { Input = Path.GetFullPath(partition.Input) });
    }

    /// <summary>Says that a run is this process's own: what it does not find, nobody finds, and so it does not wait.</summary>
    public void AddOwn(FolderMark mark) => _own[mark.FullName] = true;

    public ReadOnlyMemory<byte> Perform(WorkItem item, IProgress<ReadOnlyMemory<byte>> progress, CancellationToken cancellationToken)
    {
        var content = WorkJson.Read<PartitionItem>(item.Content.Span);
        var (way, model) = (item.Inputs[0], item.Inputs[1]);
        var scoring = _scorings.GetValue(way, _ => new Lazy<PartitionScoring>(
            () => PartitionScoring.Of(WorkJson.Read<PartitionWay>(way.Content.Span), model.Content)));
        if (!_own.ContainsKey(content.Mark))
        {
            WaitForFolders(content, progress, cancellationToken);
        }

        // Scores of this very run are there where a silo was lost after it had written them.
        var partition = content.Partition;
        var result = scoring.Value.FindFinished(partition) is { } finished
            ? finished with { Status = PartitionStatus.Scored }
            : scoring.Value.ScorePrepared(partition, new Reports(progress), cancellationToken);
        return WorkJson.Write(PartitionReply.Of(result));
    }

    private void WaitForFolders(PartitionItem item, IProgress<ReadOnlyMemory<byte>> progress, CancellationToken cancellationToken)
    {
        string? told = null;
        while (Lacking(item) is { } lack)
        {
            if (lack != told)
            {
                told = lack;
                progress.Report(WorkJson.Write(new PartitionReport(0, 0, lack)));
            }

            cancellationToken.WaitHandle.WaitOne(LookPeriod);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Says what keeps this silo from scoring a partition, with the machine's name; null where nothing does.</summary>
    private string? Lacking(PartitionItem item)
    {
        var machine = Environment.MachineName;
        var folder = Path.GetDirectoryName(item.Partition.Output)!;
        if (!File.Exists(item.Mark))
        {
            _writable.TryRemove(item.Mark, out _);
            return $"{machine} does not find the folder of the scores, '{folder}'. Mount it there at this path, for a user who may read "
                + "and write it.";
        }

        try
        {
            SharedFile.OpenRead(item.Partition.Input).Dispose();
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return $"{machine} does not find '{item.Partition.Input}'. Mount its folder there at this path.";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return $"{machine} cannot read '{item.Partition.Input}': {exception.Message} Let its user read it.";
        }

        return _writable.ContainsKey(item.Mark) ? null : Unwritable(item, machine, folder);
    }

    private string? Unwritable(PartitionItem item, string machine, string folder)
    {
        try
        {
            foreach (var path in (string[])[item.Partition.Output, PartitionRecord.PathOf(item.Partition)])
            {
                var temporary = WholeFile.TemporaryOf(path);
                File.Create(temporary, bufferSize: 1, FileOptions.DeleteOnClose).Dispose();
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return $"{machine} cannot write into the folder of the scores, '{folder}': {exception.Message} Let its user write there.";
        }

        _writable[item.Mark] = true;
        return null;
    }

    /// <summary>Hands on how far a partition is.</summary>
    private sealed class Reports(IProgress<ReadOnlyMemory<byte>> progress) : IProgress<PartitionProgress>
    {
        public void Report(PartitionProgress value) =>
            progress.Report(WorkJson.Write(new PartitionReport(value.Rows, value.AllRows, Waiting: null)));
    }
}
