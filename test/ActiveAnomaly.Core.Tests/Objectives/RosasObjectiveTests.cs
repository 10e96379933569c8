using ActiveAnomaly.Randomness;
using ActiveAnomaly.Training;

namespace ActiveAnomaly.Objectives;

/// <summary>The loss against one written out in double precision, its gradient against central differences of that.</summary>
[TestClass]
public sealed class RosasObjectiveTests
{
    private const int TripletCount = 4;
    private const int EmbeddingSize = 3;
    private const int RowCount = 3 * TripletCount;

    /// <summary>Single precision of numbers near 1, in sums of a few.</summary>
    private const double Tolerance = 2e-6;

    /// <summary>A tenth of single precision of the gradient, and the third derivative times the square of the step.</summary>
    private const double GradientTolerance = 2e-6;

    public static IEnumerable<object[]> Cases =>
        from ablation in Enum.GetValues<RosasAblation>()
        from epoch in (int[])[0, 1]
        from mixedRowCount in IsMixed(ablation) ? (int[])[2, 4] : [2]
        select new object[] { ablation, epoch, mixedRowCount };

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void Evaluate_AnyLoss_IsTheReferencesAndSoIsItsGradient(RosasAblation ablation, int epoch, int mixedRowCount)
    {
        var run = new Run(ablation, mixedRowCount);
        run.Objective.BeginEpoch(0);
        if (epoch == 1)
        {
            // An epoch of two steps before: means other than 1.
            run.Evaluate();
            run.Numbers[0] += 0.25;
            run.Evaluate();
            run.Objective.BeginEpoch(1);
            Assert.AreEqual(run.Sums.Embedding / 2, run.Objective.EmbeddingMean, Tolerance);
            Assert.AreEqual(run.Sums.Score / 2, run.Objective.ScoreMean, Tolerance);
            Assert.AreNotEqual(1, run.Objective.ScoreMean);
        }

        var (loss, gradient) = run.Evaluate();
        Assert.AreEqual(run.Loss(run.Numbers), loss, Tolerance);
        for (var i = 0; i < run.Numbers.Length; i++)
        {
            Assert.AreEqual(run.Slope(i), gradient[i], GradientTolerance, $"Number {i}");
        }
    }

    [TestMethod]
    [DataRow(0.0, 0.0, 0.0)]
    [DataRow(0.5, 0.125, 0.5)]
    [DataRow(-0.5, 0.125, -0.5)]
    [DataRow(1.0, 0.5, 1.0)]
    [DataRow(-3.0, 2.5, -1.0)]
    public void Smooth_OfADifference_IsQuadraticUpToOneAndLinearAbove(double difference, double loss, double slope) =>
        Assert.AreEqual((loss, slope), RosasObjective.Smooth(difference));

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void Evaluate_EpochBeforeWithoutALoss_GivesItNoShare(bool ofEmbeddings)
    {
        var run = new Run(RosasAblation.MixedRows, 2);
        run.Objective.BeginEpoch(0);
        var before = run.Numbers.ToArray();
        if (ofEmbeddings)
        {
            // Negatives far away: no triplet is violated.
            for (var i = 2 * TripletCount * EmbeddingSize; i < RowCount * EmbeddingSize; i++)
            {
                run.Numbers[i] = 50;
            }
        }
        else
        {
            for (var row = 0; row < RowCount; row++)
            {
                run.Numbers[(RowCount * EmbeddingSize) + row] = row < 2 * TripletCount ? -1 : 1;
            }
        }

        run.Evaluate();
        run.Objective.BeginEpoch(1);
        before.CopyTo(run.Numbers, 0);
        var (embedding, score, norm) = run.Parts(run.Numbers);
        Assert.IsGreaterThan(0.1, Math.Abs(embedding - score));
        Assert.AreEqual((ofEmbeddings ? score : embedding) + (0.01 * norm), run.Evaluate().Loss, Tolerance);
    }

    [TestMethod]
    public void Evaluate_LossFarAboveTheEpochBefore_StaysFinite()
    {
        // A quotient of exponentials would be infinite by infinite.
        var run = new Run(RosasAblation.MixedRows, 2);
        run.Objective.BeginEpoch(0);
        for (var row = 0; row < RowCount; row++)
        {
            run.Numbers[(RowCount * EmbeddingSize) + row] = (row < 2 * TripletCount ? -1 : 1) + 1e-4;
        }

        run.Evaluate();
        run.Objective.BeginEpoch(1);
        run.Numbers[(RowCount * EmbeddingSize) + 1] = 1e3;
        var (loss, gradient) = run.Evaluate();
        Assert.IsTrue(float.IsFinite(loss) && gradient.All(float.IsFinite));
    }

