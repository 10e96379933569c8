using ActiveAnomaly.Kernels;
using ActiveAnomaly.Training.Managed;

namespace ActiveAnomaly.Training;

/// <summary>
/// Compares the gradient that the managed engine computes from a plan's objectives and operations with central differences of the loss: for
/// tests of an objective or of an operation of your own. Nothing is trained.
/// </summary>
public static class GradientCheck
{
    /// <summary>Compares, for every update group, the gradient of its first step by the numbers of the parts that it moves.</summary>
    /// <param name="plan">
    /// Makes the plan, with objectives, operations and batches of its own each time and always the same ones, seeds included: it is called
    /// once a loss, twice a number. Few rows and narrow layers make a check that takes milliseconds.
    /// </param>
    /// <param name="move">
    /// How far a number is moved to either side, above 0. Losses are rounded to 1 part in 10^7 and the quotient by that divided by the
    /// move; a large move reaches further than the tangent, and past the kinks of rectifiers.
    /// </param>
    /// <param name="largestCount">The most numbers of a part that are compared, evenly spaced through its layers; at least 1.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <returns>A comparison for each part of each group, in their order.</returns>
    /// <exception cref="ArgumentException">
    /// The plan is invalid or moves no part, or two calls gave the same plan or different losses.
    /// </exception>
    /// <exception cref="TrainingDivergedException">A loss is not finite.</exception>
    /// <exception cref="OperationCanceledException">The check was cancelled.</exception>
    public static IReadOnlyList<GradientComparison> Run(
        Func<TrainingPlan> plan, float move = 1e-3f, int largestCount = 500, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        if (!(move > 0) || !float.IsFinite(move))
        {
            throw new ArgumentOutOfRangeException(
                nameof(move), move, FormattableString.Invariant($"A number would be moved by {move}; above 0 and finite is allowed."));
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(largestCount, 1);
        var first = plan();
        first.Validate();
        if (first.Groups.All(group => group.Parts.Count == 0))
        {
            throw new ArgumentException("No group of the plan moves a part, and there is no gradient to compare.", nameof(plan));
        }

        var comparisons = new List<GradientComparison>();
        for (var group = 0; group < first.Groups.Count; group++)
        {
            var run = FirstStep(Anew(), group);
            var loss = FirstStep(Anew(), group).EpochLoss;
            if (loss != run.EpochLoss)
            {
                throw new ArgumentException(
                    $"The first loss of group {group} is {run.EpochLoss:R}, and {loss:R} with the plan made anew; each call must make the "
                    + "same plan: give its batches, noise and first weights the same seeds each time.",
                    nameof(plan));
            }

            foreach (var part in first.Groups[group].Parts)
            {
                comparisons.Add(Compare(Anew, run, group, first.Parts.ToList().IndexOf(part), move, largestCount, cancellationToken));
            }
        }

        return comparisons;

        TrainingPlan Anew()
        {
            var made = plan();
            return !ReferenceEquals(made, first) && made.Groups.Count == first.Groups.Count && made.Parts.Count == first.Parts.Count
                && !made.Groups.SelectMany(group => group.Objectives).Intersect(first.Groups.SelectMany(group => group.Objectives)).Any()
                    ? made
                    : throw new ArgumentException(
                        "A call gave the same plan or objective as the first one, or another number of groups or parts; each call must "
                        + "make the same plan anew, for an objective serves one run.",
                        nameof(plan));
        }
    }

    private static GradientComparison Compare(
        Func<TrainingPlan> plan,
        ManagedTrainingRun run,
        int group,
        int part,
        float move,
        int largestCount,
        CancellationToken cancellation)
    {
        float[][] gradients = [.. run.Parts[part].Layers.Select(layer => layer.Gradient())];
        var places = gradients.SelectMany((layer, l) => layer.Select((_, i) => (Layer: l, Index: i))).ToList();
        var count = Math.Min(places.Count, largestCount);
        var entries = new List<GradientEntry>(count);
        for (var i = 0; i < count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var (layer, index) = places[(int)((long)i * places.Count / count)];
            var (above, below) = (Moved(layer, index, move), Moved(layer, index, -move));
            var difference = (above.Loss - below.Loss) / (above.Number - below.Number);
            entries.Add(new GradientEntry(layer, index, gradients[layer][index], difference));
        }

        return new GradientComparison(group, run.Parts[part].Part.Name, entries);

        (double Loss, double Number) Moved(int layer, int index, float change)
        {
            var number = 0f;
            var moved = FirstStep(plan(), group, fresh => number = fresh.Parts[part].Layers[layer].Move(index, change));
            return (moved.EpochLoss, number);
        }
    }

    private static ManagedTrainingRun FirstStep(TrainingPlan plan, int group, Action<ManagedTrainingRun>? before = null)
    {
        var run = new ManagedTrainingRun(plan, KernelSet.For(VectorPath.Scalar));
        before?.Invoke(run);
        run.BeginEpoch(0);
        run.RunGroup(group, step: 0, lastOfEpoch: true);
        return run;
    }
}
