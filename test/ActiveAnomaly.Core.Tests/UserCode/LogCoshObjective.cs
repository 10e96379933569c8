using ActiveAnomaly.Objectives;
using ActiveAnomaly.Training;

namespace ActiveAnomaly.UserCode;

/// <summary>The loss of docs/add-a-loss.md, by public API alone.</summary>
public sealed class LogCoshObjective(PassValue outputs, PassValue targets) : Objective(outputs, targets)
{
    public override float Evaluate(ReadOnlySpan<BatchValue> values, bool withLoss)
    {
        var loss = 0.0;
        var share = 1.0 / (values[0].RowCount * values[0].Size);
        for (var row = 0; row < values[0].RowCount; row++)
        {
            var outputs = values[0].Row(row);
            var targets = values[1].Row(row);
            var gradient = values[0].GradientOf(row);
            for (var k = 0; k < outputs.Length; k++)
            {
                var difference = Math.Abs((double)outputs[k] - targets[k]);
                loss += share * (difference + double.LogP1(Math.Exp(-2 * difference)) - Math.Log(2));
                gradient[k] = (float)(share * Math.Tanh((double)outputs[k] - targets[k]));
            }
        }

        return (float)loss;
    }
}
