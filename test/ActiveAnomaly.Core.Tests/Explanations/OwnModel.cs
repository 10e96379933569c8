namespace ActiveAnomaly.Explanations;

/// <summary>A model that says by itself what its features add, rightly or not.</summary>
internal sealed class OwnModel(int featureCount, Func<float[], double> function, Func<float[], float[], double[]> contributions)
    : FunctionModel(featureCount, function), IContributions
{
    void IContributions.AddContributions(ReadOnlySpan<float> row, ReadOnlySpan<float> reference, Span<double> sums)
    {
        var own = contributions(row.ToArray(), reference.ToArray());
        for (var k = 0; k < own.Length; k++)
        {
            sums[k] += own[k];
        }
    }
}
