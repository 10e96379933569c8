using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.Forests;
using ActiveAnomaly.Explanations;
using ActiveAnomaly.Querying;
using Microsoft.ML;
using Microsoft.ML.ActiveAnomaly;
using Microsoft.ML.Data;

namespace FreshProcess;

/// <summary>
/// Calls each of the library's entries, and prints what it throws, a line each. The tests start it with a runtimeconfig.json in which
/// making code is turned off, as it is in programs of one file.
/// </summary>
public static class WithoutDynamicCode
{
    /// <summary>The first argument that asks for it; the model and the rows follow.</summary>
    public const string Argument = "--without-dynamic-code";

    internal static void Run(string modelPath, string csvPath)
    {
        var mlContext = new MLContext(seed: 1);
        var data = mlContext.Data.LoadFromTextFile(
            csvPath, [new TextLoader.Column("Features", DataKind.Single, 0, 4)], separatorChar: ',', hasHeader: true);
        var anomaly = mlContext.ActiveAnomaly();
        var pool = FeatureMatrix.Copy([.. Enumerable.Range(0, 100).Select(value => (float)value)], featureCount: 5);
        var model = new IsolationForestDetector().Fit(new TrainingRequest(pool)).Model;
        var trainer = anomaly.Trainers.IsolationForest();

        Try("Trainer.Fit", () => trainer.Fit(data));
        Try("ActiveLearning.Fit", () => anomaly.ActiveLearning(LabelOracle.FromColumn()).Fit(data));
        Try("PrepareFeatures.Fit", () => anomaly.PrepareFeatures(data.Schema, labelColumnName: null).Fit(data));
        Try("Explain.Fit", () => anomaly.Explain(model).Fit(data));
        Try("CreateExplanationTransformer", () => anomaly.CreateExplanationTransformer(new Explainer(model, pool), data));
        Try("CreateTransformer", () => anomaly.CreateTransformer(model, data));
        Try("CreateSession", () => anomaly.CreateSession(data));
        Try("ResumeSession", () => anomaly.ResumeSession([], data, trainer, new ThirdsStrategy()));
        Try("GetDetectorModels", () => anomaly.GetDetectorModels(new TransformerChain<ITransformer>()));
        Try("GetExplainers", () => anomaly.GetExplainers(new TransformerChain<ITransformer>()));
        Try("Model.Load", () => mlContext.Model.Load(modelPath, out _));
    }

    private static void Try(string entry, Func<object> call)
    {
        try
        {
            call();
            Console.WriteLine($"{entry}: nothing");
        }
        catch (Exception exception)
        {
            // ML.NET calls by reflection what it loads, and wraps what that throws.
            var cause = exception.GetBaseException();
            Console.WriteLine($"{entry}: {cause.GetType().Name}: {cause.Message.ReplaceLineEndings(" ")}");
        }
    }
}
