using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.ExceptionServices;
using ActiveAnomaly.Tool.Benchmark;
using ActiveAnomaly.Tool.Input;
using ActiveAnomaly.Tool.Results;
using Spectre.Console;

namespace ActiveAnomaly.Tool.WeakLabels;

/// <summary>Runs an experiment, several cells at a time; cancelling keeps what is finished.</summary>
internal sealed class WeakLabelsRun(WeakLabelsOptions options, CommandOutput output)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<WeakLabelCell, WeakLabelRow> _finished = [];

    /// <summary>What the file holds of runs that are made again; it stays until they are finished.</summary>
    private readonly Dictionary<WeakLabelCell, WeakLabelRow> _earlier = [];
    private readonly ResultsFile<WeakLabelRow> _file = new(options.ResultsPath, WeakLabelResults.Schema, options.Settings);
    private readonly List<WeakLabelRow> _others = [];
    private WeakLabelOrder _order = new([], [], isOfRosas: false);
    private Action _askToWrite = static () => { };

    /// <summary>Runs all cells, then prints and writes what there is.</summary>
    /// <returns>False when the run was cancelled.</returns>
    public bool Run(CancellationToken cancellationToken)
    {
        var found = Find();
        using var outputs = new OutputClaims();
        outputs.AddFile("--output", options.ResultsPath, found.Select(dataset => dataset.Path), kind: null);
        var before = _file.Read();
        _file.RequireDifferent(before, row => row.Cell);
        var datasets = found.Select(dataset => WeakLabelDataset.Load(dataset, options, output, cancellationToken))
            .ToDictionary(dataset => dataset.Name);
        _file.NameTables(datasets.Values.Select(dataset => (dataset.Name, BenchmarkDataset.Content(dataset.Rows, dataset.IsAbnormal))));
        IReadOnlyList<string> names = options.Experiment switch
        {
            WeakLabelExperiment.Toys => ToyData.Names,
            WeakLabelExperiment.Scalability => ["synthetic"],
            _ => [.. datasets.Keys],
        };
        var cells = WeakLabelGrid.Cells(options, names);
        if (!options.Resume)
        {
            _file.RequireAsked(before, row => row.Cell, cells, cell => cell.ToString());
        }

        Recall(before, cells);
        List<WeakLabelCell> open = [.. cells.Where(cell => !_finished.ContainsKey(cell))];
        var source = new WeakLabelSource(options, datasets, open);
        source.RequireSplits(open);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{cells.Count} runs on {string.Join(", ", names)} ({options.Settings}); {cells.Count - open.Count} finished before, "
            + $"{options.JobCount} at a time."));
        bool complete;
        var writes = new SpacedWrites(_lock, SpacedWrites.Usual, WriteFile);
        _askToWrite = writes.Ask;
        try
        {
            complete = RunAll(open, source, cancellationToken);
        }
        finally
        {
            writes.Dispose();
            WriteFile();
        }

        if (!complete && _earlier.Count > 0)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"Not made again, and in the file as they were: {_earlier.Count} of its runs."));
        }

        var rows = Rows(cells);
        WeakLabelTables.Write(output.Console, options, rows);
        output.WriteLine($"Results: {Path.GetFullPath(options.ResultsPath)}");
        output.WriteDocument(new WeakLabelsDocument(
            complete,
            options.ExperimentName,
            options.Settings.Pairs.ToDictionary(),
            rows,
            Comparisons(rows),
            Path.GetFullPath(options.ResultsPath)));
        return complete;
    }

    private List<DataSet> Find()
    {
        List<DataSet> found = [.. options.Datasets.Select(name => BenchmarkDataset.Find(name, options.DataPlaces))];
        return found.GroupBy(dataset => dataset.Name).FirstOrDefault(group => group.Count() > 1) is { } twice
            ? throw new InputException($"Two data sets are called '{twice.Key}'; results go by that name. Rename one of the files.")
            : found;
    }

    private void Recall(List<WeakLabelRow> before, List<WeakLabelCell> cells)
    {
        var wanted = cells.ToHashSet();
        _order = new WeakLabelOrder(options.Resume ? [.. before.Select(row => row.Cell)] : [], cells, options.IsOfRosas);
        foreach (var row in before)
        {
            if (wanted.Contains(row.Cell))
            {
                (options.Resume ? _finished : _earlier).Add(row.Cell, row);
            }
            else
            {
                // Runs that this grid does not ask for stay in the file.
                _others.Add(row);
            }
        }
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
                if (options.Experiment == WeakLabelExperiment.Scalability)
                {
                    WarmUp(open, runner, cancellationToken);
                }

                // In order, so that the cells of one split run together and few splits are in memory.
                Parallel.ForEach(
                    Partitioner.Create(open, EnumerablePartitionerOptions.NoBuffering),
                    new ParallelOptions { MaxDegreeOfParallelism = options.JobCount, CancellationToken = cancellationToken },
                    cell =>
                    {
                        Keep(runner.Run(cell, source.Of(cell), cancellationToken));
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

    private void WarmUp(List<WeakLabelCell> open, WeakLabelCellRunner runner, CancellationToken cancellationToken) =>
        ScalabilityWarmUp.Run(open, options.Split, (cell, data) =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            var row = runner.Run(cell, data, cancellationToken);
            output.Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{cell.Method} is warm after {row.TrainSeconds + row.ScoreSeconds:F3} s on "
                + $"{row.Rows} x {row.Features}, which count nowhere."));
        });

    private void Keep(WeakLabelRow row)
    {
        lock (_lock)
        {
            _finished.Add(row.Cell, row);
            _earlier.Remove(row.Cell);
            _askToWrite();
        }
    }

    private void WriteFile() => _file.Write(_order.Of(_others.Concat(_earlier.Values).Concat(_finished.Values)));

    /// <summary>The rows that there are in the order of the grid, whatever order they finished in.</summary>
    private List<WeakLabelRow> Rows(List<WeakLabelCell> cells) =>
        [.. cells.Select(cell => _finished.GetValueOrDefault(cell) ?? _earlier.GetValueOrDefault(cell)).OfType<WeakLabelRow>()];

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
