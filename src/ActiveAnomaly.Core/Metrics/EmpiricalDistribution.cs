using ActiveAnomaly.Graphs;

namespace ActiveAnomaly.Metrics;

/// <summary>
/// How many of some values lie below a number: exact while they have at most <see cref="MostPoints"/> different values, and else
/// interpolated between as many at most. Half of these lie equally dense among the values, half the denser the nearer the ends, where
/// one row more or less makes a difference. Immutable and thread safe.
/// </summary>
internal sealed class EmpiricalDistribution
{
    /// <summary>The most points that are kept.</summary>
    public const int MostPoints = 1024;

    private readonly float[] _points;
    private readonly int[] _below;
    private readonly int[] _upTo;

    /// <summary>Makes a distribution of its points.</summary>
    /// <param name="points">Numbers, ascending, none twice; at least one.</param>
    /// <param name="below">For each, how many values are smaller, ascending from 0.</param>
    /// <param name="upTo">For each, how many are not larger; the last is the number of values.</param>
    public EmpiricalDistribution(float[] points, int[] below, int[] upTo)
    {
        _points = points;
        _below = below;
        _upTo = upTo;
    }

    /// <summary>Gets the number of values.</summary>
    public int Count => _upTo[^1];

    /// <summary>Gets the points.</summary>
    public ReadOnlySpan<float> Points => _points;

    /// <summary>Gets how many values are smaller than each point.</summary>
    public ReadOnlySpan<int> Below => _below;

    /// <summary>Gets how many values are not larger than each point.</summary>
    public ReadOnlySpan<int> UpTo => _upTo;

    /// <summary>Learns the distribution of values.</summary>
    /// <param name="values">At least one finite value; they are sorted.</param>
    public static EmpiricalDistribution Learn(Span<float> values)
    {
        values.Sort();
        var starts = new List<int>();
        for (var i = 0; i < values.Length; i++)
        {
            if (i == 0 || values[i] != values[i - 1])
            {
                starts.Add(i);
            }
        }

        var kept = starts.Count <= MostPoints ? starts : Thinned(starts, values.Length);
        var (points, below, upTo) = (new float[kept.Count], new int[kept.Count], new int[kept.Count]);
        var next = 0;
        for (var i = 0; i < kept.Count; i++)
        {
            while (starts[next] != kept[i])
            {
                next++;
            }

            points[i] = values[kept[i]];
            below[i] = kept[i];
            upTo[i] = next + 1 < starts.Count ? starts[next + 1] : values.Length;
        }

        return new EmpiricalDistribution(points, below, upTo);
    }

    /// <summary>Counts the values that are smaller than a number, and those that are not larger.</summary>
    /// <param name="value">The number, finite.</param>
    /// <returns>The two counts; between points that leave values out, both are what lies on the line between these.</returns>
    public (double Below, double UpTo) Counts(float value)
    {
        var index = Array.BinarySearch(_points, value);
        if (index >= 0)
        {
            return (_below[index], _upTo[index]);
        }

        index = ~index;
        if (index == 0)
        {
            return (0, 0);
        }

        if (index == _points.Length)
        {
            return (Count, Count);
        }

        var (left, right) = ((double)_points[index - 1], (double)_points[index]);
        var count = _upTo[index - 1] + ((value - left) / (right - left) * (_below[index] - _upTo[index - 1]));
        return (count, count);
    }

    /// <summary>Adds what <see cref="Counts"/> gives to a graph, for values of several distributions at once.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="values">Single [rows x columns], finite.</param>
    /// <param name="columns">The distribution of each column.</param>
    /// <returns>The two counts of every value, Double [rows x columns].</returns>
    public static (GraphValue Below, GraphValue UpTo) AddCounts(
        GraphBuilder graph, GraphValue values, IReadOnlyList<EmpiricalDistribution> columns)
    {
        var exact = graph.Cast(values, GraphElementType.Double);
        var known = PointSearch.Add(
            graph, exact, [.. columns.Select(column => column._points)], (column, place) => columns[column].AtPlace(place));
        var (left, width, start, gap) = (known[0], known[1], known[2], known[3]);
        var between = graph.Add(start, graph.Multiply(graph.Divide(graph.Subtract(exact, left), width), gap));
        var isPoint = graph.Equal(exact, known[4]);
        return (graph.Where(isPoint, known[5], between), graph.Where(isPoint, known[6], between));
    }

    /// <summary>
    /// What is known of values of which so many points are smaller: the line that their count lies on, from the left point over a width
    /// from a start by a gap; and the point that some of them equal, with its two counts.
    /// </summary>
    private double[] AtPlace(int place)
    {
        var (isFirst, isLast) = (place == 0, place == _points.Length);
        double[] line = isFirst ? [0, 1, 0, 0]
            : isLast ? [0, 1, Count, 0]
            : [_points[place - 1], (double)_points[place] - _points[place - 1], _upTo[place - 1], _below[place] - _upTo[place - 1]];
        return [.. line, .. isLast ? (double[])[double.NaN, 0, 0] : [_points[place], _below[place], _upTo[place]]];
    }

    /// <summary>
    /// Keeps the first and the last of the different values, and between them those at equal steps of the rank and at equal steps of its
    /// log odds.
    /// </summary>
    private static List<int> Thinned(List<int> starts, int count)
    {
        const int half = MostPoints / 2;
        var odds = Math.Log(count);
        var wanted = new long[MostPoints];
        for (var i = 0; i < half; i++)
        {
            var share = i / (half - 1.0);
            wanted[i] = (long)(share * (count - 1));
            wanted[half + i] = (long)((count - 1) / (1 + Math.Exp(odds * (1 - (2 * share)))));
        }

        Array.Sort(wanted);
        var kept = new List<int>(MostPoints);
        var next = 0;
        foreach (var rank in wanted)
        {
            while (next + 1 < starts.Count && starts[next + 1] <= rank)
            {
                next++;
            }

            if (kept.Count == 0 || kept[^1] != starts[next])
            {
                kept.Add(starts[next]);
            }
        }

        return kept;
    }
}
