using System.Globalization;
using ActiveAnomaly.Data;
using ActiveAnomaly.Randomness;
using ActiveAnomaly.Tool.Benchmark;
using ActiveAnomaly.Tool.Input;

namespace ActiveAnomaly.Tool.WeakLabels;

/// <summary>A data set as it is, unscaled, with the truth.</summary>
/// <param name="Name">Its name in results.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="IsAbnormal">The truth, one value a row.</param>
internal sealed record WeakLabelDataset(string Name, FeatureMatrix Rows, bool[] IsAbnormal)
{
    /// <summary>Gets the data sets that "all" stands for: those of the paper's table that are public in the form that it used.</summary>
    public static IReadOnlyList<string> AllNames { get; } = ["thyroid-21f", "cover", "letter", "pendigits", "donors"];

    /// <summary>Loads a data set.</summary>
    public static WeakLabelDataset Load(
        DataSet dataset, WeakLabelsOptions options, CommandOutput output, CancellationToken cancellationToken)
    {
        var read = BenchmarkDataset.Load(dataset, options.Table, output.Console.WriteUnderstood, cancellationToken, scaled: false);
        return new WeakLabelDataset(read.Name, read.Rows, read.IsAbnormal).Sampled(options.Sample);
    }

    /// <summary>
    /// Draws rows, of each kind the same share; the draw depends on their number only. The name then ends in that number.
    /// </summary>
    /// <param name="count">The number of rows; null, or no fewer than there are, keeps all.</param>
    public WeakLabelDataset Sampled(int? count)
    {
        if (count is not { } wanted || wanted >= IsAbnormal.Length)
        {
            return this;
        }

        var abnormal = Kind(isAbnormal: true);
        var normal = Kind(isAbnormal: false);
        var abnormalCount = (int)Math.Round((double)wanted * abnormal.Length / IsAbnormal.Length, MidpointRounding.AwayFromZero);
        var random = new SeededRandom(0).Derive("sample");
        int[] rows =
        [
            .. random.Derive("normal").Sample(normal, wanted - abnormalCount)
                .Concat(random.Derive("abnormal").Sample(abnormal, abnormalCount)).Order(),
        ];
        return new WeakLabelDataset(
            string.Create(CultureInfo.InvariantCulture, $"{Name}-{wanted}"), Rows.Select(rows), [.. rows.Select(row => IsAbnormal[row])]);
    }

    /// <summary>Makes the split of a run.</summary>
    public WeakLabelData Split(WeakLabelOptions options, int run)
    {
        try
        {
            return WeakLabelData.Of(WeakLabelSplit.Of(Rows, IsAbnormal, options, new SeededRandom(run).Derive("weak labels")));
        }
        catch (FeatureDataException exception)
        {
            throw new InputException($"The data set '{Name}' does not fit the experiment. {exception.Message}");
        }
    }

    private int[] Kind(bool isAbnormal) => [.. Enumerable.Range(0, IsAbnormal.Length).Where(row => IsAbnormal[row] == isAbnormal)];
}
