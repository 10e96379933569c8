using System.Buffers.Binary;

namespace ActiveAnomaly.Graphs;

// What takes values apart, puts them together and arranges them. Axes are counted from 0, or from -1 backwards.
public sealed partial class GraphBuilder
{
    /// <summary>Gives elements another shape, in the same order.</summary>
    /// <param name="value">The value.</param>
    /// <param name="shape">The size of every axis; one of them may be -1, which takes what the others leave.</param>
    /// <returns>The value of that shape.</returns>
    public GraphValue Reshape(GraphValue value, params ReadOnlySpan<long> shape)
    {
        Require("Reshape", value);
        long[] sizes = [.. shape];
        var product = sizes.Where(size => size != -1).Aggregate(1L, (all, size) => checked(all * size));
        var known = Array.TrueForAll([.. value.Shape], size => size.HasValue)
            ? value.Shape.Aggregate(1L, (all, size) => checked(all * size!.Value))
            : (long?)null;
        var openCount = sizes.Count(size => size == -1);
        var fits = openCount == 0 ? known is null || known == product : product > 0 && (known is null || known % product == 0);
        if (openCount > 1 || !fits || Array.Exists(sizes, size => size < 1 && size != -1))
        {
            throw new ArgumentException(
                $"Reshape is asked to make [{string.Join(" x ", sizes)}] of {value}. Sizes are at least 1, one may be -1, "
                + "and there must be as many elements as before.",
                nameof(shape));
        }

        return Emit(
            "Reshape", value.Type, [.. sizes.Select(size => size == -1 ? known / product : size)], [value, Constant<long>(sizes)]);
    }

    /// <summary>Changes the order of the axes.</summary>
    /// <param name="value">The value.</param>
    /// <param name="axes">For each axis of the result, which one it was; each once.</param>
    /// <returns>The value with its axes in that order.</returns>
    public GraphValue Transpose(GraphValue value, params ReadOnlySpan<int> axes)
    {
        Require("Transpose", value);
        int[] order = [.. axes];
        if (!order.Order().SequenceEqual(Enumerable.Range(0, value.Rank)))
        {
            throw new ArgumentException(
                $"Transpose of {value} is given the axes [{string.Join(", ", order)}]; each of its {value.Rank} axes is needed once.",
                nameof(axes));
        }

        return Emit(
            "Transpose",
            value.Type,
            [.. order.Select(axis => value.Shape[axis])],
            [value],
            new GraphSetting("perm", order.Select(axis => (long)axis).ToArray()));
    }

    /// <summary>Puts values of one type end to end along an axis.</summary>
    /// <param name="axis">The axis.</param>
    /// <param name="values">The values, at least one; their other sizes agree.</param>
    /// <returns>All their elements.</returns>
    public GraphValue Concatenate(int axis, params ReadOnlySpan<GraphValue> values)
    {
        GraphValue[] parts = [.. values];
        if (parts.Length == 0)
        {
            throw new ArgumentException("Concatenate is given no value; it takes at least one.", nameof(values));
        }

        var first = parts[0];
        Require("Concatenate", first);
        axis = Axis("Concatenate", first, axis, first.Rank);
        long?[] shape = [.. first.Shape];
        foreach (var part in parts.Skip(1))
        {
            RequireSame("Concatenate", first, part);
            if (part.Rank != first.Rank)
            {
                throw new ArgumentException($"Concatenate is given {first} and {part}; all must have as many axes.", nameof(values));
            }

            for (var i = 0; i < shape.Length; i++)
            {
                if (i == axis)
                {
                    shape[i] += part.Shape[i];
                }
                else if ((shape[i] ??= part.Shape[i]) != (part.Shape[i] ?? shape[i]))
                {
                    throw new ArgumentException(
                        $"Concatenate is given {first} and {part} for axis {axis}; their sizes along axis {i} differ.", nameof(values));
                }
            }
        }

        return Emit("Concat", first.Type, shape, parts, new GraphSetting("axis", (long)axis));
    }

    /// <summary>Takes a part of an axis.</summary>
    /// <param name="value">The value.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="first">The first place that is taken, at least 0.</param>
    /// <param name="end">The place after the last, above <paramref name="first"/> and at most the axis's size.</param>
    /// <returns>The part.</returns>
    public GraphValue Slice(GraphValue value, int axis, long first, long end)
    {
        Require("Slice", value);
        axis = Axis("Slice", value, axis, value.Rank);
        if (value.Shape[axis] is not { } size || first < 0 || end <= first || end > size)
        {
            throw new ArgumentException(
                $"Slice is asked for [{first}, {end}) along axis {axis} of {value}. It takes a part that is not empty, within an axis "
                + "of known size; places that are known only when rows are scored are for Gather.",
                nameof(first));
        }

        long?[] shape = [.. value.Shape];
        shape[axis] = end - first;
        return Emit(
            "Slice", value.Type, shape, [value, Constant<long>([first]), Constant<long>([end]), Constant<long>([axis])]);
    }

