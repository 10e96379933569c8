using System.Runtime.InteropServices;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.Calibrated;

namespace ActiveAnomaly.Graphs;

/// <summary>
/// Builds the graph of a model's score, operator by operator. Every method adds one operator of ONNX, or few where it says so, checks what
/// is known of types and shapes, and gives the value that comes out. Not thread safe.
/// </summary>
/// <remarks>
/// <para>Where two values meet element by element, sizes of 1 and missing leading axes are repeated, as in ONNX.</para>
/// <para>
/// Sizes that depend on the number of rows are not known while the graph is built. They may be 0: a batch may be empty.
/// </para>
/// </remarks>
public sealed partial class GraphBuilder
{
    private static readonly GraphElementType[] Floats = [GraphElementType.Single, GraphElementType.Double];
    private static readonly GraphElementType[] Numbers = [.. Floats, GraphElementType.Int64];
    private static readonly GraphElementType[] Any = [.. Numbers, GraphElementType.Boolean];

    private readonly GraphScope _root = new(null);
    private readonly Dictionary<GraphValue, GraphTensor> _constants = [];
    private readonly List<string> _places = [];
    private GraphScope _scope;
    private int _valueCount;

    internal GraphBuilder() => _scope = _root;

    /// <summary>Gets the constants with their values, in the order in which they were made.</summary>
    internal IReadOnlyList<GraphConstant> Constants => [.. _constants.Select(pair => new GraphConstant(pair.Key, pair.Value))];

    internal IReadOnlyList<GraphNode> Nodes => _root.Nodes;

    /// <summary>
    /// Gets a value indicating whether the score that is being added must have the very bits that the model gives, as far as operators can:
    /// it will be ranked, and where scores lie close together a rank changes by a whole row with the last bit. Elsewhere a faster operator
    /// that rounds otherwise will do.
    /// </summary>
    public bool NeedsSameBits { get; private set; }

    /// <summary>Adds a constant of a single element.</summary>
    /// <typeparam name="T">float, double, long or bool.</typeparam>
    /// <param name="value">The element.</param>
    /// <returns>The value, without axes.</returns>
    /// <exception cref="ArgumentException"><typeparamref name="T"/> is another type.</exception>
    public GraphValue Scalar<T>(T value)
        where T : unmanaged => Constant([value], ReadOnlySpan<long>.Empty);

    /// <summary>Adds a constant of one axis.</summary>
    /// <typeparam name="T">float, double, long or bool.</typeparam>
    /// <param name="values">The elements.</param>
    /// <returns>The value [number of elements].</returns>
    /// <exception cref="ArgumentException"><typeparamref name="T"/> is another type.</exception>
    public GraphValue Constant<T>(ReadOnlySpan<T> values)
        where T : unmanaged => Constant(values, [values.Length]);

    /// <summary>Adds a constant.</summary>
    /// <typeparam name="T">float, double, long or bool.</typeparam>
    /// <param name="values">The elements, row-major.</param>
    /// <param name="shape">The size of every axis.</param>
    /// <returns>The value.</returns>
    /// <exception cref="ArgumentException">
    /// <typeparamref name="T"/> is another type, or there are not as many elements as the shape holds.
    /// </exception>
    public GraphValue Constant<T>(ReadOnlySpan<T> values, ReadOnlySpan<long> shape)
        where T : unmanaged
    {
        long[] sizes = [.. shape];
        GraphTensor tensor;
        if (typeof(T) == typeof(float))
        {
            tensor = GraphTensor.Of(MemoryMarshal.Cast<T, float>(values), sizes);
        }
        else if (typeof(T) == typeof(double))
        {
            tensor = GraphTensor.Of(MemoryMarshal.Cast<T, double>(values), sizes);
        }
        else if (typeof(T) == typeof(long))
        {
            tensor = GraphTensor.Of(MemoryMarshal.Cast<T, long>(values), sizes);
        }
        else if (typeof(T) == typeof(bool))
        {
            tensor = GraphTensor.Of(MemoryMarshal.Cast<T, bool>(values), sizes);
        }
        else
        {
            throw new ArgumentException(
                $"The constant's elements are of the type {typeof(T).Name}; a graph has float, double, long and bool. Convert them.",
                nameof(values));
        }

        var value = New("Constant", tensor.Type, [.. sizes.Select(size => (long?)size)], _root);
        _constants.Add(value, tensor);
        return value;
    }

