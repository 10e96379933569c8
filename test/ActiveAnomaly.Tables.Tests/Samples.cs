using System.Globalization;
using CsCheck;

namespace ActiveAnomaly.Tables;

/// <summary>
/// Tries samples of a generator: the same few in every run, or as many new ones as the environment variable ACTIVE_ANOMALY_SAMPLES says.
/// </summary>
internal static class Samples
{
    private const int Seed = 1;

    public static void Try<T>(Gen<T> samples, int count, Action<T> check)
    {
        if (Environment.GetEnvironmentVariable("ACTIVE_ANOMALY_SAMPLES") is { } more)
        {
            samples.Sample(check, iter: long.Parse(more, CultureInfo.InvariantCulture), threads: 1);
            return;
        }

        var random = new PCG(Seed, Seed);
        for (var i = 0; i < count; i++)
        {
            check(samples.Generate(random, null, out _));
        }
    }
}
