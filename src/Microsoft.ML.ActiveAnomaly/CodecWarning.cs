using ActiveAnomaly.Detectors;
using ActiveAnomaly.Persistence;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.ActiveAnomaly;

/// <summary>
/// Warns of a model that could not be saved: mlContext.Model.Save would say so after all the answers, with the file that was there gone.
/// </summary>
internal static class CodecWarning
{
    /// <summary>Writes what is missing; nothing when nothing is.</summary>
    /// <param name="channel">Takes the warning.</param>
    /// <param name="model">The model.</param>
    public static void Write(IChannel channel, DetectorModel model)
    {
        if (!DetectorModelFormat.CanSave(model, out var reason))
        {
            channel.Warning(MessageSensitivity.None, $"The model of {model.Name} can be used, and not be saved: {reason}");
        }
    }
}
