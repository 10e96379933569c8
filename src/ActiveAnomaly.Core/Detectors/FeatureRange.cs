namespace ActiveAnomaly.Detectors;

/// <summary>A range of features.</summary>
internal sealed record FeatureRange(float LowestFeature, float HighestFeature) : IFeatureRange
{
    /// <summary>What a sigmoid can give.</summary>
    public static readonly FeatureRange Sigmoid = new(0, 1);

    /// <summary>What a rectifier can give.</summary>
    public static readonly FeatureRange Rectifier = new(0, float.MaxValue);

    /// <summary>The range that suits all of several detectors, or null where any range does.</summary>
    public static FeatureRange? Of(IEnumerable<Detector> detectors)
    {
        FeatureRange? common = null;
        foreach (var detector in detectors)
        {
            if (detector.TryGet<IFeatureRange>(out var range))
            {
                common = common is null
                    ? new FeatureRange(range.LowestFeature, range.HighestFeature)
                    : new FeatureRange(
                        MathF.Max(common.LowestFeature, range.LowestFeature), MathF.Min(common.HighestFeature, range.HighestFeature));
            }
        }

        return common;
    }
}