    /// <summary>Adds an axis of size 1.</summary>
    /// <param name="value">The value.</param>
    /// <param name="axis">Where it stands in the result.</param>
    /// <returns>The value with one axis more.</returns>
    public GraphValue Unsqueeze(GraphValue value, int axis)
    {
        Require("Unsqueeze", value);
        axis = Axis("Unsqueeze", value, axis, value.Rank + 1);
        return Emit(
            "Unsqueeze",
            value.Type,
            [.. value.Shape.Take(axis), 1, .. value.Shape.Skip(axis)],
            [value],
            new GraphSetting("axes", new long[] { axis }));
    }

    /// <summary>Takes away an axis of size 1.</summary>
    /// <param name="value">The value.</param>
    /// <param name="axis">The axis.</param>
    /// <returns>The value with one axis less.</returns>
    public GraphValue Squeeze(GraphValue value, int axis)
    {
        Require("Squeeze", value);
        axis = Axis("Squeeze", value, axis, value.Rank);
        if (value.Shape[axis] is not (null or 1))
        {
            throw new ArgumentException($"Squeeze is asked to take axis {axis} from {value}; its size must be 1.", nameof(axis));
        }

        return Emit(
            "Squeeze", value.Type, Without(value.Shape, axis, keepAxis: false), [value], new GraphSetting("axes", new long[] { axis }));
    }

    /// <summary>Takes elements, or rows of them, at places along an axis.</summary>
    /// <param name="value">The value.</param>
    /// <param name="places">Places along the axis, Int64, of any shape, each within the axis.</param>
    /// <param name="axis">The axis.</param>
    /// <returns>The value with the axis replaced by the axes of <paramref name="places"/>.</returns>
    public GraphValue Gather(GraphValue value, GraphValue places, int axis = 0)
    {
        Require("Gather", value);
        Require("Gather", places, GraphElementType.Int64);
        axis = Axis("Gather", value, axis, value.Rank);
        return Emit(
            "Gather",
            value.Type,
            [.. value.Shape.Take(axis), .. places.Shape, .. value.Shape.Skip(axis + 1)],
            [value, places],
            new GraphSetting("axis", (long)axis));
    }

    /// <summary>Takes single elements along an axis: for every place, the one that lies there among those beside it.</summary>
    /// <param name="value">The value.</param>
    /// <param name="places">Places along the axis, Int64, of as many axes as the value.</param>
    /// <param name="axis">The axis.</param>
    /// <returns>One element for every place.</returns>
    public GraphValue GatherElements(GraphValue value, GraphValue places, int axis)
    {
        Require("GatherElements", value);
        Require("GatherElements", places, GraphElementType.Int64);
        axis = Axis("GatherElements", value, axis, value.Rank);
        if (value.Rank != places.Rank)
        {
            throw new ArgumentException(
                $"GatherElements is given {value} and the places {places}; both must have as many axes.", nameof(places));
        }

        return Emit("GatherElements", value.Type, places.Shape, [value, places], new GraphSetting("axis", (long)axis));
    }

    /// <summary>Gives the size of an axis: two operators where it is known only when rows are scored.</summary>
    /// <param name="value">The value.</param>
    /// <param name="axis">The axis.</param>
    /// <returns>A single element, Int64.</returns>
    public GraphValue SizeOf(GraphValue value, int axis)
    {
        Require("Shape", value);
        axis = Axis("Shape", value, axis, value.Rank);
        return value.Shape[axis] is { } known
            ? Scalar(known)
            : Gather(Emit("Shape", GraphElementType.Int64, [value.Rank], [value]), Scalar((long)axis));
    }

    /// <summary>Counts: first, first + step and so on, before an end.</summary>
    /// <param name="first">The first number, a single element, Int64.</param>
    /// <param name="end">The end, a single element.</param>
    /// <param name="step">The step, a single element.</param>
    /// <returns>The numbers [how many], Int64.</returns>
    public GraphValue Range(GraphValue first, GraphValue end, GraphValue step)
    {
        foreach (var value in (GraphValue[])[first, end, step])
        {
            Require("Range", value, GraphElementType.Int64);
            RequireSingle("Range", value);
        }

        return Emit("Range", GraphElementType.Int64, [null], [first, end, step]);
    }

    /// <summary>Repeats a value along axes of size 1, and along axes before its own: some operators.</summary>
    /// <param name="value">The value.</param>
    /// <param name="sizes">The size of every axis, single elements, Int64: constants, or what <see cref="SizeOf"/> gives.</param>
    /// <returns>The value of that shape.</returns>
    public GraphValue Expand(GraphValue value, params ReadOnlySpan<GraphValue> sizes)
    {
        Require("Expand", value);
        var axes = new GraphValue[sizes.Length];
        var wanted = new long?[sizes.Length];
        for (var i = 0; i < axes.Length; i++)
        {
            Require("Expand", sizes[i], GraphElementType.Int64);
            RequireSingle("Expand", sizes[i]);
            wanted[i] = _constants.TryGetValue(sizes[i], out var tensor) ? BinaryPrimitives.ReadInt64LittleEndian(tensor.Data.Span) : null;
            axes[i] = Unsqueeze(sizes[i], 0);
        }

        return Emit(
            "Expand", value.Type, Broadcast("Expand", value, value.Shape, wanted), [value, Concatenate(0, axes)]);
    }

    private static void RequireSingle(string @operator, GraphValue value)
    {
        if (value.Rank != 0)
        {
            throw new ArgumentException($"{@operator} is given {value}; it takes a single element, without axes.", nameof(value));
        }
    }
}
