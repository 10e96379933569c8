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

    /// <summary>Puts other elements at places along an axis: for every place, one among those beside it.</summary>
    /// <param name="value">The value.</param>
    /// <param name="places">Places along the axis, Int64, of as many axes as the value; none twice beside each other.</param>
    /// <param name="elements">What is put there, of the same shape, and of the value's type.</param>
    /// <param name="axis">The axis.</param>
    /// <returns>The value with these elements.</returns>
    public GraphValue ScatterElements(GraphValue value, GraphValue places, GraphValue elements, int axis)
    {
        Require("ScatterElements", value);
        Require("ScatterElements", places, GraphElementType.Int64);
        RequireSame("ScatterElements", value, elements);
        axis = Axis("ScatterElements", value, axis, value.Rank);
        if (places.Rank != value.Rank || elements.Rank != value.Rank)
        {
            throw new ArgumentException(
                $"ScatterElements is given {value}, the places {places} and the elements {elements}; all have as many axes.",
                nameof(places));
        }

        return Emit(
            "ScatterElements", value.Type, value.Shape, [value, places, elements], new GraphSetting("axis", (long)axis));
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
