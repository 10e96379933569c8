namespace ActiveAnomaly.Graphs;

// What is done again and again: along an axis, or a number of times. A body may use every value from outside of it.
public sealed partial class GraphBuilder
{
    /// <summary>
    /// Goes along an axis of some values step by step and carries states: what is summed up in a fixed order, such as a distance feature
    /// after feature.
    /// </summary>
    /// <param name="states">What each state is before the first step.</param>
    /// <param name="sequences">What is gone along, at least one value; all their axes are equally long.</param>
    /// <param name="axes">For each of them, along which axis.</param>
    /// <param name="body">
    /// Makes a step's graph. It is given the states before the step and, for each sequence, what lies at the step, without the axis; it
    /// gives the states after the step, each of the type and shape it had before, and then what is collected of every step.
    /// </param>
    /// <returns>The states after the last step, and what was collected, along a new first axis.</returns>
    public IReadOnlyList<GraphValue> Scan(
        IReadOnlyList<GraphValue> states,
        IReadOnlyList<GraphValue> sequences,
        IReadOnlyList<int> axes,
        Func<IReadOnlyList<GraphValue>, IReadOnlyList<GraphValue>, IReadOnlyList<GraphValue>> body)
    {
        const string name = "Scan";
        ArgumentNullException.ThrowIfNull(states);
        ArgumentNullException.ThrowIfNull(sequences);
        ArgumentNullException.ThrowIfNull(axes);
        ArgumentNullException.ThrowIfNull(body);
        if (sequences.Count == 0 || axes.Count != sequences.Count)
        {
            throw new ArgumentException(
                $"Scan is given {sequences.Count} values to go along and {axes.Count} axes; at least one value, and an axis for each.",
                nameof(axes));
        }

        int[] counted = [.. sequences.Select((sequence, i) => Axis(name, sequence, axes[i], sequence.Rank))];
        long?[] lengths = [.. sequences.Select((sequence, i) => sequence.Shape[counted[i]]).Where(size => size is not null).Distinct()];
        if (lengths.Length > 1)
        {
            throw new ArgumentException(
                $"Scan goes along {string.Join(" and ", sequences)}, along axes {string.Join(" and ", counted)}: "
                + "they are not equally long.",
                nameof(sequences));
        }

        var repeated = Repeat(
            name,
            scope =>
            {
                GraphValue[] before = [.. states.Select(state => New("state", state.Type, state.Shape, scope))];
                GraphValue[] steps = [.. sequences.Select(
                    (sequence, i) => New("step", sequence.Type, Without(sequence.Shape, counted[i], keepAxis: false), scope))];
                return ([.. before, .. steps], body(before, steps));
            });
        RequireStates(name, states, repeated.Outputs, shapesStay: true);
        GraphValue[] outputs = [.. states.Select(state => New(name, state.Type, state.Shape, _scope)),
            .. Collected(name, repeated, states.Count, lengths is [{ } length] ? length : null)];
        Add(
            name,
            string.Empty,
            [.. states, .. sequences],
            outputs,
            [
                new GraphSetting("num_scan_inputs", (long)sequences.Count),
                new GraphSetting("scan_input_axes", counted.Select(axis => (long)axis).ToArray()),
                new GraphSetting("body", repeated),
            ]);
        return outputs;
    }

    /// <summary>Repeats a body a number of times and carries states.</summary>
    /// <param name="count">How many times, a single element, Int64.</param>
    /// <param name="states">What each state is before the first time.</param>
    /// <param name="body">
    /// Makes the body's graph. It is given which time it is, from 0, a single element, Int64, and the states before; it gives the
    /// states after, each of the type and the number of axes it had before, and then what is collected every time.
    /// </param>
    /// <returns>The states after the last time, and what was collected, along a new first axis.</returns>
    public IReadOnlyList<GraphValue> Loop(
        GraphValue count,
        IReadOnlyList<GraphValue> states,
        Func<GraphValue, IReadOnlyList<GraphValue>, IReadOnlyList<GraphValue>> body)
    {
        const string name = "Loop";
        ArgumentNullException.ThrowIfNull(states);
        ArgumentNullException.ThrowIfNull(body);
        Require(name, count, GraphElementType.Int64);
        RequireSingle(name, count);
        var goesOn = Scalar(true);
        var repeated = Repeat(
            name,
            scope =>
            {
                var iteration = New("iteration", GraphElementType.Int64, [], scope);
                var condition = New("condition", GraphElementType.Boolean, [], scope);
                GraphValue[] before = [.. states.Select(state => New("state", state.Type, Open(state.Shape), scope))];
                return ([iteration, condition, .. before], [condition, .. body(iteration, before)]);
            });
        var results = repeated.Outputs.Skip(1).ToArray();
        RequireStates(name, states, results, shapesStay: false);
        GraphValue[] outputs = [.. states.Select(state => New(name, state.Type, Open(state.Shape), _scope)),
            .. Collected(name, repeated, states.Count + 1, null)];
        Add(name, string.Empty, [count, goesOn, .. states], outputs, [new GraphSetting("body", repeated)]);
        return outputs;
    }

