using System.Text.Json.Serialization;
using ActiveAnomaly.Tables;

namespace ActiveAnomaly.Tool.Training;

/// <summary>What train writes with --json.</summary>
/// <param name="Table">The table's name.</param>
/// <param name="Rows">The number of its rows.</param>
/// <param name="Features">The number of features that its columns became.</param>
/// <param name="Normal">The number of rows labelled normal.</param>
/// <param name="Abnormal">The number of rows labelled abnormal.</param>
/// <param name="Detector">The method.</param>
/// <param name="Seed">The seed.</param>
/// <param name="LabelsUsed">Whether the method learnt from labels: it can, and there were some.</param>
/// <param name="Scaled">Whether the features were scaled to [0, 1].</param>
/// <param name="TrainingRocAuc">The area under the ROC curve of the labelled training rows; NaN without labels of both kinds.</param>
/// <param name="Threshold">The score above which a row is flagged.</param>
/// <param name="FalseAlarmRate">The share of normal rows that may lie above it; null where that was not asked for.</param>
/// <param name="HasProbability">Whether the model says how probable it is that a row is abnormal.</param>
/// <param name="Flagged">How many training rows are.</param>
/// <param name="ColumnWeights">What the columns weigh, the largest first; null where they count alike, or the method weighs none.</param>
/// <param name="Model">The path of the model.</param>
internal sealed record TrainDocument(
    string Table,
    int Rows,
    int Features,
    int Normal,
    int Abnormal,
    string Detector,
    long Seed,
    bool LabelsUsed,
    bool Scaled,
    double TrainingRocAuc,
    float Threshold,
    double? FalseAlarmRate,
    bool HasProbability,
    int Flagged,
    IReadOnlyList<ColumnWeight>? ColumnWeights,
    string Model)
{
    [JsonPropertyOrder(-1)]
    public string Command => "train";
}
