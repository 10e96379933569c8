namespace ActiveAnomaly.Trees;

/// <summary>A split: rows whose feature is at most the threshold go to the left. Eight bytes, so that scoring loads it at once.</summary>
/// <param name="Threshold">The threshold.</param>
/// <param name="Feature">The feature's index.</param>
internal readonly record struct IsolationSplit(float Threshold, int Feature)
{
    /// <summary>Gets a split that passes every finite row to the left.</summary>
    public static IsolationSplit AllLeft => new(float.MaxValue, 0);
}
