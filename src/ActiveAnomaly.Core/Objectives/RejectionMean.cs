namespace ActiveAnomaly.Objectives;

/// <summary>What the mean of a base loss divides by when some rows of a minibatch do not count.</summary>
public enum RejectionMean
{
    /// <summary>All rows of the minibatch (the authors' program).</summary>
    AllRows = 0,

    /// <summary>The rows that count (the paper).</summary>
    CountedRows = 1,
}
