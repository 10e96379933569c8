namespace ActiveAnomaly.Explanations;

/// <summary>The share of the orders of a + b + 1 features in which a certain one comes after a certain a and before the b others.</summary>
internal static class ShapleyWeight
{
    /// <summary>Computes a! b! / (a + b + 1)!, without factorials: 1 / ((a + b + 1) times (a + b over a)).</summary>
    /// <param name="before">a, at least 0.</param>
    /// <param name="after">b, at least 0.</param>
    public static double Of(int before, int after)
    {
        var choices = 1.0;
        for (var i = 1; i <= Math.Min(before, after); i++)
        {
            choices *= (before + after + 1.0 - i) / i;
        }

        return 1 / ((before + after + 1) * choices);
    }
}
