using ActiveAnomaly.Examples.Scripts;
using ActiveAnomaly.Tables;

namespace ActiveAnomaly.Examples;

/// <summary>Runs an example by its name; each is a program to be read from its top to its bottom.</summary>
internal static class Program
{
    private const string List = """
        Examples, to be run with: dotnet run --project src/Examples -- NAME

          active-learning          (without a name) a detector gets better as an expert answers for a few rows; save, load, score
          ionosphere               training, evaluation and use in the shape that ML.NET Model Builder generates
          cross-validation [FILE]  how good a detector trained with all labels is on rows that it has not seen
          text-columns FILE        a table with columns of text: one-hot encoding, training, evaluation, use

        FILE is CSV (plain, .gz or .zst) or Parquet. What they write is in artifacts/examples. Jobs of your own are for the tool,
        src/ActiveAnomaly.Tool.
        """;

    private static int Main(string[] args) => Run(args, Path.Combine("artifacts", "examples"));

    /// <summary>Runs an example.</summary>
    /// <param name="args">Its name, and the files that it reads.</param>
    /// <param name="folder">The folder for what it writes; made where it is not there.</param>
    /// <returns>0 done, 1 a table cannot be used, 2 there is no such example.</returns>
    internal static int Run(string[] args, string folder)
    {
        Directory.CreateDirectory(folder);
        try
        {
            switch (args)
            {
                case [] or ["active-learning"]:
                    ActiveLearningExample.Run(folder);
                    return 0;
                case ["ionosphere"]:
                    IonosphereExample.Run(folder);
                    return 0;
                case ["cross-validation"]:
                    CrossValidationExample.Run(Shipped("ionosphere.csv"), folder);
                    return 0;
                case ["cross-validation", var path]:
                    CrossValidationExample.Run(path, folder);
                    return 0;
                case ["text-columns", var path]:
                    TextColumnsExample.Run(path, folder);
                    return 0;
                case ["--help" or "-h" or "-?"]:
                    Console.WriteLine(List);
                    return 0;
                default:
                    Console.Error.WriteLine($"There is no example '{string.Join(' ', args)}'.\n\n{List}");
                    return 2;
            }
        }
        catch (TableException exception)
        {
            Console.Error.WriteLine(exception.Message);
            return 1;
        }
    }

    /// <summary>Gives the path of a data set that is shipped with the examples.</summary>
    internal static string Shipped(string fileName) => Path.Combine(AppContext.BaseDirectory, "Data", fileName);
}
