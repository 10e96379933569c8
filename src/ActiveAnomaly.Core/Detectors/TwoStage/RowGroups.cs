using ActiveAnomaly.Randomness;

namespace ActiveAnomaly.Detectors.TwoStage;

/// <summary>Puts rows in groups around centres: k-means (Lloyd), begun by k-means++ (Arthur and Vassilvitskii, SODA 2007).</summary>
internal static class RowGroups
{
    private const int MostRounds = 100;

    /// <summary>Finds centres.</summary>
    /// <param name="rows">The rows, at least one.</param>
    /// <param name="groupCount">The most groups, at least 1; rows that are equal make no two.</param>
    /// <param name="random">Draws the first centres.</param>
    /// <returns>The centres, each the mean of the rows that it is nearest to.</returns>
    public static double[][] Centers(IReadOnlyList<double[]> rows, int groupCount, SeededRandom random)
    {
        var centers = FirstCenters(rows, groupCount, random);
        var groups = new int[rows.Count];
        Array.Fill(groups, -1);
        for (var round = 0; round < MostRounds && Assign(rows, centers, groups); round++)
        {
            Move(rows, centers, groups);
        }

        return [.. centers];
    }

    /// <summary>Gives the squared distance of a row from the nearest centre.</summary>
    public static double NearestSquaredDistance(IReadOnlyList<double[]> centers, double[] row) =>
        SquaredDistance(centers[Nearest(centers, row)], row);

    /// <summary>Draws centres, each with a probability that grows with the square of the distance from those before.</summary>
    private static List<double[]> FirstCenters(IReadOnlyList<double[]> rows, int groupCount, SeededRandom random)
    {
        List<double[]> centers = [[.. rows[random.NextInt32(rows.Count)]]];
        double[] distances = [.. rows.Select(row => SquaredDistance(centers[0], row))];
        for (var total = distances.Sum(); centers.Count < groupCount && total > 0; total = distances.Sum())
        {
            var lot = random.NextDouble() * total;
            var drawn = 0;
            for (var sum = distances[0]; sum <= lot && drawn < rows.Count - 1; sum += distances[drawn])
            {
                drawn++;
            }

            // Rounding may end at a row that is a centre: then the farthest row is the next.
            drawn = distances[drawn] > 0 ? drawn : Array.IndexOf(distances, distances.Max());
            centers.Add([.. rows[drawn]]);
            for (var i = 0; i < distances.Length; i++)
            {
                distances[i] = Math.Min(distances[i], SquaredDistance(centers[^1], rows[i]));
            }
        }

        return centers;
    }

    /// <summary>Assigns rows to their nearest centres, and tells whether one has another than before.</summary>
    private static bool Assign(IReadOnlyList<double[]> rows, List<double[]> centers, int[] groups)
    {
        var changes = false;
        for (var i = 0; i < groups.Length; i++)
        {
            var nearest = Nearest(centers, rows[i]);
            changes |= nearest != groups[i];
            groups[i] = nearest;
        }

        return changes;
    }

    /// <summary>Moves centres to the means of their rows; one without rows stays.</summary>
    private static void Move(IReadOnlyList<double[]> rows, List<double[]> centers, int[] groups)
    {
        for (var group = 0; group < centers.Count; group++)
        {
            var count = groups.Count(own => own == group);
            if (count == 0)
            {
                continue;
            }

            var center = centers[group];
            Array.Clear(center);
            for (var i = 0; i < groups.Length; i++)
            {
                for (var k = 0; groups[i] == group && k < center.Length; k++)
                {
                    center[k] += rows[i][k] / count;
                }
            }
        }
    }

    private static int Nearest(IReadOnlyList<double[]> centers, double[] row)
    {
        var (nearest, least) = (0, double.PositiveInfinity);
        for (var i = 0; i < centers.Count; i++)
        {
            var distance = SquaredDistance(centers[i], row);
            if (distance < least)
            {
                (nearest, least) = (i, distance);
            }
        }

        return nearest;
    }

    private static double SquaredDistance(double[] one, double[] other)
    {
        var sum = 0.0;
        for (var k = 0; k < one.Length; k++)
        {
            var difference = one[k] - other[k];
            sum += difference * difference;
        }

        return sum;
    }
}
