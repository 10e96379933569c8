namespace ActiveAnomaly.Detectors.OneClass;

/// <summary>Which rows' codes the centre is the mean of.</summary>
public enum CenterRows
{
    /// <summary>All rows of the pool.</summary>
    All = 0,

    /// <summary>The rows of one epoch's minibatches, without the last, partial one (the authors' program).</summary>
    FullMinibatches = 1,
}
