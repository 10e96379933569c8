using System.Text.Json.Serialization;

namespace ActiveAnomaly.Tool.Evaluation;

/// <summary>What evaluate writes with --model and --json.</summary>
internal sealed record ModelEvaluationDocument(string Model, IReadOnlyList<MeasuredDataSet> DataSets)
{
    [JsonPropertyOrder(-1)]
    public string Command => "evaluate";
}

/// <summary>What a model's scores of a table are worth; all measures are of the labelled rows.</summary>
internal sealed record MeasuredDataSet(
    string Name,
    int Rows,
    int Normal,
    int Abnormal,
    double RocAuc,
    double AveragePrecision,
    IReadOnlyList<PrecisionAt> PrecisionAt,
    float Threshold,
    Confusion Confusion,
    ProbabilityQuality? Probability);

/// <summary>The abnormal share of the k rows of the highest scores; of equal scores the row that comes first counts first.</summary>
internal sealed record PrecisionAt(int K, double Precision);

/// <summary>
/// How good the model's probabilities are: the mean of (p - y)^2 and that of -ln p of what a row is, y being 1 for abnormal rows and 0 for
/// others, and p taken for at least 10^-6.
/// </summary>
internal sealed record ProbabilityQuality(double Brier, double LogLoss);

/// <summary>How many rows were flagged (positive) or not, and whether that was right by their labels.</summary>
internal sealed record Confusion(int TruePositives, int FalsePositives, int TrueNegatives, int FalseNegatives);
