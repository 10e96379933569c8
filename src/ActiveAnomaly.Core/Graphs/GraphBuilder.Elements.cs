namespace ActiveAnomaly.Graphs;

// What works element by element.
public sealed partial class GraphBuilder
{
    /// <summary>Converts elements: to a whole number by cutting off, to a truth value by being other than 0.</summary>
    /// <param name="value">The value.</param>
    /// <param name="type">What the elements become.</param>
    /// <returns>The value of that type; itself where it is of that type.</returns>
    public GraphValue Cast(GraphValue value, GraphElementType type)
    {
        Require(nameof(Cast), value);
        return value.Type == type ? value : Emit(nameof(Cast), type, value.Shape, [value], new GraphSetting("to", type));
    }

    /// <summary>Adds the elements of two values of one type.</summary>
    /// <param name="left">A value.</param>
    /// <param name="right">Another.</param>
    /// <returns>The sums.</returns>
    public GraphValue Add(GraphValue left, GraphValue right) => Binary("Add", left, right, Numbers);

    /// <summary>Subtracts the elements of two values of one type.</summary>
    /// <param name="left">A value.</param>
    /// <param name="right">What is taken off.</param>
    /// <returns>The differences.</returns>
    public GraphValue Subtract(GraphValue left, GraphValue right) => Binary("Sub", left, right, Numbers);

    /// <summary>Multiplies the elements of two values of one type.</summary>
    /// <param name="left">A value.</param>
    /// <param name="right">Another.</param>
    /// <returns>The products.</returns>
    public GraphValue Multiply(GraphValue left, GraphValue right) => Binary("Mul", left, right, Numbers);

    /// <summary>Divides the elements of two values of one type; whole numbers by cutting off.</summary>
    /// <param name="left">A value.</param>
    /// <param name="right">What it is divided by.</param>
    /// <returns>The quotients.</returns>
    public GraphValue Divide(GraphValue left, GraphValue right) => Binary("Div", left, right, Numbers);

    /// <summary>
    /// Multiplies and adds with one rounding, as processors' fused operation does, for which there is no operator: some operators. Products
    /// of two Single are exact in Double.
    /// </summary>
    /// <param name="left">A factor, Single, or Double holding numbers of single precision.</param>
    /// <param name="right">Another.</param>
    /// <param name="sum">What the product is added to, Single.</param>
    /// <returns>The sums, Single.</returns>
    public GraphValue FusedMultiplyAdd(GraphValue left, GraphValue right, GraphValue sum)
    {
        Require("FusedMultiplyAdd", left, Floats);
        Require("FusedMultiplyAdd", right, Floats);
        Require("FusedMultiplyAdd", sum, GraphElementType.Single);
        var product = Multiply(Cast(left, GraphElementType.Double), Cast(right, GraphElementType.Double));
        return Cast(Add(Cast(sum, GraphElementType.Double), product), GraphElementType.Single);
    }

    /// <summary>Raises the elements of a value to powers of the same type.</summary>
    /// <param name="value">The bases.</param>
    /// <param name="exponent">The exponents.</param>
    /// <returns>The powers.</returns>
    public GraphValue Power(GraphValue value, GraphValue exponent) => Binary("Pow", value, exponent, Floats);

    /// <summary>Takes the smaller of two elements of one type.</summary>
    /// <param name="left">A value.</param>
    /// <param name="right">Another.</param>
    /// <returns>The smaller elements; NaN where one is NaN.</returns>
    public GraphValue Minimum(GraphValue left, GraphValue right) => Binary("Min", left, right, Numbers);

    /// <summary>Takes the larger of two elements of one type.</summary>
    /// <param name="left">A value.</param>
    /// <param name="right">Another.</param>
    /// <returns>The larger elements; NaN where one is NaN.</returns>
    public GraphValue Maximum(GraphValue left, GraphValue right) => Binary("Max", left, right, Numbers);

