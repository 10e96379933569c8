using ActiveAnomaly.Objectives;

namespace ActiveAnomaly.Training.Managed;

/// <summary>
/// An update group of a managed training run. Passes that share an objective run together; the others one after the other, each forward and
/// backward before the next begins, while its numbers are in the cache.
/// </summary>
internal sealed class ManagedGroup
{
    private readonly Cluster[] _clusters;
    private readonly ManagedPart[] _parts;
    private readonly ManagedOptimizer[] _optimizers;
    private readonly double? _largestNorm;

    public ManagedGroup(
        UpdateGroup group,
        Func<TrainingPass, ManagedPass> passOf,
        Func<NetworkPart, ManagedPart> partOf,
        Func<ManagedPart, ManagedOptimizer> optimizerOf,
        bool wantsInputGradients)
    {
        _parts = [.. group.Parts.Select(partOf)];
        _optimizers = [.. _parts.Select(optimizerOf)];
        _largestNorm = group.Optimizer.LargestGradientNorm;
        _clusters = [.. Clusters(group.Objectives).Select(
            objectives => new Cluster(objectives, passOf, pass => group.Needs(pass, wantsInputGradients)))];
    }

    /// <summary>Computes the gradient of the group's parts, penalties included.</summary>
    /// <returns>What the penalties add to the loss.</returns>
    public double Run(int step, bool batchStatistics, Action<Objective, float> lossOf, Func<Objective, bool> wantsLoss)
    {
        foreach (var part in _parts)
        {
            part.Moves = true;
            part.HasGradient = false;
        }

        foreach (var cluster in _clusters)
        {
            cluster.Run(step, batchStatistics, lossOf, wantsLoss);
        }

        var penalty = 0.0;
        foreach (var part in _parts)
        {
            part.Moves = false;
            part.CompleteGradient();
            penalty += part.AddPenalty();
        }

        return penalty;
    }

    public void Optimize()
    {
        if (_largestNorm is { } largest)
        {
            Shorten(largest);
        }

        foreach (var optimizer in _optimizers)
        {
            optimizer.Step();
        }
    }

    private void Shorten(double largest)
    {
        var squares = 0.0;
        foreach (var part in _parts)
        {
            squares += part.SquaredGradientNorm();
        }

        var norm = Math.Sqrt(squares);
        if (norm > largest)
        {
            foreach (var part in _parts)
            {
                part.ScaleGradient((float)(largest / norm));
            }
        }
    }

    /// <summary>Puts objectives together that read a pass in common, in the order of the first of each.</summary>
    private static List<List<Objective>> Clusters(IReadOnlyList<Objective> objectives)
    {
        var clusters = new List<List<Objective>>();
        foreach (var objective in objectives)
        {
            var passes = objective.Values.Select(value => value.Pass).ToHashSet();
            var met = clusters.Where(cluster => cluster.Any(other => other.Values.Any(value => passes.Contains(value.Pass)))).ToList();
            if (met.Count == 0)
            {
                clusters.Add([objective]);
                continue;
            }

            met[0].Add(objective);
            foreach (var further in met.Skip(1))
            {
                met[0].AddRange(further);
                clusters.Remove(further);
            }
        }

        return clusters;
    }

    private sealed class Cluster
    {
        private readonly Objective[] _objectives;
        private readonly BatchValue[][] _values;
        private readonly bool[][] _needsOfObjectives;
        private readonly ManagedPass[] _passes;
        private readonly bool[][] _needs;

        public Cluster(List<Objective> objectives, Func<TrainingPass, ManagedPass> passOf, Func<TrainingPass, bool[]> needsOf)
        {
            _objectives = [.. objectives];
            _values = [.. objectives.Select(objective => objective.Values.Select(value => passOf(value.Pass)[value]).ToArray())];
            TrainingPass[] passes = [.. objectives.SelectMany(objective => objective.Values).Select(value => value.Pass).Distinct()];
            _passes = [.. passes.Select(passOf)];
            _needs = [.. passes.Select(needsOf)];
            _needsOfObjectives = [.. objectives.Select(
                objective => objective.Values.Select(value => _needs[Array.IndexOf(passes, value.Pass)][value.Index]).ToArray())];
        }

        public void Run(
            int step, bool batchStatistics, Action<Objective, float> lossOf, Func<Objective, bool> wantsLoss)
        {
            foreach (var pass in _passes)
            {
                pass.Forward(step, batchStatistics);
            }

            for (var i = 0; i < _objectives.Length; i++)
            {
                Evaluate(i, lossOf, wantsLoss(_objectives[i]));
            }

            for (var i = 0; i < _passes.Length; i++)
            {
                _passes[i].Backward(_needs[i], batchStatistics);
            }
        }

        private void Evaluate(int index, Action<Objective, float> lossOf, bool withLoss)
        {
            var values = _values[index];
            foreach (var value in values)
            {
                value.BeginGradient();
            }

            var loss = _objectives[index].Evaluate(values, withLoss);
            for (var i = 0; i < values.Length; i++)
            {
                if (_needsOfObjectives[index][i])
                {
                    values[i].EndGradient();
                }
            }

            if (withLoss)
            {
                lossOf(_objectives[index], loss);
            }
        }
    }
}
