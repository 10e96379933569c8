namespace ActiveAnomaly.Cluster.Work;

/// <summary>How an item of work is.</summary>
internal enum WorkState
{
    /// <summary>It is not known on this silo, or was stopped: whoever wants it has it done elsewhere.</summary>
    Gone = 0,

    /// <summary>It waits, or is being done.</summary>
    Running = 1,

    /// <summary>It is done, and its result goes on in the next part.</summary>
    Part = 2,

    /// <summary>It is done, and this is the end of its result.</summary>
    Done = 3,

    /// <summary>It failed, and would elsewhere.</summary>
    Failed = 4,
}
