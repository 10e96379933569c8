using ActiveAnomaly.Data;
using ActiveAnomaly.Tables;

namespace ActiveAnomaly.Tool.WeakLabels;

/// <summary>What an experiment is asked for where no command line says it.</summary>
internal static class GivenOptions
{
    public static WeakLabelsOptions Of(WeakLabelExperiment experiment, int runCount, params string[] methods) => new()
    {
        Experiment = experiment,
        Datasets = [],
        Methods = methods,
        DataPlaces = [],
        Table = new TableOptions(),
        Sample = null,
        RunCount = runCount,
        JobCount = 1,
        Split = new WeakLabelOptions(),
        OneSplit = false,
        Values = [],
        MostFeatures = 16,
        MostRows = 4000,
        ResultsPath = "unused",
        Resume = false,
    };
}
