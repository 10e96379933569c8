namespace ActiveAnomaly.Tool.Benchmark;

/// <summary>How far a silo is with cells that it runs one after the other.</summary>
internal sealed class BatchProgress
{
    private int _finishedStageCount;
    private int _stageCount;

    /// <summary>Gets or sets the silo that has them.</summary>
    public string Silo { get; set; } = string.Empty;

    /// <summary>Gets the number of cells whose results are there.</summary>
    public int FinishedCount { get; private set; }

    /// <summary>Takes down the number of stages trained; those of finished cells count, though they are trained again.</summary>
    /// <returns>How many more there are than before; below zero for fewer.</returns>
    public int SetStageCount(int count)
    {
        var before = _stageCount;
        _stageCount = Math.Max(count, _finishedStageCount);
        return _stageCount - before;
    }

    /// <summary>Takes down that a cell is finished.</summary>
    /// <param name="stageCount">The number of its stages.</param>
    /// <returns>How many more stages are trained than before.</returns>
    public int Finish(int stageCount)
    {
        FinishedCount++;
        _finishedStageCount += stageCount;
        return SetStageCount(_stageCount);
    }
}
