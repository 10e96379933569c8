namespace Microsoft.ML.ActiveAnomaly;

/// <summary>Finds out, by the first of a column's different values, whether features, which are Single, tell them apart.</summary>
/// <remarks>
/// A thousand are enough to see that digits are lost that matter, and memory does not grow with the rows. Among a thousand random values
/// hardly two are the same as Single by chance.
/// </remarks>
internal sealed class RoundingSample
{
    private const int MostValues = 1000;

    /// <summary>One value in so many may be lost.</summary>
    private const int HarmlessPart = 100;

    private readonly HashSet<double> _values = [];
    private readonly Dictionary<float, double> _firstOf = [];

    /// <summary>Gets how many different values were looked at.</summary>
    public int DifferentCount => _values.Count;

    /// <summary>Gets how many of them are different as Single.</summary>
    public int LeftCount => _firstOf.Count;

    /// <summary>Gets two values that become the same, or null.</summary>
    public (double First, double Second)? Merged { get; private set; }

    /// <summary>Gets a value indicating whether more values are lost than chance explains.</summary>
    public bool IsHarmful => HarmlessPart * (DifferentCount - LeftCount) > DifferentCount;

    /// <summary>Gets a value indicating whether all values are whole numbers.</summary>
    public bool IsWhole => _values.All(value => value == Math.Floor(value));

    /// <summary>Gets the smallest value.</summary>
    public double Smallest => _values.Min();

    /// <summary>Adds the next row's value; one that is missing is left out.</summary>
    public void Add(double value)
    {
        if (!double.IsFinite(value) || _values.Count == MostValues || !_values.Add(value))
        {
            return;
        }

        if (!_firstOf.TryAdd((float)value, value))
        {
            Merged ??= (_firstOf[(float)value], value);
        }
    }
}
