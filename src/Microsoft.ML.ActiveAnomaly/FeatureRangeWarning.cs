using System.Globalization;
using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.ActiveAnomaly;

/// <summary>Warns of features that lie outside the range that a detector can make use of (<see cref="IFeatureRange"/>).</summary>
internal static class FeatureRangeWarning
{
    /// <summary>
    /// How far outside is still inside: a scaler computes (x - min) * (1 / (max - min)) in Single, three roundings of at most 2^-24 each.
    /// </summary>
    private const float Tolerance = 4 / 16777216f;

    /// <summary>Writes the first feature that lies outside, with its range and the remedy; nothing when none does.</summary>
    /// <param name="channel">Takes the warning.</param>
    /// <param name="detector">The detector.</param>
    /// <param name="pool">What it is to be trained on.</param>
    /// <param name="featureColumnName">Where that comes from.</param>
    public static void Write(IChannel channel, Detector detector, FeatureMatrix pool, string featureColumnName)
    {
        if (!detector.TryGet<IFeatureRange>(out var range))
        {
            return;
        }

        var (lowest, highest) = Ranges(pool);
        for (var feature = 0; feature < lowest.Length; feature++)
        {
            if (lowest[feature] < range.LowestFeature - Tolerance || highest[feature] > range.HighestFeature + Tolerance)
            {
                var name = pool.FeatureNames?[feature] is { Length: > 0 } given ? $" ('{given}')" : string.Empty;
                channel.Warning(MessageSensitivity.Schema | MessageSensitivity.UserData, string.Create(
                    CultureInfo.InvariantCulture,
                    $"Feature {feature}{name} runs from {lowest[feature]} to {highest[feature]}; {detector.Name} learns from features "
                    + $"{Words(range)}, and little from others. Scale the features before: "
                    + $"PrepareFeatures(..., {nameof(FeatureScaling)}.{nameof(FeatureScaling.MinMax)}), or "
                    + $"NormalizeMinMax(\"{featureColumnName}\", fixZero: false)."));
                return;
            }
        }
    }

    private static string Words(IFeatureRange range) => range.HighestFeature < float.MaxValue
        ? string.Create(CultureInfo.InvariantCulture, $"in [{range.LowestFeature}, {range.HighestFeature}]")
        : string.Create(CultureInfo.InvariantCulture, $"of {range.LowestFeature} and more");

    private static (float[] Lowest, float[] Highest) Ranges(FeatureMatrix pool)
    {
        var (lowest, highest) = (new float[pool.FeatureCount], new float[pool.FeatureCount]);
        for (var row = 0; row < pool.RowCount; row++)
        {
            var features = pool.Row(row);
            for (var i = 0; i < features.Length; i++)
            {
                lowest[i] = row == 0 ? features[i] : MathF.Min(lowest[i], features[i]);
                highest[i] = row == 0 ? features[i] : MathF.Max(highest[i], features[i]);
            }
        }

        return (lowest, highest);
    }
}
