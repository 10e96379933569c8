using System.Globalization;
using ActiveAnomaly.Detectors;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.ActiveAnomaly;

/// <summary>
/// Reports the training of any detector to the log, at most ten lines a phase, and all of it to the caller's own listener.
/// </summary>
internal sealed class ChannelProgress(IChannel channel, IProgress<TrainingProgress>? listener) : IProgress<TrainingProgress>
{
    private const int LinesPerPhase = 10;

    public void Report(TrainingProgress value)
    {
        listener?.Report(value);
        var done = value.EpochIndex + 1L;
        if (value.EpochCount > 1 && done * LinesPerPhase / value.EpochCount == (done - 1) * LinesPerPhase / value.EpochCount)
        {
            return;
        }

        // A phase of one step, such as a closed formula, has no epochs to count, and some methods have no loss.
        var epochs = value.EpochCount > 1 ? string.Create(CultureInfo.InvariantCulture, $"epoch {done} of {value.EpochCount}") : "done";
        var loss = double.IsNaN(value.Loss) ? string.Empty : string.Create(CultureInfo.InvariantCulture, $", loss {value.Loss:G4}");
        channel.Info(MessageSensitivity.None, string.Create(
            CultureInfo.InvariantCulture, $"Stage {value.Stage}, {value.Phase}: {epochs}{loss}, {value.TimeLeft.TotalSeconds:F1} s left."));
    }
}
