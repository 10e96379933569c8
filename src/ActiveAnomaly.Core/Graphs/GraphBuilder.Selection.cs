namespace ActiveAnomaly.Graphs;

// What takes some rows out of many, and finds them again.
public sealed partial class GraphBuilder
{
    /// <summary>Takes the elements, or rows of them, along an axis where something is true, in their order.</summary>
    /// <param name="value">The value.</param>
    /// <param name="condition">Truth values [the axis's size].</param>
    /// <param name="axis">The axis.</param>
    /// <returns>The value with those places of the axis only; there may be none.</returns>
    public GraphValue Compress(GraphValue value, GraphValue condition, int axis)
    {
        Require("Compress", value);
        Require("Compress", condition, GraphElementType.Boolean);
        axis = Axis("Compress", value, axis, value.Rank);
        if (condition.Rank != 1 || (condition.Shape[0] ?? value.Shape[axis]) != (value.Shape[axis] ?? condition.Shape[0]))
        {
            throw new ArgumentException(
                $"Compress of {value} along axis {axis} is given the condition {condition}; it takes one truth value for each place of the "
                + "axis.",
                nameof(condition));
        }

        long?[] shape = [.. value.Shape];
        shape[axis] = null;
        return Emit("Compress", value.Type, shape, [value, condition], new GraphSetting("axis", (long)axis));
    }

    /// <summary>Sums up along an axis, each element with all before it.</summary>
    /// <param name="value">The value.</param>
    /// <param name="axis">The axis.</param>
    /// <returns>The sums so far, of the same shape.</returns>
    public GraphValue CumulativeSum(GraphValue value, int axis)
    {
        Require("CumulativeSum", value, Numbers);
        axis = Axis("CumulativeSum", value, axis, value.Rank);
        return Emit("CumSum", value.Type, value.Shape, [value, Scalar((long)axis)]);
    }
}
