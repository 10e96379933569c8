namespace ActiveAnomaly.Kernels;

/// <summary>The constants of the exponential function, shared by all its implementations.</summary>
internal static class Exponential
{
    public const float Lowest = -87.3f;
    public const float Highest = 88.3f;
    public const float Log2E = 1.44269504f;

    /// <summary>1.5 * 2^23: adding and subtracting it rounds to the nearest integer.</summary>
    public const float RoundingShift = 12582912f;

    /// <summary>ln 2 with its last 9 bits zero, so that n times it is exact.</summary>
    public const float Ln2High = 0.693359375f;

    /// <summary>ln 2 minus <see cref="Ln2High"/>.</summary>
    public const float Ln2Low = -2.12194440e-4f;

    public const float C2 = 1f / 2f;
    public const float C3 = 1f / 6f;
    public const float C4 = 1f / 24f;
    public const float C5 = 1f / 120f;
    public const float C6 = 1f / 720f;
    public const float C7 = 1f / 5040f;
}
