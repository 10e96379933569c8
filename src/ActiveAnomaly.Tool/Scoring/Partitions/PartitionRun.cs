using System.Globalization;
using System.Runtime.ExceptionServices;
using ActiveAnomaly.Labeling.Clustering;
using ActiveAnomaly.Tool.Clustering;
using ActiveAnomaly.Tool.Input;
using ActiveAnomaly.Tool.Results;

namespace ActiveAnomaly.Tool.Scoring.Partitions;

/// <summary>
/// Scores partitions on several threads, and in a cluster on several machines, each into a file of its own, and tells how far it is.
/// </summary>
internal sealed class PartitionRun(PartitionOptions options, CommandOutput output)
{
    private const int MostNamed = 3;

    private static readonly TimeSpan TimeBetweenLines = TimeSpan.FromSeconds(5);

    private readonly Lock _console = new();

    /// <summary>Gets what joins a cluster.</summary>
    public Func<WorkerOptions, CancellationToken, Task<IWorker>> Join { get; init; } = ClusterJoin.JoinAsync;

    /// <summary>Scores the partitions that words mean.</summary>
    /// <returns>True when all have scores; false when the run was cancelled.</returns>
    /// <exception cref="InputException">Some partitions failed; the others have their scores.</exception>
    public bool Run(IReadOnlyList<string> words, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(options.OutputFolder) && Path.GetExtension(options.OutputFolder).ToLowerInvariant() is ".csv" or ".parquet")
        {
            throw new UsageException(
                $"--output '{options.OutputFolder}' is called as a file, and scores of partitions go into a folder, a file each. Give a "
                + "folder; a single table's scores go into a file of any name where none of --resume, --threads and --format is given.");
        }

        var partitions = PartitionPlan.Of(
            words, options.OutputFolder, options.Format, [options.ModelPath, .. Backgrounds()]);
        foreach (var within in words.Where(Directory.Exists).Select(word => DataSet.WithinOf(word, options.OutputFolder)))
        {
            if (within.Length > 0)
            {
                WriteLine($"Warning: {within}");
            }
        }

        using var claim = Claim(partitions);
        if (!options.Resumes)
        {
            PartitionPlan.RequireNoOutputs(partitions, options.OutputFolder);
        }

        var scoring = PartitionScoring.Load(options.ModelPath, options.Table, options.Explain, cancellationToken);
        var finished = options.Resumes ? Finished(scoring, partitions, cancellationToken) : [];
        Partition[] left = [.. partitions.Where(partition => !finished.ContainsKey(partition))];
        if (options.Resumes)
        {
            WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{finished.Count} of {partitions.Count} partitions are finished already and kept."));
        }