    /// <summary>Adds the score of a model that the model under construction is made of.</summary>
    /// <param name="member">The model.</param>
    /// <param name="place">What it is there, for messages, such as "member 2".</param>
    /// <param name="features">The rows, Single [rows x d], all finite.</param>
    /// <param name="isRanked">
    /// Whether the score is compared with other scores, and not only calculated with: <see cref="NeedsSameBits"/>.
    /// </param>
    /// <returns>One score a row, Single [rows], limited to finite numbers as <see cref="DetectorModel"/> does.</returns>
    /// <exception cref="NotSupportedException">The model cannot write its score as a graph.</exception>
    /// <exception cref="InvalidOperationException">The model writes a graph whose result is no score a row.</exception>
    public GraphValue ScoreOf(DetectorModel member, string place, GraphValue features, bool isRanked = false)
    {
        ArgumentNullException.ThrowIfNull(member);
        ArgumentException.ThrowIfNullOrEmpty(place);
        RequireFeatures(features, member);
        _places.Add(place);
        if (!member.TryGet<IScoreGraph>(out var graph))
        {
            var within = string.Join(" of ", _places.AsEnumerable().Reverse());
            throw new NotSupportedException(
                $"A {Calibrated(member).GetType().Name} cannot write its score as a graph"
                + $"{(_places.Count > 1 ? $": {within}" : string.Empty)}. Its class, or what its TryGet gives, "
                + $"must implement {nameof(IScoreGraph)}.");
        }

        var outer = NeedsSameBits;
        NeedsSameBits |= isRanked;
        var score = RequireRows(graph.AddScore(this, features), member, nameof(IScoreGraph.AddScore));
        NeedsSameBits = outer;
        _places.RemoveAt(_places.Count - 1);
        return Limited(score);
    }

    /// <summary>Gets the model that a calibration wraps, whose class is the one that lacks the graph; others as they are.</summary>
    private static DetectorModel Calibrated(DetectorModel model) => model is CalibratedModel calibrated ? calibrated.Calibrated : model;

    /// <summary>What <see cref="DetectorModel"/> makes of scores that are no finite number.</summary>
    private GraphValue Limited(GraphValue score) => Where(
        IsNaN(score), Scalar(float.MaxValue), Clip(score, Scalar(float.MinValue), Scalar(float.MaxValue)));

    /// <summary>Throws unless a value is a number a row, as models must give it.</summary>
    internal static GraphValue RequireRows(GraphValue value, DetectorModel model, string method) =>
        value is { Type: GraphElementType.Single, Rank: 1 }
            ? value
            : throw new InvalidOperationException(
                $"{method} of {model.GetType().Name} gives {value}; it must give one number a row, Single [rows]. "
                + "Cast and reshape its last value.");

    /// <summary>Adds a value that is given when rows are scored.</summary>
    internal GraphValue Input(string name, GraphElementType type, IReadOnlyList<long?> shape) => new(name, type, shape, _root);

    private static void RequireFeatures(GraphValue features, DetectorModel model)
    {
        ArgumentNullException.ThrowIfNull(features);
        if (features is not { Type: GraphElementType.Single, Rank: 2 } || features.Shape[1] != model.FeatureCount)
        {
            throw new ArgumentException(
                $"The features are {features}; {model.GetType().Name} takes Single [rows x {model.FeatureCount}]. "
                + "Give it the value that AddScore was given.",
                nameof(features));
        }
    }

    private GraphValue New(string name, GraphElementType type, IReadOnlyList<long?> shape, GraphScope scope) =>
        new($"{name}_{_valueCount++}", type, shape, scope);

    /// <summary>Adds an operator with one result.</summary>
    private GraphValue Emit(
        string @operator,
        GraphElementType type,
        IReadOnlyList<long?> shape,
        IReadOnlyList<GraphValue> inputs,
        params IReadOnlyList<GraphSetting> settings)
    {
        var output = New(@operator, type, shape, _scope);
        Add(@operator, string.Empty, inputs, [output], settings);
        return output;
    }

    private void Add(
        string @operator,
        string domain,
        IReadOnlyList<GraphValue> inputs,
        IReadOnlyList<GraphValue> outputs,
        IReadOnlyList<GraphSetting> settings)
    {
        foreach (var input in inputs)
        {
            Require(@operator, input);
        }

        _scope.Add(new GraphNode(@operator, domain, inputs, outputs, settings));
    }

    /// <summary>Throws unless a value can be taken where the graph is being built, and is of a type that the operator takes.</summary>
    private void Require(string @operator, GraphValue value, params ReadOnlySpan<GraphElementType> types)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (!_scope.Sees(value.Scope))
        {
            throw new ArgumentException(
                $"{@operator} is given {value}, which belongs to another graph, or to a body of Scan or Loop that is finished. "
                + "Give what Scan or Loop returned for it.",
                nameof(value));
        }

        if (!types.IsEmpty && !types.Contains(value.Type))
        {
            throw new ArgumentException(
                $"{@operator} is given {value}; it takes {string.Join(", ", types.ToArray())}. Cast it.", nameof(value));
        }
    }

    /// <summary>Counts an axis from the front; negative ones are counted from the back.</summary>
    private static int Axis(string @operator, GraphValue value, int axis, int rank)
    {
        var counted = axis < 0 ? axis + rank : axis;
        return counted >= 0 && counted < rank
            ? counted
            : throw new ArgumentOutOfRangeException(
                nameof(axis), axis, $"{@operator} of {value} is asked for axis {axis}; there are {rank}, from 0, or from -1 backwards.");
    }
}
