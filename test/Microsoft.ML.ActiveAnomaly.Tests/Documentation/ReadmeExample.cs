using ActiveAnomaly.Sessions;
using Microsoft.ML.Data;

namespace Microsoft.ML.ActiveAnomaly.Tests.Documentation;

/// <summary>The README's example. Its lines between the markers are the README's, and are compared with them.</summary>
internal static class ReadmeExample
{
    public static (double Auc, int AnswerCount) Run(string path, string modelPath, Func<OracleQuestion, Answer> Ask)
    {
        // README begins
        var ml = new MLContext(seed: 1);
        var data = ml.Data.LoadFromTextFile(
            path,
            [new TextLoader.Column("Measurements", DataKind.Single, 0, 32), new TextLoader.Column("Label", DataKind.Single, 33)],
            separatorChar: ',',
            hasHeader: true);

        var anomaly = ml.ActiveAnomaly();
        var pipeline = ml.Transforms.Concatenate("Features", "Measurements")
            .Append(anomaly.ActiveLearning(LabelOracle.FromDelegate(question => Ask(question), "Measurements")));

        var model = pipeline.Fit(data);
        var metrics = ml.AnomalyDetection.Evaluate(model.Transform(data));
        Console.WriteLine($"AUC {metrics.AreaUnderRocCurve:F3} after {model.LastTransformer.Labels.LabeledCount} answers");
        ml.Model.Save(model, data.Schema, modelPath);
        // README ends
        return (metrics.AreaUnderRocCurve, model.LastTransformer.Labels.LabeledCount);
    }

    /// <summary>What the README says to put behind a trainer where labels are Boolean, for ML.NET's evaluator.</summary>
    public static IEstimator<ITransformer> ConvertLabels(MLContext ml) =>
        ml.Transforms.Conversion.ConvertType("Label", outputKind: DataKind.Single); // README line
}
