using System.Globalization;

namespace ActiveAnomaly.Tool.Scoring;

/// <summary>What score writes for a table, and measures of it that are counted one pair and one row after the other.</summary>
internal sealed record Scores(float[] Values, bool[] Flags)
{
    /// <summary>Quotients of whole numbers below 10^5, added up at most that often, in double precision.</summary>
    public const double Rounding = 1e-10;

    /// <summary>Scores a table with the folder's model.zip.</summary>
    public static Scores Of(TemporaryFolder folder, string path)
    {
        CommandRun.Of("score", path, "--model", folder.File("model.zip"), "--output", folder.File("scores")).Succeeds();
        string[][] lines =
        [
            .. File.ReadLines(folder.File("scores", Path.GetFileNameWithoutExtension(path) + ".csv")).Skip(1)
                .Select(line => line.Split(',')),
        ];
        return new Scores(
            [.. lines.Select(cells => float.Parse(cells[1], CultureInfo.InvariantCulture))], [.. lines.Select(cells => cells[2] == "1")]);
    }

    /// <summary>The share of pairs, abnormal and normal, of which the abnormal row scores higher; equal ones count half.</summary>
    public static double RocAuc(float[] scores, bool?[] isAbnormal)
    {
        var (sum, count) = (0.0, 0);
        for (var abnormal = 0; abnormal < scores.Length; abnormal++)
        {
            for (var normal = 0; normal < scores.Length; normal++)
            {
                if (isAbnormal[abnormal] == true && isAbnormal[normal] == false)
                {
                    sum += scores[abnormal] > scores[normal] ? 1 : scores[abnormal] < scores[normal] ? 0 : 0.5;
                    count++;
                }
            }
        }

        return sum / count;
    }
}
