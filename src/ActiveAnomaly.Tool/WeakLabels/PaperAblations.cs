namespace ActiveAnomaly.Tool.WeakLabels;

/// <summary>AUC-PR of RoSAS and its ablations as Xu et al. (2023) print it, with the early stop of their program.</summary>
internal static class PaperAblations
{
    private static readonly string[] Variants =
        [RosasVariants.Whole, "L_dis", "L_dev", "L_reg", "no_embedding_loss", "no_consistency"];

    private static readonly Dictionary<string, double[]> Figures = new()
    {
        ["thyroid-21f"] = [0.839, 0.623, 0.543, 0.777, 0.812, 0.833],
        ["cover"] = [0.983, 0.980, 0.982, 0.973, 0.985, 0.983],
        ["letter"] = [0.501, 0.433, 0.417, 0.333, 0.372, 0.494],
        ["pendigits"] = [0.995, 0.990, 0.987, 0.978, 0.999, 0.994],
        ["donors"] = [1, 1, 1, 1, 1, 1],
    };

    /// <summary>Gives a figure; NaN where the paper has none that is known.</summary>
    /// <param name="dataset">The data set's name in results; a number of rows drawn of it, behind a dash, counts for nothing.</param>
    /// <param name="variant">The value of the ablation.</param>
    public static double Of(string dataset, string variant) =>
        Figures.FirstOrDefault(pair => dataset == pair.Key || IsSample(dataset, pair.Key)).Value is { } figures
            ? figures[Array.IndexOf(Variants, variant)]
            : double.NaN;

    private static bool IsSample(string dataset, string name) =>
        dataset.StartsWith(name + "-", StringComparison.Ordinal) && int.TryParse(dataset.AsSpan(name.Length + 1), out _);
}
