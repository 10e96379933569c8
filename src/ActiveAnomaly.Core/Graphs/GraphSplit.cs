namespace ActiveAnomaly.Graphs;

/// <summary>Which rows the splits of trees send to the left.</summary>
public enum GraphSplit
{
    /// <summary>Those whose feature is at most the threshold.</summary>
    AtMost = 0,

    /// <summary>Those whose feature is less than the threshold.</summary>
    LessThan = 1,
}
