using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.ExceptionServices;
using Spectre.Console;

namespace ActiveAnomaly.Tool.WeakLabels;

/// <summary>Runs an experiment, several cells at a time; cancelling keeps what is finished.</summary>
internal sealed class WeakLabelsRun(WeakLabelsOptions options, CommandOutput output)
{
    private static readonly TimeSpan TimeBetweenWrites = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly Dictionary<WeakLabelCell, WeakLabelRow> _finished = [];
    private long _lastWrite = Stopwatch.GetTimestamp();

    /// <summary>Runs all cells, then prints and writes what there is.</summary>
    /// <returns>False when the run was cancelled.</returns>
    public bool Run(CancellationToken cancellationToken)
    {
        var datasets = WeakLabelDataset.Load(options, output, cancellationToken);
        var names = options.Experiment switch
        {
            WeakLabelExperiment.Toys => ToyData.Names,
            WeakLabelExperiment.Scalability => ["synthetic"],
            _ => (IReadOnlyList<string>)[.. datasets.Keys],
        };
        var cells = WeakLabelGrid.Cells(options, names);
        var source = new WeakLabelSource(options, datasets, cells);
        var settings = string.Join("; ", options.Settings.Select(setting => $"{setting.Key}={setting.Value}"));
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{cells.Count} runs on {string.Join(", ", names)} ({settings}), {options.JobCount} at a time."));
        bool complete;
        try
        {
            complete = RunAll(cells, source, cancellationToken);
        }
        finally
        {
            WeakLabelResults.Write(options.ResultsPath, Rows(cells));
        }

        var rows = Rows(cells);
        WeakLabelTables.Write(output.Console, options, rows);
        output.WriteLine($"Results: {Path.GetFullPath(options.ResultsPath)}");
        output.WriteDocument(new WeakLabelsDocument(
            complete,
            options.ExperimentName,
            options.Settings.ToDictionary(),
            rows,
            Comparisons(rows),
            Path.GetFullPath(options.ResultsPath)));
        return complete;
    }

    private bool RunAll(List<WeakLabelCell> open, WeakLabelSource source, CancellationToken cancellationToken)
    {
        try
        {
            output.Console.Progress()
                .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
                .AutoClear(true)
                .Start(context =>
            {
                var bar = context.AddTask("Runs", maxValue: Math.Max(1, open.Count));
                var runner = new WeakLabelCellRunner(options);
                // In order, so that the cells of one split run together and few splits are in memory.
                Parallel.ForEach(
                    Partitioner.Create(open, EnumerablePartitionerOptions.NoBuffering),
                    new ParallelOptions { MaxDegreeOfParallelism = options.JobCount, CancellationToken = cancellationToken },
                    cell =>
                    {
                        Keep(runner.Run(cell, source.Of(cell), cancellationToken), open);
                        bar.Increment(1);
                    });
            });
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        catch (AggregateException exception)
        {
            // Runs fail one by one; the first failure is the one to tell of.
            ExceptionDispatchInfo.Throw(exception.InnerExceptions[0]);
            throw;
        }
    }

    private void Keep(WeakLabelRow row, List<WeakLabelCell> cells)
    {
        lock (_lock)
        {
            _finished.Add(row.Cell, row);
            if (Stopwatch.GetElapsedTime(_lastWrite) > TimeBetweenWrites)
            {
                WeakLabelResults.Write(options.ResultsPath, Rows(cells));
                _lastWrite = Stopwatch.GetTimestamp();
            }
        }
    }

    private List<WeakLabelRow> Rows(List<WeakLabelCell> cells) =>
        [.. cells.Where(_finished.ContainsKey).Select(cell => _finished[cell])];

    private Dictionary<string, IReadOnlyList<WeakLabelComparison>> Comparisons(List<WeakLabelRow> rows) =>
        options.Experiment == WeakLabelExperiment.Table
            ? WeakLabelTables.Measures.ToDictionary(
                measure => measure.Name,
                measure => (IReadOnlyList<WeakLabelComparison>)
                [
                    .. options.Methods.Skip(1).Select(method => WeakLabelComparison.Of(rows, options.Methods[0], method, measure.Of))
                        .OfType<WeakLabelComparison>(),
                ])
            : [];
}