    /// <summary>Limits elements.</summary>
    /// <param name="value">The value.</param>
    /// <param name="lowest">The smallest number that stays, a single element of the same type.</param>
    /// <param name="highest">The largest number that stays.</param>
    /// <returns>The limited elements.</returns>
    public GraphValue Clip(GraphValue value, GraphValue lowest, GraphValue highest)
    {
        Require("Clip", value, Numbers);
        RequireSame("Clip", value, lowest);
        RequireSame("Clip", value, highest);
        return lowest.Rank == 0 && highest.Rank == 0
            ? Emit("Clip", value.Type, value.Shape, [value, lowest, highest])
            : throw new ArgumentException(
                $"Clip is given the limits {lowest} and {highest}; they are single elements. Take {nameof(Minimum)} and {nameof(Maximum)}.",
                nameof(lowest));
    }

    /// <summary>Takes the absolute value.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The elements without sign.</returns>
    public GraphValue Absolute(GraphValue value) => Unary("Abs", value, Numbers);

    /// <summary>Changes the sign.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The elements with the other sign.</returns>
    public GraphValue Negate(GraphValue value) => Unary("Neg", value, Numbers);

    /// <summary>Takes the square root.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The roots; NaN of negative elements.</returns>
    public GraphValue Sqrt(GraphValue value) => Unary("Sqrt", value, Floats);

    /// <summary>Takes the exponential function.</summary>
    /// <param name="value">The value.</param>
    /// <returns>e to the power of each element.</returns>
    public GraphValue Exp(GraphValue value) => Unary("Exp", value, Floats);

    /// <summary>Takes the natural logarithm.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The logarithms.</returns>
    public GraphValue Log(GraphValue value) => Unary("Log", value, Floats);

    /// <summary>Rounds down.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The largest whole numbers that are not above the elements.</returns>
    public GraphValue Floor(GraphValue value) => Unary("Floor", value, Floats);

    /// <summary>Takes the logistic function 1 / (1 + exp(-x)).</summary>
    /// <param name="value">The value.</param>
    /// <returns>Numbers in [0, 1].</returns>
    public GraphValue Sigmoid(GraphValue value) => Unary("Sigmoid", value, Floats);

    /// <summary>Takes the hyperbolic tangent.</summary>
    /// <param name="value">The value.</param>
    /// <returns>Numbers in [-1, 1].</returns>
    public GraphValue Tanh(GraphValue value) => Unary("Tanh", value, Floats);

    /// <summary>Makes 0 of negative elements.</summary>
    /// <param name="value">The value.</param>
    /// <returns>Numbers of at least 0.</returns>
    public GraphValue Relu(GraphValue value) => Unary("Relu", value, Floats);

    /// <summary>Multiplies negative elements.</summary>
    /// <param name="value">The value, Single.</param>
    /// <param name="slope">What they are multiplied with.</param>
    /// <returns>The value with its negative elements changed.</returns>
    public GraphValue LeakyRelu(GraphValue value, float slope)
    {
        Require("LeakyRelu", value, GraphElementType.Single);
        return Emit("LeakyRelu", value.Type, value.Shape, [value], new GraphSetting("alpha", slope));
    }

    /// <summary>Tells where elements are NaN.</summary>
    /// <param name="value">The value, Single or Double.</param>
    /// <returns>Truth values.</returns>
    public GraphValue IsNaN(GraphValue value) => Test("IsNaN", value);

    /// <summary>Tells where elements are infinite.</summary>
    /// <param name="value">The value, Single or Double.</param>
    /// <returns>Truth values.</returns>
    public GraphValue IsInfinite(GraphValue value) => Test("IsInf", value);

    /// <summary>Compares elements of one type.</summary>
    /// <param name="left">A value.</param>
    /// <param name="right">Another.</param>
    /// <returns>Where they are equal; nowhere that one is NaN.</returns>
    public GraphValue Equal(GraphValue left, GraphValue right) => Binary("Equal", left, right, Any, GraphElementType.Boolean);

    /// <summary>Compares elements of one type.</summary>
    /// <param name="left">A value.</param>
    /// <param name="right">Another.</param>
    /// <returns>Where the left is less than the right.</returns>
    public GraphValue Less(GraphValue left, GraphValue right) => Binary("Less", left, right, Numbers, GraphElementType.Boolean);

    /// <summary>Compares elements of one type.</summary>
    /// <param name="left">A value.</param>
    /// <param name="right">Another.</param>
    /// <returns>Where the left is at most the right.</returns>
    public GraphValue LessOrEqual(GraphValue left, GraphValue right) =>
        Binary("LessOrEqual", left, right, Numbers, GraphElementType.Boolean);