        var slots = options.Cluster is null ? null : new SiloSlots();
        var pace = new PartitionPace(left, Math.Min(options.ThreadCount, Environment.ProcessorCount), TimeProvider.System, slots);
        var scored = slots is null || left.Length == 0
            ? Score(scoring, left, pace, cancellationToken)
            : Distribute(scoring, left, pace, slots, cancellationToken);
        PartitionResult[] results =
        [
            .. partitions.Select(partition => finished.GetValueOrDefault(partition) ?? scored.GetValueOrDefault(partition)
                ?? new PartitionResult(partition, PartitionStatus.Cancelled, null, [], TimeSpan.Zero)),
        ];
        return Tell(scoring, results, pace, slots);
    }

    private IEnumerable<string> Backgrounds() => options.Explain?.BackgroundPath is { } path
        ? [DataSet.FindOne(path, "rows are compared with those of one table").Path]
        : [];

    private OutputClaim Claim(IReadOnlyList<Partition> partitions)
    {
        var claim = OutputClaim.OfFolder("--output", options.OutputFolder);
        RemoveTemporaryFiles(partitions);
        return claim;
    }

    private void RemoveTemporaryFiles(IReadOnlyList<Partition> partitions)
    {
        var outputs = partitions.Select(partition => Path.GetFileName(partition.Output)).ToHashSet(StringComparer.Ordinal);
        OutputClaim.RemoveTemporaryFiles(Path.GetFullPath(options.OutputFolder), outputs.Contains);
        var records = Path.Combine(Path.GetFullPath(options.OutputFolder), PartitionRecord.FolderName);
        if (Directory.Exists(records))
        {
            OutputClaim.RemoveTemporaryFiles(
                records, name => FolderMark.IsName(name) || outputs.Contains(Path.GetFileNameWithoutExtension(name)));
        }
    }

    private Dictionary<Partition, PartitionResult> Finished(
        PartitionScoring scoring, IReadOnlyList<Partition> partitions, CancellationToken cancellationToken)
    {
        var found = new PartitionResult?[partitions.Count];
        try
        {
            Parallel.For(
                0,
                found.Length,
                new ParallelOptions { MaxDegreeOfParallelism = options.ThreadCount, CancellationToken = cancellationToken },
                i => found[i] = scoring.FindFinished(partitions[i]));
        }
        catch (AggregateException exception)
        {
            // Such as scores that may not be read: the first is told of.
            ExceptionDispatchInfo.Throw(exception.InnerExceptions[0]);
        }

        return found.OfType<PartitionResult>().ToDictionary(result => result.Partition);
    }

    /// <summary>Has the silos of a cluster score, this process among them, and scores here what they cannot.</summary>
    private Dictionary<Partition, PartitionResult> Distribute(
        PartitionScoring scoring, Partition[] partitions, PartitionPace pace, SiloSlots slots, CancellationToken cancellationToken)
    {
        var results = new Dictionary<Partition, PartitionResult>();
        foreach (var failure in partitions.Select(PartitionScoring.Prepare).OfType<PartitionResult>())
        {
            results.Add(failure.Partition, failure);
            pace.Add(failure);
            Tell(failure);
        }

        Partition[] prepared = [.. partitions.Where(partition => !results.ContainsKey(partition))];
        using var distribution = new PartitionDistribution(prepared, pace, slots, Tell, WriteLine);
        try
        {
            DistributeAsync(scoring, prepared, pace, distribution, cancellationToken).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // What is finished is told of; the others are not in the results.
        }

        if (distribution.HasLosses)
        {
            RemoveLost(prepared);
        }

        Partition[] left = cancellationToken.IsCancellationRequested ? [] : [.. distribution.Left];
        foreach (var result in distribution.Results.Concat(Score(scoring, left, pace, cancellationToken).Values))
        {
            results.Add(result.Partition, result);
        }

        return results;
    }

    private async Task DistributeAsync(
        PartitionScoring scoring,
        Partition[] partitions,
        PartitionPace pace,
        PartitionDistribution distribution,
        CancellationToken cancellationToken)
    {
        var works = WorkCatalog.Create();
        var work = works.OfType<PartitionWork>().Single();
        using var mark = FolderMark.In(options.OutputFolder);
        work.AddOwn(mark);
        var items = PartitionWork.ItemsOf(scoring, options.ModelPath, mark, partitions);
        await using var worker = await Join(options.Cluster!.ToOptions(works, options.ThreadCount), cancellationToken);
        WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Scores with the other silos of {worker.Place}, as {worker.Name}, {options.ThreadCount} at a time here."));
        await using var lines = new Timer(_ => WriteLine(pace.ToString()), null, TimeBetweenLines, TimeBetweenLines);
        await distribution.RunAsync(worker, work.Name, items, cancellationToken);
    }

    /// <summary>Removes the temporary files of silos that were lost.</summary>
    private void RemoveLost(Partition[] partitions)
    {
        try
        {
            RemoveTemporaryFiles(partitions);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Such as one that a silo, taken for lost, still holds open: the scores are whole all the same.
            WriteLine($"A temporary file stays until the next run into this folder: {exception.Message}");
        }
    }

    /// <summary>Has each thread take the next partition until none is left, or the run is cancelled.</summary>
    private Dictionary<Partition, PartitionResult> Score(
        PartitionScoring scoring, Partition[] partitions, PartitionPace pace, CancellationToken cancellationToken)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var results = new Dictionary<Partition, PartitionResult>();
        var next = -1;
        using var lines = new Timer(_ => WriteLine(pace.ToString()), null, TimeBetweenLines, TimeBetweenLines);
        Task[] threads =
        [
            .. Enumerable.Range(0, Math.Min(options.ThreadCount, partitions.Length)).Select(_ => Task.Factory.StartNew(
                Work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)),
        ];
        Task.WhenAll(threads).GetAwaiter().GetResult();
        return results;

        void Work()
        {
            try
            {
                for (var i = Interlocked.Increment(ref next); i < partitions.Length; i = Interlocked.Increment(ref next))
                {
                    stopping.Token.ThrowIfCancellationRequested();
                    var result = scoring.Score(partitions[i], pace, stopping.Token);
                    lock (results)
                    {
                        results.Add(partitions[i], result);
                    }

                    pace.Add(result);
                    Tell(result);
                }
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                // What is finished is told of; the others are not in the results.
            }
            catch
            {
                // An error of this program: no thread begins another partition.
                stopping.Cancel();
                throw;
            }
        }
    }

    private void Tell(PartitionResult result)
    {
        foreach (var note in result.Notes)
        {
            WriteLine($"{result.Partition.Input}: {note}");
        }

        if (result.Counts is { Dropped: > 0 } counts)
        {
            WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{result.Partition.Input}: Rows left out because a cell has no value: {counts.Dropped}."));
        }

        if (result.Error is not null)
        {
            WriteLine($"Failed: {result.Partition.Input}: {result.Error}");
        }
    }

    private bool Tell(PartitionScoring scoring, PartitionResult[] results, PartitionPace pace, SiloSlots? slots)
    {
        var scored = results.Where(result => result.Status == PartitionStatus.Scored).ToArray();
        var failed = results.Where(result => result.Status == PartitionStatus.Failed).ToArray();
        var isCancelled = results.Any(result => result.Status == PartitionStatus.Cancelled);
        var (elapsed, rows) = (pace.Elapsed, scored.Sum(result => result.Counts!.Rows));
        WriteLine(pace.ToString());
        foreach (var silo in slots?.Lines() ?? [])
        {
            WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{silo.Name}: {silo.Partitions} partitions, {silo.Slots} at a time."));
        }

        WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{results.Sum(result => result.Counts?.Flagged ?? 0)} of {results.Sum(result => result.Counts?.Rows ?? 0)} rows lie above the "
            + $"model's threshold."));
        WriteLine($"Scores: {Path.GetFullPath(options.OutputFolder)}");
        output.WriteDocument(new PartitionDocument(
            failed.Length == 0 && !isCancelled,
            Path.GetFullPath(options.ModelPath),
            scoring.Model.Threshold,
            Path.GetFullPath(options.OutputFolder),
            options.ThreadCount,
            rows,
            elapsed.TotalSeconds,
            rows / Math.Max(elapsed.TotalSeconds, 1e-6),
            slots?.Lines(),
            [.. results.Select(PartitionLine.Of)]));
        return isCancelled ? false
            : failed.Length == 0 ? true
            : throw new InputException(string.Create(
                CultureInfo.InvariantCulture,
                $"{failed.Length} of {results.Length} partitions cannot be scored: "
                + $"{string.Join("; ", failed.Take(MostNamed).Select(result => $"'{result.Partition.Input}': {result.Error}"))}"
                + $"{(failed.Length > MostNamed ? $"; and {failed.Length - MostNamed} more" : string.Empty)} The others have their scores: "
                + $"mend these, and run the same command with --resume."));
    }

    private void WriteLine(string text)
    {
        lock (_console)
        {
            output.WriteLine(text);
        }
    }
}