    [TestMethod]
    public void Evaluate_EmbeddingsThatAreAllZero_HaveNoGradientOfTheNorm()
    {
        var run = new Run(RosasAblation.EmbeddingLoss, 2);
        Array.Clear(run.Numbers, 0, RowCount * EmbeddingSize);
        run.Objective.BeginEpoch(0);
        Assert.IsTrue(run.Evaluate().Gradient.Take(RowCount * EmbeddingSize).All(slope => slope == 0));
    }

    [TestMethod]
    public void Evaluate_EmbeddingsOfAlmostZero_HaveNoGradientOfTheNorm()
    {
        // 0.01 / (12 * 1e-44) is beyond single precision, and infinity times the zeros among them is NaN.
        var run = new Run(RosasAblation.EmbeddingLoss, 2);
        for (var i = 0; i < RowCount * EmbeddingSize; i++)
        {
            run.Numbers[i] = i % EmbeddingSize == 0 ? 0 : 1e-44;
        }

        run.Objective.BeginEpoch(0);
        var gradient = run.Evaluate().Gradient[..(RowCount * EmbeddingSize)];
        Assert.AreSequenceEqual(new float[RowCount * EmbeddingSize], gradient);
    }

    [TestMethod]
    public void Evaluate_SmallEmbeddings_HaveTheGradientOfTheNorm()
    {
        // Each of 12 sums is 3e-30, their norm that times the root of 12: the slope is 0.01 / root 12 for every number.
        var run = new Run(RosasAblation.EmbeddingLoss, 2);
        Array.Fill(run.Numbers, 1e-30, 0, RowCount * EmbeddingSize);
        run.Objective.BeginEpoch(0);
        foreach (var slope in run.Evaluate().Gradient[..(RowCount * EmbeddingSize)])
        {
            Assert.AreEqual(0.01 / Math.Sqrt(TripletCount * EmbeddingSize), slope, 1e-8);
        }
    }

    [TestMethod]
    public void Evaluate_BatchOfAnotherMake_Throws()
    {
        var objective = new RosasObjective(Value(EmbeddingSize, out var pass), Column(pass), 1, RosasAblation.MixedRows);
        objective.Prepare(4);
        var batch = ObjectiveRun.Batch(new float[4], 1, wantsGradient: true);
        Assert.Contains(
            "The batch holds 4 rows",
            Assert.ThrowsExactly<InvalidOperationException>(() => objective.Evaluate([batch, batch], withLoss: true)).Message);
    }

