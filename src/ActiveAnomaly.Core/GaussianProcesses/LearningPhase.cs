namespace ActiveAnomaly.GaussianProcesses;

/// <summary>What learning a pool and its answers goes through, in order; a pool that is known already begins with its answers.</summary>
internal enum LearningPhase
{
    /// <summary>The detectors of the prior learn and score the rows.</summary>
    Prior = 0,

    /// <summary>Their scores become ranks, and the rows are embedded.</summary>
    Ranks = 1,

    /// <summary>What features weigh is learnt from the answers.</summary>
    Weights = 2,

    /// <summary>The answers are taken in.</summary>
    Answers = 3,

    /// <summary>All rows are scored.</summary>
    Scoring = 4,
}
