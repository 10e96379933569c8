using Microsoft.ML.ActiveAnomaly.Tests.Documentation;

namespace Microsoft.ML.ActiveAnomaly.Tests.Evaluations;

/// <summary>Finds the data sets of the paper on this machine.</summary>
internal static class EvaluationData
{
    /// <summary>Shipped with the examples, and so always there. Its rows are those of the paper's file, digit for digit.</summary>
    public const string Ionosphere = "ionosphere";

    /// <summary>Not shipped: read from shared/data beside the repository.</summary>
    public const string Cardio = "cardio";

    /// <summary>Gives the path of a data set, or ends the test as inconclusive with the reason.</summary>
    public static string PathOf(string dataset)
    {
        var path = dataset == Ionosphere
            ? Path.Combine(RepositoryFiles.Root, "src", "Examples", "Data", "ionosphere.csv")
            : Path.GetFullPath(Path.Combine(RepositoryFiles.Root, "..", "shared", "data", dataset + ".csv"));
        if (!File.Exists(path))
        {
            Assert.Inconclusive($"The data set {dataset} is not on this machine: there is no file '{path}'.");
        }

        return path;
    }
}
