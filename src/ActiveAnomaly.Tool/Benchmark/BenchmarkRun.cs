using System.Globalization;
using ActiveAnomaly.Labeling.Clustering;
using ActiveAnomaly.Tool.Clustering;
using ActiveAnomaly.Tool.Input;
using ActiveAnomaly.Tool.Reporting;
using ActiveAnomaly.Tool.Results;
using Spectre.Console;

namespace ActiveAnomaly.Tool.Benchmark;

/// <summary>Runs the grid, several cells at a time; cancelling keeps what is finished.</summary>
internal sealed class BenchmarkRun(BenchmarkOptions options, CommandOutput output)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<BenchmarkCell, CellResult> _finished = [];
    private readonly ResultsFile<BenchmarkRow> _file = new(options.ResultsPath, BenchmarkResults.Schema, options.Settings);
    private readonly List<BenchmarkRow> _others = [];
    private Dictionary<string, int> _datasetPlaces = [];
    private Dictionary<BenchmarkCell, int> _methodPlaces = [];

    /// <summary>What the file holds of runs that are made again; it stays until they are finished.</summary>
    private readonly Dictionary<BenchmarkCell, List<BenchmarkRow>> _earlier = [];
    private readonly List<BenchmarkCell> _changed = [];
    private Action _askToWrite = static () => { };

    /// <summary>Gets what joins a cluster.</summary>
    public Func<WorkerOptions, CancellationToken, Task<IWorker>> Join { get; init; } = ClusterJoin.JoinAsync;

    /// <summary>Runs all cells, then prints and writes what there is.</summary>
    /// <returns>False when the run was cancelled.</returns>
    public bool Run(CancellationToken cancellationToken)
    {
        RequireConsistent();
        if (!options.Losses.Any(loss => options.Queries.Any(query => BenchmarkMethods.Fits(loss, query))))
        {
            throw new UsageException(
                $"None of the losses {string.Join(", ", options.Losses)} goes with any of the queries "
                + $"{string.Join(", ", options.Queries)}: {BenchmarkMethods.FittingRule}.");
        }

        var found = Find();
        List<BenchmarkCell> cells = [.. Cells(found.Select(dataset => dataset.Name))];
        using var outputs = new OutputClaims();
        Claim(outputs, found, cells);
        var saved = options.SaveFolder is { } saveFolder ? new SavedRunSettings(saveFolder, options.Settings) : null;
        saved?.RequireSame();
        var before = _file.Read();
        _file.RequireDifferent(before, row => (BenchmarkCell.Of(row).FolderName, row.Stage));
        if (!options.Resume)
        {
            _file.RequireAsked(before, BenchmarkCell.Of, cells, cell => cell.FolderName);
        }

        Recall(before, cells);

        var datasets = found.ToDictionary(
            dataset => dataset.Name,
            dataset => BenchmarkDataset.Load(dataset, options.Table, output.Console.WriteUnderstood, cancellationToken));
        List<(string Name, string Content)> tables =
            [.. datasets.Values.Select(dataset => (dataset.Name, BenchmarkDataset.Content(dataset.Rows, dataset.IsAbnormal)))];
        _file.NameTables(tables);
        saved?.Write(tables);
        var open = cells.Where(cell => !_finished.ContainsKey(cell)).ToList();
        var sizes = datasets.Values.Select(dataset => $"{dataset.Name} {dataset.Rows.RowCount} x {dataset.Rows.FeatureCount}");
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{cells.Count} runs ({string.Join(", ", sizes)}; {options.Settings}); "
            + $"{cells.Count - open.Count} finished before, {options.JobCount} at a time"
            + $"{(options.Cluster is null ? string.Empty : " on this machine")}."));
        if (BenchmarkMethods.LeftOut(options.Losses, options.Queries) is { Count: > 0 } leftOut)
        {
            output.WriteLine($"Left out: {string.Join("; ", leftOut)}: {BenchmarkMethods.FittingRule}.");
        }

        if (options.Resume && _earlier.Count > 0)
        {
            output.WriteLine($"{_earlier.Count} finished runs are made again: {MissingParts} are not in the results file.");
        }

        bool complete;
        var writes = new SpacedWrites(_lock, SpacedWrites.Usual, WriteFile);
        _askToWrite = writes.Ask;
        try
        {
            complete = RunAll(open, datasets, cancellationToken);
        }
        finally
        {
            writes.Dispose();
            WriteFile();
        }

        WriteChanged();
        if (!complete && _earlier.Count > 0)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"Not made again, and in the file as they were: {_earlier.Count} of its runs."));
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
            HtmlReport.Write(BenchmarkReport.Page(Report(cells, rows)), report);
            output.WriteLine($"Report:  {Path.GetFullPath(report)}");
        }

        output.WriteDocument(new BenchmarkDocument(
            complete,
            options.Settings.ToString(),
            [.. rows.Select(StageDocument.Of)],
            Path.GetFullPath(options.ResultsPath),
            options.ReportPath is null ? null : Path.GetFullPath(options.ReportPath)));
        return complete;
    }

    private void RequireConsistent()
    {
        if (options.Cluster is null)
        {
            return;
        }

        if (options.SaveFolder is not null)
        {
            throw new UsageException(
                "--save does not go with --cluster: every silo would save its runs in a folder of its own machine. Leave one of them out.");
        }

        if (options.TorchName is not null)
        {
            throw new UsageException(
                $"--cluster runs the managed engine, whose results are the same on every silo, and not {options.TorchName}. Leave --engine "
                + "and --gpu out, or --cluster.");
        }
    }

    private List<DataSet> Find()
    {
        List<DataSet> found = [.. options.Datasets.Select(name => BenchmarkDataset.Find(name, options.DataPlaces))];
        return found.GroupBy(dataset => dataset.Name).FirstOrDefault(group => group.Count() > 1) is { } twice
            ? throw new InputException($"Two data sets are called '{twice.Key}'; results go by that name. Rename one of the files.")
            : found;
    }

    /// <summary>Makes sure, before anything is trained, that all that is asked for can be written.</summary>
    private void Claim(OutputClaims outputs, List<DataSet> datasets, List<BenchmarkCell> cells)
    {
        List<string> inputs = [.. datasets.Select(dataset => dataset.Path)];
        outputs.AddFile("--output", options.ResultsPath, inputs, kind: null);
        if (options.ReportPath is { } report)
        {
            outputs.AddFile("--report", report, [.. inputs, options.ResultsPath], FileKind.Report);
        }

        if (options.SaveFolder is { } folder)
        {
            outputs.AddFolder("--save", folder);
            OutputClaim.RemoveTemporaryFiles(folder, name => name == SavedRunSettings.FileName);
            foreach (var cell in cells)
            {
                RunFiles.RemoveTemporaryFiles(Path.Combine(folder, cell.FolderName));
            }
        }
    }

    private IEnumerable<BenchmarkCell> Cells(IEnumerable<string> datasets) =>
        from dataset in datasets
        from loss in options.Losses
        from query in options.Queries
        where BenchmarkMethods.Fits(loss, query)
        let pseudo = options.PseudoAbnormal ?? BenchmarkMethods.UsesPseudoAbnormalRows(loss, query, options.Preset)
        from seed in Enumerable.Range(1, options.SeedCount)
        select new BenchmarkCell(dataset, loss, query, pseudo, seed);

    private void Recall(List<BenchmarkRow> before, List<BenchmarkCell> cells)
    {
        var wanted = cells.ToHashSet();
        Place(options.Resume ? before : [], cells);
        foreach (var run in before.GroupBy(BenchmarkCell.Of))
        {
            if (wanted.Contains(run.Key) && (!options.Resume || LacksParts(run.Key, run)))
            {
                _earlier.Add(run.Key, [.. run]);
            }
            else if (wanted.Contains(run.Key))
            {
                _finished.Add(run.Key, new CellResult(run.Key, [.. run], null));
            }
            else
            {
                // Runs that this grid does not ask for stay in the file.
                _others.AddRange(run);
            }
        }
    }

    private void Place(List<BenchmarkRow> before, List<BenchmarkCell> cells)
    {
        _datasetPlaces = MergedOrder.Of(before.Select(row => row.Dataset), cells.Select(cell => cell.Dataset));
        _methodPlaces = MergedOrder.Of(before.Select(row => MethodOf(BenchmarkCell.Of(row))), cells.Select(MethodOf));
    }

    private List<BenchmarkRow> Ordered(IEnumerable<BenchmarkRow> rows) =>
    [
        .. rows.OrderBy(row => _datasetPlaces[row.Dataset]).ThenBy(row => _methodPlaces[MethodOf(BenchmarkCell.Of(row))])
            .ThenBy(row => row.Seed).ThenBy(row => row.Stage),
    ];

    private static BenchmarkCell MethodOf(BenchmarkCell cell) => cell with { Dataset = string.Empty, Seed = 0 };

    /// <summary>Tells whether something is asked for of a finished run that the results file does not hold.</summary>
    private bool LacksParts(BenchmarkCell cell, IEnumerable<BenchmarkRow> stages) => IsShown(cell)
        || (options.SaveFolder is { } folder
            && !RunFiles.AreThere(Path.Combine(folder, cell.FolderName), stages.Select(row => row.Stage)));

    private string MissingParts => string.Join(" and ", (string[])
    [
        .. options.ReportPath is null ? [] : (string[])["the maps of the codes that the report shows"],
        .. options.SaveFolder is null ? [] : (string[])["the stages to save"],
    ]);

    private bool RunAll(List<BenchmarkCell> open, Dictionary<string, BenchmarkDataset> datasets, CancellationToken cancellationToken)
    {
        List<OpenCell> cells = [.. open.Select(cell => new OpenCell(cell, datasets[cell.Dataset], IsShown(cell)))];
        try
        {
            // With nothing to run there is nothing to join for.
            if (options.Cluster is { } cluster && cells.Count > 0)
            {
                RunInClusterAsync(cluster, cells, cancellationToken).GetAwaiter().GetResult();
            }
            else
            {
                Run(new LocalCells(options.CellSettings, options.SaveFolder, options.JobCount), cells, cancellationToken);
            }

            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task RunInClusterAsync(WorkerSettings cluster, List<OpenCell> cells, CancellationToken cancellationToken)
    {
        var works = WorkCatalog.Create();
        await using var worker = await Join(cluster.ToOptions(works, options.JobCount), cancellationToken);
        output.WriteLine($"The silos of {worker.Place} run them; this one is {worker.Name}.");

        // Above the bar, which is on the console at the time.
        var executor = new ClusterCells(
            options.CellSettings, worker, works.OfType<BenchmarkWork>().Single().Name, text => output.Console.WriteLine(text));
        try
        {
            Run(executor, cells, cancellationToken);
        }
        finally
        {
            foreach (var line in executor.Shares.Lines())
            {
                output.WriteLine(line);
            }
        }
    }

    private void Run(ICellExecutor executor, List<OpenCell> cells, CancellationToken cancellationToken) =>
        output.Console.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .AutoClear(true)
            .Start(context =>
        {
            var stages = cells.Sum(cell => BenchmarkMethods.Asks(cell.Cell.Query) ? options.StageCount + 1 : 1);
            var bar = context.AddTask("Stages", maxValue: Math.Max(1, stages));
            executor.Run(cells, count => bar.Increment(count), Keep, cancellationToken);
        });

    /// <summary>Tells whether the report shows this run itself: one a data set and loss, so that it stays readable.</summary>
    private bool IsShown(BenchmarkCell cell) => options.ReportPath is not null && cell.Seed == 1
        && cell.Query == options.Queries.Last(query => BenchmarkMethods.Fits(cell.Loss, query))
        && BenchmarkMethods.HasCodes(cell.Loss, options.Detector);

    private void Keep(CellResult result)
    {
        lock (_lock)
        {
            _finished.Add(result.Cell, result);
            if (_earlier.Remove(result.Cell, out var earlier) && options.Resume && !AreSame(earlier, result.Rows))
            {
                _changed.Add(result.Cell);
            }

            _askToWrite();
        }
    }

    private void WriteFile() => _file.Write(Ordered(
        [.. _others, .. _earlier.Values.SelectMany(rows => rows), .. _finished.Values.SelectMany(run => run.Rows)]));

    /// <summary>All but the time of training is the same for the same data, settings and version.</summary>
    private static bool AreSame(List<BenchmarkRow> earlier, IReadOnlyList<BenchmarkRow> now) =>
        earlier.OrderBy(row => row.Stage).Select(row => row with { Seconds = 0 })
            .SequenceEqual(now.Select(row => row with { Seconds = 0 }));

    private void WriteChanged()
    {
        if (_changed.Count > 0)
        {
            output.WriteLine(
                $"{_changed.Count} runs that were made again have other figures than the results file had, {_changed[0].FolderName} first: "
                + "the data, the version or the machine differs. The file has the new figures now. To make all anew, leave out --resume.");
        }
    }

    /// <summary>The finished rows in the order of the grid, whatever order they finished in.</summary>
    private List<BenchmarkRow> Rows(List<BenchmarkCell> cells) =>
        [.. cells.SelectMany(cell => _finished.TryGetValue(cell, out var run) ? run.Rows : _earlier.GetValueOrDefault(cell) ?? [])];

    private IEnumerable<CellResult> Finished(List<BenchmarkCell> cells) =>
        cells.Where(_finished.ContainsKey).Select(cell => _finished[cell]);

    private ReportModel Report(List<BenchmarkCell> cells, List<BenchmarkRow> rows) =>
        ResultsReport.Of(rows, "Active anomaly detection: benchmark", options.Settings) with
        {
            Maps = [.. Finished(cells).Select(result => result.Map).OfType<CodeMap>()],
        };
}
