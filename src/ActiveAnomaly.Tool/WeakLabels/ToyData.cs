using ActiveAnomaly.Data;
using ActiveAnomaly.Randomness;

namespace ActiveAnomaly.Tool.WeakLabels;

/// <summary>
/// The toy cases of Xu et al. (2023) in two dimensions. Normal rows: two Gaussian clusters at (0.3, 0.3) and (0.6, 0.55), standard
/// deviation 0.05. Anomalies, of which 30 are labelled, 20 lie hidden among 980 unlabelled normal rows, and 50 among 950 normal test rows:
/// clustered, a Gaussian at (0.75, 0.25), standard deviation 0.03; scattered, uniform in [0, 1] x [0, 1] but no closer than 0.2 to a normal
/// cluster's centre; novel, clustered while training, and in the test half of them so, half in a Gaussian at (0.25, 0.75), standard
/// deviation 0.03, where no row was trained on. The paper shows pictures of its cases: these are like them, not the
/// same.
/// </summary>
internal static class ToyData
{
    public const string Clustered = "clustered";
    public const string Scattered = "scattered";
    public const string Novel = "novel";

    private const int TrainingNormalCount = 980;
    private const int LabeledCount = 30;
    private const int HiddenCount = 20;
    private const int TestNormalCount = 950;
    private const int TestAbnormalCount = 50;
    private const double NormalDeviation = 0.05;
    private const double AbnormalDeviation = 0.03;
    private const double Distance = 0.2;

    private static readonly (double X, double Y)[] NormalCenters = [(0.3, 0.3), (0.6, 0.55)];
    private static readonly (double X, double Y) KnownCenter = (0.75, 0.25);
    private static readonly (double X, double Y) NovelCenter = (0.25, 0.75);

    /// <summary>Gets the names of the cases.</summary>
    public static IReadOnlyList<string> Names { get; } = [Clustered, Scattered, Novel];

    /// <summary>Makes the rows of a case.</summary>
    /// <param name="name">The case, one of <see cref="Names"/>.</param>
    /// <param name="random">Random numbers.</param>
    public static WeakLabelData Of(string name, SeededRandom random)
    {
        var training = new FeatureMatrixBuilder(2, TrainingNormalCount + LabeledCount + HiddenCount);
        var test = new FeatureMatrixBuilder(2, TestNormalCount + TestAbnormalCount);
        AddNormal(training, TrainingNormalCount, random);
        AddAbnormal(training, name, LabeledCount + HiddenCount, isTest: false, random);
        AddNormal(test, TestNormalCount, random);
        AddAbnormal(test, name, TestAbnormalCount, isTest: true, random);
        var labels = new RowLabel[training.RowCount];
        labels.AsSpan(TrainingNormalCount, LabeledCount).Fill(RowLabel.Abnormal);
        return new WeakLabelData
        {
            Training = training.ToMatrix(),
            Labels = PoolLabels.Copy(labels),
            Contamination = HiddenCount / (double)(HiddenCount + TrainingNormalCount),
            Test = test.ToMatrix(),
            TestTruth = [.. Enumerable.Range(0, TestNormalCount + TestAbnormalCount).Select(row => row >= TestNormalCount)],
        };
    }

    private static void AddNormal(FeatureMatrixBuilder rows, int count, SeededRandom random)
    {
        for (var i = 0; i < count; i++)
        {
            AddNear(rows, NormalCenters[i % NormalCenters.Length], NormalDeviation, random);
        }
    }

    private static void AddAbnormal(FeatureMatrixBuilder rows, string name, int count, bool isTest, SeededRandom random)
    {
        for (var i = 0; i < count; i++)
        {
            if (name == Scattered)
            {
                AddFarFromNormal(rows, random);
            }
            else
            {
                AddNear(rows, name == Novel && isTest && i % 2 == 1 ? NovelCenter : KnownCenter, AbnormalDeviation, random);
            }
        }
    }

    private static void AddNear(FeatureMatrixBuilder rows, (double X, double Y) center, double deviation, SeededRandom random) =>
        rows.Add([(float)(center.X + (deviation * random.NextNormal())), (float)(center.Y + (deviation * random.NextNormal()))]);

    private static void AddFarFromNormal(FeatureMatrixBuilder rows, SeededRandom random)
    {
        // Two discs of radius 0.2 take a quarter of the square: a draw in four is made again.
        (double X, double Y) point;
        do
        {
            point = (random.NextDouble(), random.NextDouble());
        }
        while (NormalCenters.Any(center => Math.Sqrt(Square(point.X - center.X) + Square(point.Y - center.Y)) < Distance));

        rows.Add([(float)point.X, (float)point.Y]);
    }

    private static double Square(double value) => value * value;
}
