using System.Globalization;
using ActiveAnomaly.Data;
using ActiveAnomaly.Tables;
using ActiveAnomaly.Tool.Input;
using ActiveAnomaly.Tool.Results;

namespace ActiveAnomaly.Tool.WeakLabels;

/// <summary>What the command is asked to do.</summary>
internal sealed record WeakLabelsOptions
{
    public required WeakLabelExperiment Experiment { get; init; }

    /// <summary>Gets the data sets, by name or path; none for an experiment that makes its data.</summary>
    public required IReadOnlyList<string> Datasets { get; init; }

    /// <summary>Gets the methods; the others are compared with the first one.</summary>
    public required IReadOnlyList<string> Methods { get; init; }

    /// <summary>Gets the files and folders that data sets are looked for in, by name.</summary>
    public required IReadOnlyList<string> DataPlaces { get; init; }

    public required TableOptions Table { get; init; }

    /// <summary>Gets the number of rows that are drawn of a larger data set; null for all.</summary>
    public required int? Sample { get; init; }

    public required int RunCount { get; init; }

    public required int JobCount { get; init; }

    /// <summary>Gets the parts, labels and contamination, where the experiment does not vary them.</summary>
    public required WeakLabelOptions Split { get; init; }

    /// <summary>Gets whether every run has the split of the first one, as the authors' program does, and only seeds differ.</summary>
    public required bool OneSplit { get; init; }

    /// <summary>Gets the values of the setting that the experiment varies; none where it does not read them off the command line.</summary>
    public required IReadOnlyList<double> Values { get; init; }

    /// <summary>Gets the most features of the scalability experiment.</summary>
    public required int MostFeatures { get; init; }

    /// <summary>Gets the most rows of the scalability experiment.</summary>
    public required int MostRows { get; init; }

    public required string ResultsPath { get; init; }

    public required bool Resume { get; init; }

    /// <summary>Gets the experiment's name on the command line and in files.</summary>
    public string ExperimentName => NameOf(Experiment);

    /// <summary>
    /// Gets what decides the results, apart from data sets, methods, varied values and runs: runs of other settings must not be mixed in
    /// one file.
    /// </summary>
    public ResultsSettings Settings => new(
    [
        ("experiment", ExperimentName),
        ("sample", Number(Sample)),
        ("labelled", Experiment is WeakLabelExperiment.Labels or WeakLabelExperiment.Toys ? null : Number(Split.LabeledCount)),
        ("contamination", Experiment is WeakLabelExperiment.Contamination or WeakLabelExperiment.Toys
            ? null
            : Split.Contamination?.ToString("R", CultureInfo.InvariantCulture) ?? "own"),
        ("added-anomalies", MakesRows ? null : Split.AddsAnomalies ? "yes" : "no"),
        ("one-split", OneSplit ? "yes" : null),
        .. TableSettings.Of(Table),
    ]);

    /// <summary>Gets whether the experiment is about RoSAS alone.</summary>
    public bool IsOfRosas => IsOnRosas(Experiment);

    /// <summary>Tells whether an experiment is about RoSAS alone.</summary>
    public static bool IsOnRosas(WeakLabelExperiment experiment) =>
        experiment is WeakLabelExperiment.Ablations or WeakLabelExperiment.Sensitivity;

    /// <summary>Gets whether the experiment makes its rows, and so reads no data set.</summary>
    public bool MakesRows => MakesItsRows(Experiment);

    /// <summary>Tells whether an experiment makes its rows.</summary>
    public static bool MakesItsRows(WeakLabelExperiment experiment) =>
        experiment is WeakLabelExperiment.Scalability or WeakLabelExperiment.Toys;

    /// <summary>Gives an experiment's name.</summary>
    public static string NameOf(WeakLabelExperiment experiment) => experiment.ToString().ToLowerInvariant();

    private static string? Number(int? number) => number?.ToString(CultureInfo.InvariantCulture);
}
