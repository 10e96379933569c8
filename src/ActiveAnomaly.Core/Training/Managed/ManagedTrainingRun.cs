using ActiveAnomaly.Kernels;
using ActiveAnomaly.Objectives;

namespace ActiveAnomaly.Training.Managed;

/// <summary>
/// The state of one training run on the managed engine. Nothing is allocated after construction, but for the blocks of large
/// products, once a thread, and what it takes to run these in parts.
/// </summary>
internal sealed class ManagedTrainingRun
{
    private readonly TrainingPlan _plan;
    private readonly ManagedPass[] _passes;
    private readonly ManagedGroup[] _groups;
    private readonly Objective[] _objectives;
    private readonly double[] _lossSums;
    private readonly int[] _lossCounts;
    private readonly Action<Objective, float> _lossOf;
    private readonly Func<Objective, bool> _wantsLoss;
    private int _epochIndex;
    private int _step;
    private bool _lastOfEpoch;
    private bool _batchStatistics = true;
    private double _penaltySum;
    private int _stepCount;

    /// <summary>Allocates a run's memory.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="kernels">The kernels.</param>
    /// <param name="wantsInputGradients">Whether gradients of the rows are computed too: for tests.</param>
    /// <param name="looksForZeros">Whether products leave out the zeros of rows that are almost all zero.</param>
    public ManagedTrainingRun(TrainingPlan plan, KernelSet kernels, bool wantsInputGradients = false, bool looksForZeros = true)
    {
        _plan = plan;
        var passes = plan.Passes;
        _objectives = [.. plan.Groups.SelectMany(group => group.Objectives)];
        _lossSums = new double[_objectives.Length];
        _lossCounts = new int[_objectives.Length];
        _lossOf = AddLoss;
        _wantsLoss = objective => _lastOfEpoch || objective.LossEveryStep;
        var parts = plan.Parts.ToDictionary(
            part => part,
            part => new ManagedPart(part, NeedsInputGradient(part, passes, wantsInputGradients)));
        Parts = [.. plan.Parts.Select(part => parts[part])];
        var byPass = passes.ToDictionary(
            pass => pass,
            pass => new ManagedPass(
                pass,
                plan.Rows,
                kernels,
                part => parts[part],
                value => WriterCount(value, _objectives),
                wantsInputGradients,
                looksForZeros));
        _passes = [.. passes.Select(pass => byPass[pass])];
        _groups =
        [
            .. plan.Groups.Select(group => new ManagedGroup(
                group,
                pass => byPass[pass],
                part => parts[part],
                part => new ManagedOptimizer(kernels, part, group.Optimizer),
                wantsInputGradients)),
        ];
        foreach (var objective in _objectives)
        {
            objective.Use(kernels);
            objective.Prepare(objective.Values.Max(value => value.Pass.Source.LargestBatch));
        }
    }

    /// <summary>Gets the parts, in the plan's order.</summary>
    public IReadOnlyList<ManagedPart> Parts { get; }

    /// <summary>Gets the loss of the epoch so far, as <see cref="EpochProgress.Loss"/> defines it.</summary>
    public double EpochLoss
    {
        get
        {
            var loss = 0.0;
            for (var i = 0; i < _lossSums.Length; i++)
            {
                loss += _lossCounts[i] == 0 ? 0 : _lossSums[i] / _lossCounts[i];
            }

            return loss + (_stepCount == 0 ? 0 : _penaltySum / _stepCount);
        }
    }

    public void BeginEpoch(int epochIndex)
    {
        _epochIndex = epochIndex;
        _batchStatistics = !(epochIndex >= _plan.FrozenFromEpoch);
        Array.Clear(_lossSums);
        Array.Clear(_lossCounts);
        (_penaltySum, _stepCount) = (0, 0);
        foreach (var pass in _passes)
        {
            pass.BeginEpoch(epochIndex);
        }

        foreach (var objective in _objectives)
        {
            objective.BeginEpoch(epochIndex);
        }
    }

    /// <summary>One step: every group's passes forward and backward, then its optimiser.</summary>
    public void Step(int step, bool lastOfEpoch)
    {
        _stepCount++;
        for (var i = 0; i < _groups.Length; i++)
        {
            RunGroup(i, step, lastOfEpoch);
            _groups[i].Optimize();
        }
    }

    /// <summary>A group's passes without the optimiser; alone, for checks of gradients, it counts as a step.</summary>
    internal void RunGroup(int groupIndex, int step, bool lastOfEpoch)
    {
        _stepCount = Math.Max(_stepCount, 1);
        _step = step;
        _lastOfEpoch = lastOfEpoch;
        _penaltySum += _groups[groupIndex].Run(step, _batchStatistics, _lossOf, _wantsLoss);
    }

    /// <summary>Gets the number of products that left zeros out so far: for tests.</summary>
    internal int SparseProductCount => _passes.Sum(pass => pass.SparseProductCount);

    /// <summary>Gets a value's memory: for tests of gradients.</summary>
    internal BatchValue Value(PassValue value) => _passes[_plan.Passes.ToList().IndexOf(value.Pass)][value];

    private static bool NeedsInputGradient(NetworkPart part, IReadOnlyList<TrainingPass> passes, bool wantsInputGradients) =>
        wantsInputGradients
        || passes.Any(pass => pass.Operations.Any(
            operation => operation is PartOperation applied && applied.Part == part && applied.Inputs[0].Index > 0));

    /// <summary>How many give a gradient of a value: objectives, and operations that read it.</summary>
    private static int WriterCount(PassValue value, Objective[] objectives) =>
        objectives.Sum(objective => objective.Values.Count(read => read == value))
        + value.Pass.Operations.Sum(operation => operation.Inputs.Count(read => read == value));

    private void AddLoss(Objective objective, float loss)
    {
        if (!float.IsFinite(loss))
        {
            throw new TrainingDivergedException(_epochIndex, _step, loss);
        }

        var index = Array.IndexOf(_objectives, objective);
        _lossSums[index] += loss;
        _lossCounts[index]++;
    }
}