    [TestMethod]
    public void Constructor_WhatDoesNotFit_Throws()
    {
        var embeddings = Value(EmbeddingSize, out var pass);
        var (scores, mixed) = (Column(pass), Column(pass));
        var mix = pass.Mix(pass.Inputs, 0.5, new SeededRandom(1));
        var other = Value(1, out var otherPass);
        var otherMix = otherPass.Mix(other, 0.5, new SeededRandom(1));
        Assert.ThrowsExactly<ArgumentException>(() => new RosasObjective(embeddings, scores, mix, mixed, 1, RosasAblation.MixedRows));
        Assert.ThrowsExactly<ArgumentException>(() => new RosasObjective(embeddings, scores, mix, mixed, 1, (RosasAblation)9));
        Assert.ThrowsExactly<ArgumentException>(() => new RosasObjective(embeddings, scores, 1, RosasAblation.None));
        Assert.ThrowsExactly<ArgumentException>(() => new RosasObjective(embeddings, scores, otherMix, mixed, 1, RosasAblation.None));
        Assert.ThrowsExactly<ArgumentException>(() => new RosasObjective(embeddings, scores, mix, other, 1, RosasAblation.None));
        Assert.ThrowsExactly<ArgumentException>(() => new RosasObjective(scores, embeddings, mix, mixed, 1, RosasAblation.None));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => new RosasObjective(embeddings, scores, mix, mixed, -1, RosasAblation.None));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => new RosasObjective(embeddings, scores, double.NaN, RosasAblation.MixedRows));
    }

    private static bool IsMixed(RosasAblation ablation) =>
        ablation is not (RosasAblation.MixedRows or RosasAblation.RegressionForDeviation);

    private static PassValue Value(int size, out TrainingPass pass)
    {
        pass = new TrainingPass(new FixedRowsSource([.. Enumerable.Range(0, RowCount)]), size);
        return pass.Inputs;
    }

    private static PassValue Column(TrainingPass pass) => pass.SquaredDistance(pass.Inputs, new float[pass.Inputs.Size]);

    /// <summary>Numbers of embeddings, scores and mixed scores, and the loss of them twice.</summary>
    private sealed class Run
    {
        private const double Margin = 0.7;

        private readonly RosasAblation _ablation;
        private readonly MixOperation _mix;

        public Run(RosasAblation ablation, int mixedRowCount)
        {
            _ablation = ablation;
            var embeddings = Value(EmbeddingSize, out var pass);
            var (scores, mixedScores) = (Column(pass), Column(pass));
            _mix = pass.Mix(embeddings, 0.5, new SeededRandom(5), mixedRowCount);
            _mix.Prepare(RowCount);
            _mix.BeginEpoch(0);
            _mix.BeginBatch(RowCount);
            Objective = IsMixed(ablation)
                ? new RosasObjective(embeddings, scores, _mix, mixedScores, Margin, ablation)
                : new RosasObjective(embeddings, scores, Margin, ablation);
            Objective.Prepare(RowCount);
            var random = new Random(2);
            Numbers = [.. Enumerable.Range(0, RowCount * (EmbeddingSize + 2)).Select(_ => (double)(1.5f - (3 * random.NextSingle())))];
        }

        public RosasObjective Objective { get; }

        public double[] Numbers { get; }

        public (double Embedding, double Score) Sums { get; private set; }

        public (float Loss, float[] Gradient) Evaluate()
        {
            var parts = Parts(Numbers);
            Sums = (Sums.Embedding + parts.Embedding, Sums.Score + parts.Score);
            float[] numbers = [.. Numbers.Select(number => (float)number)];
            var embeddings = ObjectiveRun.Batch(numbers[..(RowCount * EmbeddingSize)], EmbeddingSize, wantsGradient: true);
            var scores = ObjectiveRun.Batch(numbers[(RowCount * EmbeddingSize)..(RowCount * (EmbeddingSize + 1))], 1, wantsGradient: true);
            var mixed = ObjectiveRun.Batch(numbers[(RowCount * (EmbeddingSize + 1))..], 1, wantsGradient: true);
            var loss = Objective.Evaluate(IsMixed(_ablation) ? [embeddings, scores, mixed] : [embeddings, scores], withLoss: true);
            return (loss, [.. embeddings.Gradient, .. scores.Gradient, .. mixed.Gradient]);
        }

        public double Slope(int index)
        {
            const double step = 1e-4;
            double At(double change)
            {
                var moved = Numbers.ToArray();
                moved[index] += change;
                return Loss(moved);
            }

            return (At(step) - At(-step)) / (2 * step);
        }

        public double Loss(double[] numbers)
        {
            var (embedding, score, norm) = Parts(numbers);
            var (k1, k2) = (Math.Exp(embedding / Objective.EmbeddingMean / 2), Math.Exp(score / Objective.ScoreMean / 2));
            var total = _ablation == RosasAblation.EmbeddingLoss ? score : ((k1 * embedding) + (k2 * score)) / (k1 + k2);
            return total + (0.01 * norm);
        }

        public (double Embedding, double Score, double Norm) Parts(double[] numbers)
        {
            double Z(int row, int k) => numbers[(row * EmbeddingSize) + k];
            double S(int row) => numbers[(RowCount * EmbeddingSize) + row];
            double Mixed(int row) => numbers[(RowCount * (EmbeddingSize + 1)) + row];
            double Target(int row) => row < 2 * TripletCount ? -1 : 1;
            double Distance(int i, int j) =>
                Math.Sqrt(Enumerable.Range(0, EmbeddingSize).Sum(k => Math.Pow(Z(i, k) - Z(j, k) + 1e-6, 2)));
            double Smooth(double e) => Math.Abs(e) < 1 ? e * e / 2 : Math.Abs(e) - 0.5;
            var embedding = Enumerable.Range(0, TripletCount).Average(
                i => Math.Max(Distance(i, TripletCount + i) - Distance(i, (2 * TripletCount) + i) + Margin, 0));
            var norm = Math.Sqrt(Enumerable.Range(0, TripletCount * EmbeddingSize).Sum(
                i => Math.Pow(Enumerable.Range(0, 3).Sum(third => numbers[(third * TripletCount * EmbeddingSize) + i]), 2)));
            var score = Enumerable.Range(0, RowCount).Average(row =>
            {
                if (_ablation == RosasAblation.MixedRows)
                {
                    return Smooth(S(row) - Target(row));
                }

                if (_ablation == RosasAblation.RegressionForDeviation)
                {
                    return Target(row) < 0 ? Math.Abs(S(row)) : Math.Max(5 - S(row), 0);
                }

                var members = Enumerable.Range(0, _mix.MixedRowCount)
                    .Select(m => (Weight: (double)_mix.WeightsOf(m)[row], Row: _mix.PlacesOf(m)[row]))
                    .ToList();
                var target = members.Sum(member => member.Weight * Target(member.Row));
                target = _ablation == RosasAblation.ContinuousTargets ? (target > 0 ? 1 : -1) : target;
                var mean = members.Sum(member => member.Weight * S(member.Row));
                return Smooth(Mixed(row) - target) + (_ablation == RosasAblation.Consistency ? 0 : Smooth(Mixed(row) - mean));
            });
            return (embedding, score, norm);
        }
    }
}
