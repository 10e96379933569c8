using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Persistence;

namespace Microsoft.ML.ActiveAnomaly;

/// <summary>
/// The text form of models inside ML.NET's files (base64 of the model format), and the models that texts stand for. ML.NET
/// hands the same string to every row, so that a model is decoded once a string; in the process in which it was trained, a string
/// stands for the model itself, and nothing is encoded until the model is saved. Thread safe.
/// </summary>
internal static class ModelText
{
    private static readonly ConditionalWeakTable<string, DetectorModel> Models = [];

    /// <summary>Gives a text that stands for a model in this process, and as long as somebody holds the text.</summary>
    public static string Reference(DetectorModel model)
    {
        var text = $"{model.Name} {Guid.NewGuid()}";
        Models.Add(text, model);
        return text;
    }

    /// <summary>Gives the text of a model in files.</summary>
    /// <exception cref="NotSupportedException">There is no codec for models of this type.</exception>
    public static string Encode(DetectorModel model) => Convert.ToBase64String(DetectorModelFormat.ToBytes(model));

    /// <summary>Gives the model of a text.</summary>
    public static DetectorModel Model(ReadOnlyMemory<char> state)
    {
        if (!MemoryMarshal.TryGetString(state, out var text, out var start, out var length) || start != 0 || length != text.Length)
        {
            text = state.ToString();
        }

        return Models.GetValue(text, Decode);
    }

    private static DetectorModel Decode(string text)
    {
        try
        {
            return DetectorModelFormat.FromBytes(Convert.FromBase64String(text));
        }
        catch (FormatException exception)
        {
            throw new ModelFormatException(
                $"The saved detector is no base64 text of {text.Length} characters; the model file is damaged.", exception);
        }
    }
}
