using ActiveAnomaly.Detectors;
using ActiveAnomaly.Explanations;

namespace Microsoft.ML.ActiveAnomaly;

/// <content>Why rows have their scores.</content>
public sealed partial class ActiveAnomalyCatalog
{
    /// <summary>
    /// Creates an estimator whose transformer adds the column 'Contributions': what each feature adds to a row's score, compared with
    /// ordinary rows of the data that it is fitted on.
    /// </summary>
    /// <param name="model">The model, such as a fitted transformer's <see cref="DetectorTransformer.Model"/>.</param>
    /// <returns>The estimator.</returns>
    public ExplanationEstimator Explain(DetectorModel model) => Explain(model, new ExplanationOptions());

    /// <summary>Creates an estimator whose transformer adds what each feature adds to a row's score.</summary>
    /// <param name="model">The model, such as a fitted transformer's <see cref="DetectorTransformer.Model"/>.</param>
    /// <param name="options">The options.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="ArgumentException">A name is empty, or both are the same.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public ExplanationEstimator Explain(DetectorModel model, ExplanationOptions options)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        new ExplanationColumns(options.FeatureColumnName, options.ContributionsColumnName).Validate(
            "options." + nameof(ExplanationOptions.FeatureColumnName), "options." + nameof(ExplanationOptions.ContributionsColumnName));
        ArgumentNullException.ThrowIfNull(options.Explainer, "options." + nameof(ExplanationOptions.Explainer));
        if (options.BackgroundRowCount < 1)
        {
            throw new ArgumentOutOfRangeException(
                "options." + nameof(ExplanationOptions.BackgroundRowCount),
                options.BackgroundRowCount,
                "Rows are compared with at least one row; 4 are usual.");
        }

        return new ExplanationEstimator(_mlContext, model, options);
    }

    /// <summary>Makes a transformer of an explainer, whatever its background.</summary>
    /// <param name="explainer">The explainer.</param>
    /// <param name="data">Any data of the schema that the transformer will meet; it is not read.</param>
    /// <param name="featureColumnName">The features column.</param>
    /// <param name="contributionsColumnName">The column to add.</param>
    /// <returns>The transformer.</returns>
    /// <exception cref="ArgumentException">A name is empty, or both are the same.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The features column is missing, of a wrong type or of another size.</exception>
    /// <exception cref="NotSupportedException">The program has making code turned off, which ML.NET needs.</exception>
    public ExplanationTransformer CreateExplanationTransformer(
        Explainer explainer,
        IDataView data,
        string featureColumnName = DetectorTrainerOptions.DefaultFeatureColumnName,
        string contributionsColumnName = ExplanationOptions.DefaultContributionsColumnName)
    {
        ArgumentNullException.ThrowIfNull(explainer);
        ArgumentNullException.ThrowIfNull(data);
        DynamicCode.Require();
        var columns = new ExplanationColumns(featureColumnName, contributionsColumnName);
        columns.Validate(nameof(featureColumnName), nameof(contributionsColumnName));
        return new ExplanationTransformer(_mlContext, explainer, columns, data.Schema);
    }

    /// <summary>Finds the explainers in a transformer: made here or loaded by mlContext.Model.Load, bare or inside chains.</summary>
    /// <param name="transformer">The transformer.</param>
    /// <returns>The explainers, in the order of the chain; none when there is none.</returns>
    /// <exception cref="global::ActiveAnomaly.Persistence.ModelFormatException">
    /// An explainer inside is damaged or of an unknown version.
    /// </exception>
    /// <exception cref="NotSupportedException">The program has making code turned off, which ML.NET needs.</exception>
    public IReadOnlyList<Explainer> GetExplainers(ITransformer transformer)
    {
        ArgumentNullException.ThrowIfNull(transformer);
        DynamicCode.Require();
        return [.. ExplanationPipeline.Explainers(_mlContext, transformer)];
    }
}
