namespace ActiveAnomaly.Tool.Benchmark;

/// <summary>Runs cells of the grid. The results are the same bits wherever they are run.</summary>
internal interface ICellExecutor
{
    /// <summary>Runs cells, several at a time.</summary>
    /// <param name="cells">The cells.</param>
    /// <param name="trained">
    /// Is told how many stages of a cell are trained, the cell by its place among the cells; fewer than before where they are trained
    /// again. Any thread may call.
    /// </param>
    /// <param name="finished">Takes each result as soon as it is there. Any thread may call.</param>
    /// <param name="cancellationToken">Cancels: what is finished has been handed over.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <remarks>The first cell that fails ends the others, with its exception or its message.</remarks>
    void Run(
        IReadOnlyList<OpenCell> cells, Action<int, int> trained, Action<CellResult> finished, CancellationToken cancellationToken);
}
