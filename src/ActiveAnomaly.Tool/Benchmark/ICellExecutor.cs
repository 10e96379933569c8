namespace ActiveAnomaly.Tool.Benchmark;

/// <summary>Runs cells of the grid. The results are the same bits wherever they are run.</summary>
internal interface ICellExecutor
{
    /// <summary>Runs cells, several at a time.</summary>
    /// <param name="cells">The cells.</param>
    /// <param name="trained">
    /// Is told how many more stages are trained than before; below zero for those that were lost. Any thread may call.
    /// </param>
    /// <param name="finished">Takes each result as soon as it is there. Any thread may call.</param>
    /// <param name="cancellationToken">Cancels: what is finished has been handed over.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <remarks>The first cell that fails ends the others, with its exception or its message.</remarks>
    void Run(
        IReadOnlyList<OpenCell> cells, Action<int> trained, Action<CellResult> finished, CancellationToken cancellationToken);
}
