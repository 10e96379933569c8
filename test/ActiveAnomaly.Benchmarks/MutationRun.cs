using ActiveAnomaly.Persistence;

namespace ActiveAnomaly.Benchmarks;

/// <summary>Loads as many damaged model files as one likes; it ends with an error at the first that is neither refused nor sound.</summary>
internal static class MutationRun
{
    private const int Portion = 100_000;

    public static void Run(int count)
    {
        var models = new MutatedModels(seed: 2026, []);
        for (var i = 1; i <= count; i++)
        {
            models.Next();
            if (i % Portion == 0 || i == count)
            {
                Console.WriteLine($"{i} files: {models.RefusedCount} refused, {models.LoadedCount} loaded, with finite scores, and "
                    + "saved and loaded again.");
            }
        }
    }
}
