using ActiveAnomaly.Data;

namespace ActiveAnomaly.Detectors;

/// <summary>What a model can do beyond scoring, for tests that compare it.</summary>
internal static class ModelAbilities
{
    /// <summary>Gets the radius, or null where the model has none.</summary>
    public static float? RadiusOf(DetectorModel model) => model.TryGet<IRadius>(out var boundary) ? boundary.Radius : null;

    /// <summary>Gets what the model queries by: its scores unless it has query scores of its own.</summary>
    public static float[] QueryScoresOf(DetectorModel model, FeatureMatrix rows)
    {
        if (!model.TryGet<IQueryScorer>(out var scorer))
        {
            return model.Score(rows);
        }

        var queryScores = new float[rows.RowCount];
        scorer.Score(rows, new float[rows.RowCount], queryScores);
        return queryScores;
    }
}
