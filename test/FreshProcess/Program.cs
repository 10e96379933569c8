using System.Globalization;
using ActiveAnomaly.Persistence;
using Microsoft.ML;
using Microsoft.ML.Data;
using UserCode;

namespace FreshProcess;

/// <summary>
/// Loads a model with nothing but ML.NET's own API, in a process in which nobody has registered or even touched the library, and
/// prints the bits of the scores of a CSV. With a third argument it registers the codec of the tests' own detector before; with
/// <see cref="WithoutDynamicCode.Argument"/> as the first it tries what a program without dynamic code would call.
/// </summary>
public static class Program
{
    /// <summary>Gives the bits of the scores as the program prints them.</summary>
    /// <param name="scored">The scored rows.</param>
    /// <returns>Hexadecimal numbers, with blanks between.</returns>
    public static string Describe(IDataView scored) => string.Join(
        ' ', scored.GetColumn<float>("Score").Select(Bits));

    /// <summary>Loads the rows as the program does: one vector column 'Raw' of every column of the file.</summary>
    /// <param name="mlContext">The context.</param>
    /// <param name="csvPath">The file, with a header.</param>
    /// <returns>The rows.</returns>
    public static IDataView Load(MLContext mlContext, string csvPath) => mlContext.Data.LoadFromTextFile(
        csvPath,
        [new TextLoader.Column("Raw", DataKind.Single, 0, File.ReadLines(csvPath).First().Count(character => character == ','))],
        separatorChar: ',',
        hasHeader: true);

    private static string Bits(float score) => BitConverter.SingleToInt32Bits(score).ToString("x8", CultureInfo.InvariantCulture);

    private static int Main(string[] arguments)
    {
        if (arguments is [WithoutDynamicCode.Argument, ..])
        {
            WithoutDynamicCode.Run(arguments[1], arguments[2]);
            return 0;
        }

        if (AppDomain.CurrentDomain.GetAssemblies().Any(assembly => assembly.GetName().Name == "Microsoft.ML.ActiveAnomaly"))
        {
            Console.Error.WriteLine("The library was loaded before the model.");
            return 1;
        }

        if (arguments.Length > 2)
        {
            // What a program that loads models of a detector of its own does, once.
            DetectorModelFormat.Register(new CentroidCodec());
        }

        var mlContext = new MLContext();
        var model = mlContext.Model.Load(arguments[0], out _);
        Console.WriteLine(Describe(model.Transform(Load(mlContext, arguments[1]))));
        return 0;
    }
}
