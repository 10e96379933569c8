using System.ComponentModel;
using ActiveAnomaly.Explanations;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Microsoft.ML.ActiveAnomaly;

/// <summary>Adds the constant key. Public because ML.NET creates it when it loads a model; not for use in code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
[CustomMappingFactoryAttribute(Contract)]
public sealed class ExplainerKeyMapping : CustomMappingFactory<NoColumns, ExplainerKey>
{
    internal const string Contract = "ActiveAnomaly.ExplainerKey.1";
    internal const int Key = 1;

    /// <inheritdoc/>
    public override Action<NoColumns, ExplainerKey> GetMapping() => Map;

    internal static void Map(NoColumns input, ExplainerKey output) => output.Key = Key;
}

/// <summary>Explains a row. Public because ML.NET creates it when it loads a model; not for use in code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
[CustomMappingFactoryAttribute(Contract)]
public sealed class ExplanationMapping : CustomMappingFactory<ExplanationInput, ExplanationOutput>
{
    internal const string Contract = "ActiveAnomaly.Explanation.1";

    /// <inheritdoc/>
    public override Action<ExplanationInput, ExplanationOutput> GetMapping()
    {
        DynamicCode.Require();
        return new RowExplainer().Map;
    }
}

/// <summary>
/// Explains rows one by one. It remembers the explainer of the last text; several threads may share one, for the pair is replaced as a
/// whole.
/// </summary>
internal sealed class RowExplainer
{
    private Known? _known;

    public void Map(ExplanationInput input, ExplanationOutput output)
    {
        var known = _known;
        if (known is null || !known.State.Equals(input.State))
        {
            known = new Known(input.State, ExplainerText.Explainer(input.State));
            _known = known;
        }

        var features = input.Features;
        var explanation = features.IsDense
            ? known.Explainer.Explain(features.GetValues())
            : known.Explainer.Explain([.. features.DenseValues()]);
        output.Contributions = new VBuffer<float>(explanation.Contributions.Length, explanation.Contributions.ToArray());
    }

    private sealed record Known(ReadOnlyMemory<char> State, Explainer Explainer);
}
