namespace ActiveAnomaly.Tables.Understanding;

/// <summary>The words of labels whose meaning is known, in any capitals.</summary>
internal static class LabelWords
{
    /// <summary>Pairs of words that are used together.</summary>
    public static readonly (string[] Normal, string[] Abnormal)[] Families =
    [
        (["0"], ["1"]),
        (["false"], ["true"]),
        (["normal", "inlier"], ["abnormal", "anomaly", "anomalous", "outlier"]),
    ];
}
