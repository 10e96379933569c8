namespace ActiveAnomaly.Detectors;

/// <summary>What models with a soft boundary can do: say how far it lies from the centre.</summary>
public interface IRadius
{
    /// <summary>Gets the radius of the boundary around normal rows, in units of distance (the root of a score).</summary>
    float Radius { get; }
}
