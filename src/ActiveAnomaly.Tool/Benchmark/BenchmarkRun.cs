using System.Diagnostics;
using System.Globalization;
using System.Runtime.ExceptionServices;
using ActiveAnomaly.Tool.Input;
using ActiveAnomaly.Tool.Reporting;
using Spectre.Console;

namespace ActiveAnomaly.Tool.Benchmark;

/// <summary>Runs the grid, several cells at a time; cancelling keeps what is finished.</summary>
internal sealed class BenchmarkRun(BenchmarkOptions options, CommandOutput output)
{
    private static readonly TimeSpan TimeBetweenWrites = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly Dictionary<BenchmarkCell, CellResult> _finished = [];
    private readonly ResultsFile _file = new(options.ResultsPath, options.Settings);
    private readonly List<BenchmarkRow> _others = [];
    private long _lastWrite = Stopwatch.GetTimestamp();

    /// <summary>Runs all cells, then prints and writes what there is.</summary>
    /// <returns>False when the run was cancelled.</returns>
    public bool Run(CancellationToken cancellationToken)
    {
        if (!options.Losses.Any(loss => options.Queries.Any(query => BenchmarkMethods.Fits(loss, query))))
        {
            throw new UsageException(
                $"None of the losses {string.Join(", ", options.Losses)} goes with any of the queries "
                + $"{string.Join(", ", options.Queries)}: db needs a soft boundary, margin needs balif, and "
                + "methods that learn from no label go with none only.");
        }

        var datasets = Load(cancellationToken);
        List<BenchmarkCell> cells = [.. Cells(datasets.Keys)];
        if (options.Resume)
        {
            Recall(cells);
        }

        var open = cells.Where(cell => !_finished.ContainsKey(cell)).ToList();
        var sizes = datasets.Values.Select(dataset => $"{dataset.Name} {dataset.Rows.RowCount} x {dataset.Rows.FeatureCount}");
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{cells.Count} runs ({string.Join(", ", sizes)}; {options.Settings}); "
            + $"{cells.Count - open.Count} finished before, {options.JobCount} at a time."));
        bool complete;
        try
        {
            complete = RunAll(open, datasets, cancellationToken);
        }
        finally
        {
            _file.Write(_others.Concat(Rows(cells)));
        }

        var rows = Rows(cells);
        BenchmarkTables.Write(output.Console, rows);
        if (rows.Select(row => (row.Loss, row.Query, row.PseudoAbnormal)).Distinct().Count() > 1)
        {
            BenchmarkSummary.Write(output.Console, rows);
        }

        output.WriteLine($"Results: {Path.GetFullPath(options.ResultsPath)}");
        if (options.ReportPath is { } report)
        {
            HtmlReport.Write(Report(cells, rows), report);
            output.WriteLine($"Report:  {Path.GetFullPath(report)}");
        }

        output.WriteDocument(new BenchmarkDocument(
            complete,
            options.Settings,
            [.. rows.Select(StageDocument.Of)],
            Path.GetFullPath(options.ResultsPath),
            options.ReportPath is null ? null : Path.GetFullPath(options.ReportPath)));
        return complete;
    }

    private Dictionary<string, BenchmarkDataset> Load(CancellationToken cancellationToken)
    {
        var datasets = new Dictionary<string, BenchmarkDataset>();
        foreach (var name in options.Datasets)
        {
            var dataset = BenchmarkDataset.Load(
                name, options.DataPlaces, options.Table, output.Console.WriteUnderstood, cancellationToken);
            if (!datasets.TryAdd(dataset.Name, dataset))
            {
                throw new InputException($"Two data sets are called '{dataset.Name}'; results go by that name. Rename one of the files.");
            }
        }

        return datasets;
    }

    private IEnumerable<BenchmarkCell> Cells(IEnumerable<string> datasets) =>
        from dataset in datasets
        from loss in options.Losses
        from query in options.Queries
        where BenchmarkMethods.Fits(loss, query)
        let pseudo = options.PseudoAbnormal ?? BenchmarkMethods.UsesPseudoAbnormalRows(loss, query, options.Preset)
        from seed in Enumerable.Range(1, options.SeedCount)
        select new BenchmarkCell(dataset, loss, query, pseudo, seed);

    private void Recall(List<BenchmarkCell> cells)
    {
        var wanted = cells.ToHashSet();
        foreach (var run in _file.Read().GroupBy(row => new BenchmarkCell(row.Dataset, row.Loss, row.Query, row.PseudoAbnormal, row.Seed)))
        {
            if (wanted.Contains(run.Key))
            {
                _finished.Add(run.Key, new CellResult(run.Key, [.. run], [], null));
            }
            else
            {
                // Runs that this grid does not ask for stay in the file.
                _others.AddRange(run);
            }
        }
    }

    private bool RunAll(List<BenchmarkCell> open, Dictionary<string, BenchmarkDataset> datasets, CancellationToken cancellationToken)
    {
        try
        {
            output.Console.Progress()
                .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
                .AutoClear(true)
                .Start(context =>
            {
                var bar = context.AddTask("Stages", maxValue: Math.Max(1, open.Count * (options.StageCount + 1)));
                var runner = new CellRunner(options);
                Parallel.ForEach(
                    open,
                    new ParallelOptions { MaxDegreeOfParallelism = options.JobCount, CancellationToken = cancellationToken },
                    cell => Keep(runner.Run(cell, datasets[cell.Dataset], IsShown(cell), () => bar.Increment(1), cancellationToken)));
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

    /// <summary>Tells whether the report shows this run itself: one a data set and loss, so that it stays readable.</summary>
    private bool IsShown(BenchmarkCell cell) => options.ReportPath is not null && cell.Seed == 1
        && cell.Query == options.Queries.Last(query => BenchmarkMethods.Fits(cell.Loss, query));

    private void Keep(CellResult result)
    {
        lock (_lock)
        {
            _finished.Add(result.Cell, result);
            if (Stopwatch.GetElapsedTime(_lastWrite) > TimeBetweenWrites)
            {
                _file.Write(_others.Concat(_finished.Values.SelectMany(finished => finished.Rows)));
                _lastWrite = Stopwatch.GetTimestamp();
            }
        }
    }

    /// <summary>The finished rows in the order of the grid, whatever order they finished in.</summary>
    private List<BenchmarkRow> Rows(List<BenchmarkCell> cells) => [.. Finished(cells).SelectMany(result => result.Rows)];

    private IEnumerable<CellResult> Finished(List<BenchmarkCell> cells) =>
        cells.Where(_finished.ContainsKey).Select(cell => _finished[cell]);

    private ReportModel Report(List<BenchmarkCell> cells, List<BenchmarkRow> rows) =>
        ResultsReport.Of(rows, "Active anomaly detection: benchmark", options.Settings) with
        {
            Profiles = [.. Finished(cells).SelectMany(result => result.Profiles)],
            Maps = [.. Finished(cells).Select(result => result.Map).OfType<CodeMap>()],
        };
}
