using ActiveAnomaly.Detectors;
using ActiveAnomaly.Persistence;
using Microsoft.ML.Data;

namespace Microsoft.ML.ActiveAnomaly.Tests;

/// <summary>Scores and models by their bits.</summary>
internal static class Bits
{
    public static int[] Of(IEnumerable<float> values) => [.. values.Select(BitConverter.SingleToInt32Bits)];

    public static int Of(float value) => BitConverter.SingleToInt32Bits(value);

    /// <summary>Gives the bits of a column of Single, scored by a cursor.</summary>
    public static int[] OfScores(this IDataView scored, string column = "Score") => Of(scored.GetColumn<float>(column));

    public static int[] OfScores(this ITransformer model, IDataView data, string column = "Score") =>
        model.Transform(data).OfScores(column);

    /// <summary>Gives everything that a model is: options, seed, weights, centre, threshold.</summary>
    public static string OfModel(DetectorModel model) => Convert.ToBase64String(DetectorModelFormat.ToBytes(model));
}
