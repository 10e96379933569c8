namespace ActiveAnomaly.Kernels;

/// <summary>The distances of rows from a panel.</summary>
public enum PanelDistance
{
    Squared = 0,
    Manhattan = 1,
    WeightedManhattan = 2,
}
