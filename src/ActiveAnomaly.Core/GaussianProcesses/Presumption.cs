using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.GaussianProcess;
using ActiveAnomaly.Randomness;

namespace ActiveAnomaly.GaussianProcesses;

/// <summary>Rows that are learnt from as if they had been answered normal, by a less certain person.</summary>
/// <param name="Count">How many.</param>
/// <param name="Variance">The variance of such an answer, that of an answer at least.</param>
internal readonly record struct Presumption(int Count, double Variance)
{
    /// <summary>The most rows that are drawn.</summary>
    public const int MostRows = 300;

    /// <summary>How many abnormal answers one normal answer makes up for.</summary>
    private const int AbnormalPerNormal = 10;

    /// <summary>
    /// Draws rows of a pool that neither carry a label nor have a twin with one. As labels come, those that are left of the rows drawn
    /// before stay drawn.
    /// </summary>
    /// <param name="request">The rows and their labels.</param>
    /// <param name="noise">The variance of an answer.</param>
    /// <param name="presumed">Whether rows are drawn.</param>
    /// <param name="random">The random numbers.</param>
    /// <returns>The rows, and what they are worth.</returns>
    public static (int[] Rows, Presumption Presumption) Draw(
        TrainingRequest request, double noise, PresumedNormals presumed, SeededRandom random)
    {
        var labels = request.Labels;
        var weight = presumed switch
        {
            PresumedNormals.Always => labels.AbnormalRows.Count,
            PresumedNormals.Never => 0,
            _ => labels.AbnormalRows.Count - (AbnormalPerNormal * labels.NormalRows.Count),
        };
        if (weight <= 0)
        {
            return ([], default);
        }

        // Places are drawn of all rows, whether they are labelled or not: a further label leaves the other rows' draws as they are.
        var known = request.LabelsWithTwins;
        var rows = new List<int>();
        var drawn = new HashSet<int>();
        var left = known.RowCount - known.LabeledCount;
        while (rows.Count < Math.Min(MostRows, left))
        {
            var row = random.NextInt32(known.RowCount);
            if (known[row] == RowLabel.Unlabeled && drawn.Add(row))
            {
                rows.Add(row);
            }
        }

        return ([.. rows], new Presumption(rows.Count, Math.Max(noise, MostRows * noise / weight)));
    }
}
