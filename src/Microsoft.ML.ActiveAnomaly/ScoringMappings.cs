using System.ComponentModel;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Persistence;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Microsoft.ML.ActiveAnomaly;

/// <summary>Adds the constant key. Public because ML.NET creates it when it loads a model; not for use in code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
[CustomMappingFactoryAttribute(Contract)]
public sealed class ModelKeyMapping : CustomMappingFactory<NoColumns, ModelKey>
{
    internal const string Contract = "ActiveAnomaly.ModelKey.1";
    internal const int Key = 1;

    /// <inheritdoc/>
    public override Action<NoColumns, ModelKey> GetMapping() => Map;

    internal static void Map(NoColumns input, ModelKey output) => output.Key = Key;
}

/// <summary>Scores a row. Public because ML.NET creates it when it loads a model; not for use in code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
[CustomMappingFactoryAttribute(Contract)]
public sealed class ScoreMapping : CustomMappingFactory<ScoringInput, ScoringOutput>
{
    internal const string Contract = "ActiveAnomaly.Score.1";

    /// <inheritdoc/>
    public override Action<ScoringInput, ScoringOutput> GetMapping()
    {
        DynamicCode.Require();
        return new RowScorer().Map;
    }
}

/// <summary>
/// Scores a row with a calibrated model, or with one that was to be calibrated and gives no probability: NaN then. Public because
/// ML.NET creates it when it loads a model; not for use in code.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
[CustomMappingFactoryAttribute(Contract)]
public sealed class CalibratedScoreMapping : CustomMappingFactory<ScoringInput, CalibratedScoringOutput>
{
    internal const string Contract = "ActiveAnomaly.CalibratedScore.1";

    /// <inheritdoc/>
    public override Action<ScoringInput, CalibratedScoringOutput> GetMapping()
    {
        DynamicCode.Require();
        return new RowScorer().MapCalibrated;
    }
}

/// <summary>
/// Scores rows one by one. It remembers the model of the last text; several threads may share one, for the pair is replaced as a whole.
/// </summary>
internal sealed class RowScorer
{
    private Known? _known;

    public void Map(ScoringInput input, ScoringOutput output)
    {
        var (known, score) = Score(input);
        output.Score = score;
        output.PredictedLabel = known.Model.IsAbnormal(score);
    }

    public void MapCalibrated(ScoringInput input, CalibratedScoringOutput output)
    {
        var (known, score) = Score(input);
        output.Score = score;
        output.PredictedLabel = known.Model.IsAbnormal(score);
        output.Probability = known.Probability?.ProbabilityOf(score) ?? float.NaN;
    }

    private (Known Known, float Score) Score(ScoringInput input)
    {
        var known = _known;
        if (known is null || !known.State.Equals(input.State))
        {
            var model = ModelText.Model(input.State);
            model.TryGet<IProbability>(out var probability);
            known = new Known(input.State, model, probability);
            _known = known;
        }

        var features = input.Features;
        return (
            known, features.IsDense ? known.Model.Score(features.GetValues()) : known.Model.Score([.. features.DenseValues()]));
    }

    private sealed record Known(ReadOnlyMemory<char> State, DetectorModel Model, IProbability? Probability);
}