    /// <summary>
    /// Computes a number a row in blocks of rows, so that what a block needs in between is the only memory: a Loop, and some operators
    /// around it.
    /// </summary>
    /// <param name="rows">The rows, of two axes.</param>
    /// <param name="blockRowCount">The most rows of a block, at least 1.</param>
    /// <param name="body">
    /// Makes a block's graph. It is given the block's rows, and gives one element a row, of one axis. A row's result may depend on that
    /// row only: to fill a block up, rows are computed more than once.
    /// </param>
    /// <returns>The elements of all rows [rows].</returns>
    public GraphValue InRowBlocks(GraphValue rows, int blockRowCount, Func<GraphValue, GraphValue> body)
    {
        const string name = "InRowBlocks";
        ArgumentNullException.ThrowIfNull(body);
        ArgumentOutOfRangeException.ThrowIfLessThan(blockRowCount, 1);
        Require(name, rows);
        if (rows.Rank != 2)
        {
            throw new ArgumentException($"{name} is given {rows}; it takes rows, of two axes.", nameof(rows));
        }

        // A small batch is one block of its own size. The last block is filled up with its last row, for all must be equally long.
        var (zero, one) = (Scalar(0L), Scalar(1L));
        var count = SizeOf(rows, 0);
        var size = Clip(count, one, Scalar((long)blockRowCount));
        var last = Subtract(count, one);
        var places = Range(zero, size, one);
        var blockCount = Divide(Add(count, Subtract(size, one)), size);
        var collected = Loop(
            blockCount,
            [],
            (block, _) =>
            {
                var result = body(Gather(rows, Minimum(Add(places, Multiply(block, size)), last)));
                return result.Rank == 1
                    ? [result]
                    : throw new InvalidOperationException(
                        $"The body of {name} gives {result}; it must give one element a row, of one axis.");
            });
        return Gather(Reshape(collected[0], -1), Range(zero, count, one));
    }

    private GraphBody Repeat(
        string @operator, Func<GraphScope, (IReadOnlyList<GraphValue> Inputs, IReadOnlyList<GraphValue> Outputs)> build)
    {
        var scope = new GraphScope(_scope);
        _scope = scope;
        try
        {
            var (inputs, outputs) = build(scope);

            // What comes out of a body must be computed in it, and each once.
            var given = new List<GraphValue>();
            foreach (var output in outputs)
            {
                Require(@operator, output);
                given.Add(scope.Computes(output) && !given.Contains(output)
                    ? output
                    : Emit("Identity", output.Type, output.Shape, [output]));
            }

            return new GraphBody(inputs, scope.Nodes, given);
        }
        finally
        {
            _scope = scope.Parent!;
        }
    }

    private IEnumerable<GraphValue> Collected(string @operator, GraphBody body, int stateCount, long? length) =>
        body.Outputs.Skip(stateCount).Select(output => New(@operator, output.Type, [length, .. output.Shape], _scope));

    private static void RequireStates(
        string @operator, IReadOnlyList<GraphValue> before, IReadOnlyList<GraphValue> after, bool shapesStay)
    {
        for (var i = 0; i < before.Count; i++)
        {
            if (i >= after.Count || after[i].Type != before[i].Type || after[i].Rank != before[i].Rank
                || (shapesStay && !before[i].Shape.Zip(after[i].Shape).All(size => size.First is null || size.Second is null
                    || size.First == size.Second)))
            {
                throw new ArgumentException(
                    $"{@operator} has the state {before[i]}, and after its body it is {(i < after.Count ? after[i] : "missing")}. "
                    + "The body gives every state first, of the type and shape that it had.",
                    nameof(after));
            }
        }
    }

    private static long?[] Open(IReadOnlyList<long?> shape) => new long?[shape.Count];
}
