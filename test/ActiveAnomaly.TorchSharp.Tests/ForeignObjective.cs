using ActiveAnomaly.Objectives;

namespace ActiveAnomaly.Torch;

/// <summary>A loss that no engine knows: the mean over the batch of s = sum of z_k^4, with a factor that it trains as its head.</summary>
internal sealed class ForeignObjective : ScoredObjective
{
    private readonly float[] _factor = [0.7f];
    private readonly float[] _gradient = [0f];

    public override Span<float> HeadParameters => _factor;

    public override Span<float> HeadGradient => _gradient;

    public override float Evaluate(in ObjectiveBatch batch, bool withLoss)
    {
        batch.Gradient.Clear();
        var sum = 0f;
        for (var position = 0; position < batch.RowCount; position++)
        {
            var score = ScoreOf(batch, position);
            sum += score;
            AddScoreGradient(batch, position, _factor[0] / batch.RowCount);
        }

        _gradient[0] += sum / batch.RowCount;
        return _factor[0] * sum / batch.RowCount;
    }

    public override float ScoreOf(in ObjectiveBatch batch, int position)
    {
        var sum = 0f;
        foreach (var value in batch.Output(position))
        {
            sum += value * value * value * value;
        }

        return sum;
    }

    public override void AddScoreGradient(in ObjectiveBatch batch, int position, float slope)
    {
        var output = batch.Output(position);
        var gradient = batch.OutputGradient(position);
        for (var k = 0; k < output.Length; k++)
        {
            gradient[k] += slope * 4 * output[k] * output[k] * output[k];
        }
    }
}
