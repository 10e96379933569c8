using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Persistence;

namespace UserCode;

/// <summary>
/// A detector as a user of the library writes one, of its public members alone: the distance from the centroid of normal
/// rows.
/// </summary>
public sealed record CentroidOptions : DetectorOptions;

public sealed class CentroidDetector(CentroidOptions options) : Detector(options)
{
    public override string Name => "centroid";

    public override bool UsesLabels => true;

    protected override TrainedDetector Train(TrainingRequest request)
    {
        request.CancellationToken.ThrowIfCancellationRequested();
        var centroid = new float[request.Pool.FeatureCount];
        for (var row = 0; row < request.Pool.RowCount; row++)
        {
            var weight = request.Labels[row] == RowLabel.Abnormal ? 0f : 1f / request.Pool.RowCount;
            for (var k = 0; k < centroid.Length; k++)
            {
                centroid[k] += weight * request.Pool.Row(row)[k];
            }
        }

        return Scored(new CentroidModel(centroid), request);
    }
}

public sealed class CentroidModel(float[] centroid) : DetectorModel(centroid.Length)
{
    public ReadOnlySpan<float> Centroid => centroid;

    protected override void ScoreRows(ReadOnlySpan<float> rows, Span<float> scores, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        for (var i = 0; i < scores.Length; i++)
        {
            scores[i] = 0f;
            for (var k = 0; k < FeatureCount; k++)
            {
                var difference = rows[(i * FeatureCount) + k] - centroid[k];
                scores[i] += difference * difference;
            }
        }
    }
}

public sealed class CentroidCodec : ModelCodec<CentroidModel>
{
    public override string Kind => "UserCode.Centroid";

    public override IReadOnlyList<Type> OptionsTypes => [typeof(CentroidOptions)];

    protected override void Write(CentroidModel model, ModelWriter writer) => writer.Write(model.Centroid);

    protected override CentroidModel Read(ref ModelReader reader) => new(reader.ReadNumbers(reader.FeatureCount));
}
