using System.Globalization;
using ActiveAnomaly.Detectors;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.ActiveAnomaly;

/// <summary>Reports epochs to the log, ten lines a phase, and all of them to the caller's own listener.</summary>
internal sealed class ChannelProgress(IChannel channel, IProgress<TrainingProgress>? listener) : IProgress<TrainingProgress>
{
    private const int LinesPerPhase = 10;

    public void Report(TrainingProgress value)
    {
        listener?.Report(value);
        var done = value.EpochIndex + 1;
        if (done * LinesPerPhase / value.EpochCount != value.EpochIndex * LinesPerPhase / value.EpochCount)
        {
            channel.Info(MessageSensitivity.None, string.Create(
                CultureInfo.InvariantCulture,
                $"Stage {value.Stage}, {value.Phase}: epoch {done} of {value.EpochCount}, loss {value.Loss:G4}, {value.TimeLeft.TotalSeconds:F1} s left."));
        }
    }
}
