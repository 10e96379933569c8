namespace ActiveAnomaly.Graphs;

// What sums up, selects and orders along an axis. Axes are counted from 0, or from -1 backwards.
public sealed partial class GraphBuilder
{
    /// <summary>Multiplies matrices: [.. x n x k] by [.. x k x m].</summary>
    /// <param name="left">A value of at least two axes, Single or Double.</param>
    /// <param name="right">Another, of the same type.</param>
    /// <returns>The product [.. x n x m].</returns>
    public GraphValue MatMul(GraphValue left, GraphValue right)
    {
        Require("MatMul", left, Floats);
        RequireSame("MatMul", left, right);
        if (left.Rank < 2 || right.Rank < 2 || (left.Shape[^1] ?? right.Shape[^2]) != (right.Shape[^2] ?? left.Shape[^1]))
        {
            throw new ArgumentException(
                $"MatMul is given {left} and {right}; both have two axes or more, and the left's last is as long as the right's last "
                + "but one.",
                nameof(right));
        }

        var outer = Broadcast("MatMul", right, [.. left.Shape.SkipLast(2)], [.. right.Shape.SkipLast(2)]);
        return Emit("MatMul", left.Type, [.. outer, left.Shape[^2], right.Shape[^1]], [left, right]);
    }

    /// <summary>Sums along an axis.</summary>
    /// <param name="value">The value.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="keepAxis">Whether the axis stays, with size 1.</param>
    /// <returns>The sums.</returns>
    public GraphValue ReduceSum(GraphValue value, int axis, bool keepAxis = false) => Reduce("ReduceSum", value, axis, keepAxis, Numbers);

    /// <summary>Averages along an axis.</summary>
    /// <param name="value">The value.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="keepAxis">Whether the axis stays, with size 1.</param>
    /// <returns>The means.</returns>
    public GraphValue ReduceMean(GraphValue value, int axis, bool keepAxis = false) => Reduce("ReduceMean", value, axis, keepAxis, Floats);

    /// <summary>Finds the largest elements along an axis.</summary>
    /// <param name="value">The value.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="keepAxis">Whether the axis stays, with size 1.</param>
    /// <returns>The largest elements.</returns>
    public GraphValue ReduceMax(GraphValue value, int axis, bool keepAxis = false) => Reduce("ReduceMax", value, axis, keepAxis, Numbers);

    /// <summary>Finds the smallest elements along an axis.</summary>
    /// <param name="value">The value.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="keepAxis">Whether the axis stays, with size 1.</param>
    /// <returns>The smallest elements.</returns>
    public GraphValue ReduceMin(GraphValue value, int axis, bool keepAxis = false) => Reduce("ReduceMin", value, axis, keepAxis, Numbers);

    /// <summary>Finds where the largest elements along an axis are, the first of equal ones.</summary>
    /// <param name="value">The value.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="keepAxis">Whether the axis stays, with size 1.</param>
    /// <returns>Places along the axis, Int64.</returns>
    public GraphValue ArgMax(GraphValue value, int axis, bool keepAxis = false) => ArgReduce("ArgMax", value, axis, keepAxis);

    /// <summary>Finds where the smallest elements along an axis are, the first of equal ones.</summary>
    /// <param name="value">The value.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="keepAxis">Whether the axis stays, with size 1.</param>
    /// <returns>Places along the axis, Int64.</returns>
    public GraphValue ArgMin(GraphValue value, int axis, bool keepAxis = false) => ArgReduce("ArgMin", value, axis, keepAxis);

    /// <summary>Finds the largest, or smallest, elements along an axis, in their order.</summary>
    /// <param name="value">The value.</param>
    /// <param name="count">How many, at least 1 and at most the axis's size.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="largest">Whether the largest are wanted, descending; else the smallest, ascending.</param>
    /// <returns>The elements, and their places along the axis, Int64.</returns>
    public (GraphValue Values, GraphValue Places) TopK(GraphValue value, int count, int axis, bool largest)
    {
        Require("TopK", value, Numbers);
        axis = Axis("TopK", value, axis, value.Rank);
        if (count < 1 || count > (value.Shape[axis] ?? count))
        {
            throw new ArgumentOutOfRangeException(
                nameof(count),
                count,
                $"TopK is asked for {count} elements of {value} along axis {axis}; at least 1, and at most its size.");
        }

        long?[] shape = [.. value.Shape];
        shape[axis] = count;
        var values = New("TopK", value.Type, shape, _scope);
        var places = New("TopK", GraphElementType.Int64, shape, _scope);
        Add(
            "TopK",
            string.Empty,
            [value, Constant<long>([count])],
            [values, places],
            [new GraphSetting("axis", (long)axis), new GraphSetting("largest", largest ? 1L : 0L), new GraphSetting("sorted", 1L)]);
        return (values, places);
    }

    private GraphValue Reduce(string @operator, GraphValue value, int axis, bool keepAxis, GraphElementType[] types)
    {
        Require(@operator, value, types);
        axis = Axis(@operator, value, axis, value.Rank);
        return Emit(
            @operator,
            value.Type,
            Without(value.Shape, axis, keepAxis),
            [value],
            new GraphSetting("axes", new long[] { axis }),
            new GraphSetting("keepdims", keepAxis ? 1L : 0L));
    }

    private GraphValue ArgReduce(string @operator, GraphValue value, int axis, bool keepAxis)
    {
        Require(@operator, value, Floats);
        axis = Axis(@operator, value, axis, value.Rank);
        return Emit(
            @operator,
            GraphElementType.Int64,
            Without(value.Shape, axis, keepAxis),
            [value],
            new GraphSetting("axis", (long)axis),
            new GraphSetting("keepdims", keepAxis ? 1L : 0L));
    }

    private static IReadOnlyList<long?> Without(IReadOnlyList<long?> shape, int axis, bool keepAxis) =>
        [.. shape.Take(axis), .. keepAxis ? (long?[])[1] : [], .. shape.Skip(axis + 1)];
}
