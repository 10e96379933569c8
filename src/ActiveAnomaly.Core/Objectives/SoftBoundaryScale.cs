namespace ActiveAnomaly.Objectives;

/// <summary>The scale of the soft-boundary loss. It matters only beside another term, such as NCE.</summary>
public enum SoftBoundaryScale
{
    /// <summary>R^2 + (1 / nu) * mean of max(0, s - R^2): the authors' program, and Ruff et al.</summary>
    Program = 0,

    /// <summary>nu times that: the paper's Eq. 1.</summary>
    Paper = 1,
}
