namespace ActiveAnomaly.Objectives;

/// <summary>
/// What is left out of RoSAS, to see what it is worth: for experiments, such as the paper's table of ablations. Nobody's detector is better
/// for it.
/// </summary>
public enum RosasAblation
{
    /// <summary>Nothing: the method.</summary>
    None = 0,

    /// <summary>The continuous targets of mixed rows: they are 1 where positive, else -1 (the paper's L_dis).</summary>
    ContinuousTargets = 1,

    /// <summary>Mixed rows and their regression: DevNet's deviation loss of a score without a bound is in their place (L_dev).</summary>
    RegressionForDeviation = 2,

    /// <summary>Mixed rows: rows are regressed on -1 and 1 as they are (L_reg).</summary>
    MixedRows = 3,

    /// <summary>The triplet loss of the embeddings.</summary>
    EmbeddingLoss = 4,

    /// <summary>That mixed rows score as their parts' mix, the second half of the score loss.</summary>
    Consistency = 5,
}
