using ActiveAnomaly.Data;

namespace ActiveAnomaly.Onnx;

/// <summary>Pools on which graphs could go wrong, by name, each with the rows that are scored: its own and others.</summary>
internal static class GivenPools
{
    private static readonly Dictionary<string, Func<Random, float[][]>> All = new()
    {
        ["numbers"] = random => Rows(random, 300, 4, (_, _) => random.NextSingle()),
        ["one column"] = random => Rows(random, 200, 1, (_, _) => random.NextSingle()),
        ["two rows"] = random => Rows(random, 2, 3, (_, _) => random.NextSingle()),
        ["constant columns"] = random => Rows(random, 150, 5, (_, k) => k % 2 == 0 ? 7.25f : random.NextSingle()),
        ["nothing but one row"] = random => Rows(random, 60, 3, (_, k) => k),

        // Of few different rows, many are equally far away: thirds, so that sums in another order would have other bits.
        ["a grid"] = random => Rows(random, 400, 6, (_, _) => random.Next(4) / 3f),
        ["equal rows"] = random => Rows(random, 10, 8, (_, _) => random.NextSingle()) is var few
            ? [.. Enumerable.Range(0, 300).Select(i => i < 240 ? few[i % few.Length] : few[i % few.Length].Select(x => x / 3).ToArray())]
            : [],

        // What lies far from 0 with small differences, and columns of very different scales: norms and products alone lose all digits.
        ["far from 0"] = random => Rows(random, 300, 3, (_, k) => 1_000_000 * (k + 1) + random.Next(200)),
        ["a knot and far rows"] = random => Rows(random, 300, 3, (i, _) => random.NextSingle() * (i % 60 == 0 ? 1 : 1e-12f)),
        ["scales"] = random => Rows(random, 300, 5, (_, k) => (random.NextSingle() - 0.5f) * MathF.Pow(10, (6 * k) - 12)),
        ["beyond single precision"] = random => Rows(random, 100, 3, (i, _) => random.NextSingle() * (i % 9 == 0 ? 3e38f : 1e20f)),
        ["below single precision"] = random => Rows(random, 100, 3, (_, _) => random.Next(50) * 3e-24f),

        // Two numbers and a column of five categories, which are told as such.
        ["categories"] = random => Rows(random, 300, 7, (_, k) => k < 2 ? random.NextSingle() : 0)
            .Select(row => row.Select((x, k) => k < 2 ? x : k == 2 + (int)(row[0] * row[1] * 5) ? 1 : 0).ToArray()).ToArray(),

        // More different values than a distribution keeps points of.
        ["many rows"] = random => Rows(random, 1500, 3, (_, _) => random.NextSingle() * random.NextSingle()),
    };

    public static IEnumerable<string> Names => All.Keys;

    /// <summary>Gives a pool with a share of its rows answered, every third as abnormal.</summary>
    public static TrainingPool Of(string name, int answerCount = 0)
    {
        var random = new Random(5);
        var rows = All[name](random);
        var labels = rows.Select((_, i) => i >= answerCount ? RowLabel.Unlabeled : i % 3 == 0 ? RowLabel.Abnormal : RowLabel.Normal);
        var pool = FeatureMatrix.FromRows(rows).WithCategoricalRanges(name == "categories" ? [new(2, 5)] : []);
        return new TrainingPool(pool, PoolLabels.Copy([.. labels]), Scored(rows, random));
    }

    /// <summary>
    /// The pool's rows, others between them, and others beyond: in the first column or in all, just outside, a span away, far away and at
    /// the end of numbers.
    /// </summary>
    private static float[][] Scored(float[][] rows, Random random)
    {
        var width = rows[0].Length;
        float[] lowest = [.. Enumerable.Range(0, width).Select(k => rows.Min(row => row[k]))];
        float[] highest = [.. Enumerable.Range(0, width).Select(k => rows.Max(row => row[k]))];
        var scored = new List<float[]>(rows);
        for (var i = 0; i < 60; i++)
        {
            var (one, other) = (rows[random.Next(rows.Length)], rows[random.Next(rows.Length)]);
            scored.Add([.. one.Zip(other, (x, y) => (x / 2) + (y / 2))]);
            scored.Add([.. one.Select((x, k) => k == i % width ? MathF.BitIncrement(highest[k]) : x)]);
        }

        foreach (var share in (float[])[0.01f, 1, 100, 1e12f])
        {
            for (var i = 0; i < 10; i++)
            {
                var row = rows[random.Next(rows.Length)];
                scored.Add([.. row.Select((x, k) => k > 0 ? x : Beyond(k, random.Next(2) == 0, share))]);
                scored.Add([.. row.Select((_, k) => Beyond(k, random.Next(2) == 0, share * random.NextSingle()))]);
            }
        }

        // Further away than single precision holds, in spans of a column.
        scored.Add([.. rows[0].Select((x, k) => k > 0 ? x : float.MaxValue)]);
        scored.Add([.. rows[0].Select(_ => float.MinValue)]);
        return [.. scored];

        float Beyond(int column, bool isAbove, float share)
        {
            var distance = ((highest[column] / 2) - (lowest[column] / 2) + float.Epsilon) * share;
            return Math.Clamp(isAbove ? highest[column] + distance : lowest[column] - distance, float.MinValue, float.MaxValue);
        }
    }

    private static float[][] Rows(Random random, int count, int width, Func<int, int, float> feature)
    {
        ArgumentNullException.ThrowIfNull(random);
        return [.. Enumerable.Range(0, count).Select(i => Enumerable.Range(0, width).Select(k => feature(i, k)).ToArray())];
    }
}
