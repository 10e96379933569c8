namespace ActiveAnomaly.Onnx;

/// <summary>What an ONNX file says beside the score.</summary>
public sealed record OnnxExportOptions
{
    /// <summary>
    /// Gets the features' names, one a feature, in their order; null where they are not known. The file says them in its metadata, for
    /// whoever scores with it.
    /// </summary>
    public IReadOnlyList<string>? FeatureNames { get; init; }

    /// <summary>Gets the version of ONNX's operator set that the file uses, from 12 to 21; 17 by default.</summary>
    public int OperatorSetVersion { get; init; } = DefaultOperatorSetVersion;

    /// <summary>The operator set used by default, of 2022: ONNX Runtime 1.12 and all later ones know it.</summary>
    public const int DefaultOperatorSetVersion = 17;

    private static string NamesParameter => "options." + nameof(FeatureNames);

    internal void Validate(int featureCount)
    {
        OperatorSets.Require(OperatorSetVersion, "options." + nameof(OperatorSetVersion));
        if (FeatureNames is not null && FeatureNames.Count != featureCount)
        {
            throw new ArgumentException(
                $"FeatureNames has {FeatureNames.Count} names; the model has {featureCount} features. Give one name a feature.",
                NamesParameter);
        }

        if (FeatureNames?.Any(string.IsNullOrEmpty) == true)
        {
            throw new ArgumentException(
                $"Name {FeatureNames.ToList().FindIndex(string.IsNullOrEmpty)} of FeatureNames is empty; every feature has a name.",
                NamesParameter);
        }
    }
}
