using System.Text.Json.Serialization;

namespace ActiveAnomaly.Tool.WeakLabels;

/// <summary>What one method came to in one run of an experiment: a line of the results file.</summary>
internal sealed record WeakLabelRow
{
    /// <summary>Gets the experiment's name, such as table.</summary>
    public required string Experiment { get; init; }

    public required string Dataset { get; init; }

    public required string Method { get; init; }

    /// <summary>Gets what the experiment varies, such as contamination; empty where nothing is.</summary>
    public required string Setting { get; init; }

    /// <summary>Gets the value that it has, a number or a name; empty where nothing is varied.</summary>
    public required string Value { get; init; }

    /// <summary>Gets the run, from 1: the split, the labels and the detector's seed.</summary>
    public required int Run { get; init; }

    /// <summary>Gets the area under the ROC curve of the test rows.</summary>
    public required double AucRoc { get; init; }

    /// <summary>Gets the area under the curve of precision over recall by trapezoids, which the papers print.</summary>
    public required double AucPr { get; init; }

    /// <summary>Gets the average precision.</summary>
    public required double AveragePrecision { get; init; }

    /// <summary>Gets the seconds of training, which ends with the scores of the training rows, of which the threshold is taken.</summary>
    public required double TrainSeconds { get; init; }

    /// <summary>Gets the seconds of scoring the test rows.</summary>
    public required double ScoreSeconds { get; init; }

    /// <summary>Gets the number of training rows.</summary>
    public required int Rows { get; init; }

    /// <summary>Gets the number of features that are not constant.</summary>
    public required int Features { get; init; }

    /// <summary>Gets the number of labelled anomalies.</summary>
    public required int Labelled { get; init; }

    /// <summary>Gets the share of anomalies among the unlabelled training rows.</summary>
    public required double Contamination { get; init; }

    /// <summary>Gets the cell that the row is the result of.</summary>
    [JsonIgnore]
    public WeakLabelCell Cell => new(Dataset, Method, Setting, Value, Run);
}
