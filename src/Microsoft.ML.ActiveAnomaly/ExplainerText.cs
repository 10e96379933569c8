using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ActiveAnomaly.Data;
using ActiveAnomaly.Explanations;
using ActiveAnomaly.Persistence;

namespace Microsoft.ML.ActiveAnomaly;

/// <summary>
/// The text form of explainers inside ML.NET's files (JSON with the model in base64), and the explainers that texts stand for; as
/// <see cref="ModelText"/> does it for models. Thread safe.
/// </summary>
internal static class ExplainerText
{
    private static readonly ConditionalWeakTable<string, Explainer> Explainers = [];

    // Said, for programs that are one file have .NET's own default turned off.
    private static readonly JsonSerializerOptions Json = new() { TypeInfoResolver = new DefaultJsonTypeInfoResolver() };

    /// <summary>Gives a text that stands for an explainer in this process, and as long as somebody holds the text.</summary>
    public static string Reference(Explainer explainer)
    {
        var text = $"explainer of {explainer.Model.Name} {Guid.NewGuid()}";
        Explainers.Add(text, explainer);
        return text;
    }

    /// <summary>Gives the text of an explainer in files.</summary>
    /// <exception cref="NotSupportedException">There is no codec for models of this type.</exception>
    public static string Encode(Explainer explainer) => JsonSerializer.Serialize(
        new Content
        {
            Method = explainer.Options.Method,
            PairCount = explainer.Options.PairCount,
            Seed = explainer.Options.Seed,
            FeatureNames = explainer.BackgroundRows.FeatureNames,
            Background = explainer.BackgroundRows.Values.ToArray(),
            Model = DetectorModelFormat.ToBytes(explainer.Model),
        },
        Json);

    /// <summary>Gives the explainer of a text.</summary>
    public static Explainer Explainer(ReadOnlyMemory<char> state)
    {
        if (!MemoryMarshal.TryGetString(state, out var text, out var start, out var length) || start != 0 || length != text.Length)
        {
            text = state.ToString();
        }

        return Explainers.GetValue(text, Decode);
    }

    private static Explainer Decode(string text)
    {
        try
        {
            var content = JsonSerializer.Deserialize<Content>(text, Json)
                ?? throw new JsonException("The text is null.");
            var model = DetectorModelFormat.FromBytes(content.Model);
            return new Explainer(
                model,
                FeatureMatrix.Copy(content.Background, model.FeatureCount, content.FeatureNames),
                new ExplainerOptions { Method = content.Method, PairCount = content.PairCount, Seed = content.Seed });
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException or FeatureDataException)
        {
            throw new ModelFormatException(
                $"The saved explainer, a text of {text.Length} characters, cannot be read: {exception.Message} The model file is damaged, "
                + "or of a later version.",
                exception);
        }
    }

    /// <summary>What a text holds.</summary>
    private sealed record Content
    {
        public required ExplanationMethod Method { get; init; }

        public required int PairCount { get; init; }

        public required long Seed { get; init; }

        public required IReadOnlyList<string>? FeatureNames { get; init; }

        public required float[] Background { get; init; }

        public required byte[] Model { get; init; }
    }
}