    /// <summary>Compares elements of one type.</summary>
    /// <param name="left">A value.</param>
    /// <param name="right">Another.</param>
    /// <returns>Where the left is greater than the right.</returns>
    public GraphValue Greater(GraphValue left, GraphValue right) => Binary("Greater", left, right, Numbers, GraphElementType.Boolean);

    /// <summary>Compares elements of one type.</summary>
    /// <param name="left">A value.</param>
    /// <param name="right">Another.</param>
    /// <returns>Where the left is at least the right.</returns>
    public GraphValue GreaterOrEqual(GraphValue left, GraphValue right) =>
        Binary("GreaterOrEqual", left, right, Numbers, GraphElementType.Boolean);

    /// <summary>Joins truth values.</summary>
    /// <param name="left">A value.</param>
    /// <param name="right">Another.</param>
    /// <returns>Where both are true.</returns>
    public GraphValue And(GraphValue left, GraphValue right) => Binary("And", left, right, [GraphElementType.Boolean]);

    /// <summary>Joins truth values.</summary>
    /// <param name="left">A value.</param>
    /// <param name="right">Another.</param>
    /// <returns>Where one or both are true.</returns>
    public GraphValue Or(GraphValue left, GraphValue right) => Binary("Or", left, right, [GraphElementType.Boolean]);

    /// <summary>Turns truth values round.</summary>
    /// <param name="value">The value.</param>
    /// <returns>Where it is false.</returns>
    public GraphValue Not(GraphValue value) => Unary("Not", value, [GraphElementType.Boolean]);

    /// <summary>Chooses between elements of two values of one type.</summary>
    /// <param name="condition">Truth values.</param>
    /// <param name="then">What is taken where they are true.</param>
    /// <param name="otherwise">What is taken elsewhere.</param>
    /// <returns>The chosen elements.</returns>
    public GraphValue Where(GraphValue condition, GraphValue then, GraphValue otherwise)
    {
        Require("Where", condition, GraphElementType.Boolean);
        Require("Where", then, Numbers);
        RequireSame("Where", then, otherwise);
        var shape = Broadcast("Where", condition, condition.Shape, Broadcast("Where", then, then.Shape, otherwise.Shape));
        return Emit("Where", then.Type, shape, [condition, then, otherwise]);
    }

    private GraphValue Unary(string @operator, GraphValue value, GraphElementType[] types)
    {
        Require(@operator, value, types);
        return Emit(@operator, value.Type, value.Shape, [value]);
    }

    private GraphValue Test(string @operator, GraphValue value)
    {
        Require(@operator, value, Floats);
        return Emit(@operator, GraphElementType.Boolean, value.Shape, [value]);
    }

    private GraphValue Binary(
        string @operator, GraphValue left, GraphValue right, GraphElementType[] types, GraphElementType? result = null)
    {
        Require(@operator, left, types);
        RequireSame(@operator, left, right);
        return Emit(@operator, result ?? left.Type, Broadcast(@operator, right, left.Shape, right.Shape), [left, right]);
    }

    private void RequireSame(string @operator, GraphValue left, GraphValue right)
    {
        Require(@operator, right);
        if (left.Type != right.Type)
        {
            throw new ArgumentException(
                $"{@operator} is given {left} and {right}; both must be of one type. Cast one.", nameof(right));
        }
    }

    private static long?[] Broadcast(
        string @operator, GraphValue value, IReadOnlyList<long?> left, IReadOnlyList<long?> right)
    {
        var shape = new long?[Math.Max(left.Count, right.Count)];
        for (var i = 1; i <= shape.Length; i++)
        {
            var (l, r) = (i <= left.Count ? left[^i] : 1, i <= right.Count ? right[^i] : 1);
            if (l != r && l is not (null or 1) && r is not (null or 1))
            {
                throw new ArgumentException(
                    $"{@operator} is given the shapes {GraphValue.ShapeText(left)} and {GraphValue.ShapeText(right)}, which do not fit: "
                    + $"axis {i} from the back has the sizes {l} and {r}. Sizes are equal, or one of them is 1.",
                    nameof(value));
            }

            shape[^i] = l == 1 ? r : r == 1 ? l : l ?? r;
        }

        return shape;
    }
}
