using ActiveAnomaly.Detectors.Calibrated;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.ActiveAnomaly;

/// <summary>Says what came of a calibration: why there is no probability, and what a threshold rests on.</summary>
internal static class CalibrationMessages
{
    public static void Write(IChannel channel, Calibration calibration)
    {
        if (calibration.Warning is { } warning)
        {
            channel.Warning(MessageSensitivity.None, warning);
        }

        if (calibration.FalseAlarms is { } threshold)
        {
            channel.Info(MessageSensitivity.None, threshold.Statement);
        }
    }
}
