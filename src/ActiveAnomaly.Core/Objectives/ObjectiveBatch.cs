namespace ActiveAnomaly.Objectives;

/// <summary>
/// What an objective sees of one pass: the rows of a batch, what went into the network and what came out, and where the
/// gradient goes. The engine owns the buffers; they are valid during the call only.
/// </summary>
public readonly ref struct ObjectiveBatch
{
    private readonly ReadOnlySpan<float> _inputs;
    private readonly ReadOnlySpan<float> _outputs;
    private readonly Span<float> _gradient;
    private readonly ReadOnlySpan<float> _codes;
    private readonly Span<float> _codeGradient;

    /// <summary>Describes a pass.</summary>
    /// <param name="rows">The pool indices of the batch's b rows.</param>
    /// <param name="inputs">The inputs, row-major [b x d].</param>
    /// <param name="inputSize">The number of inputs, d.</param>
    /// <param name="outputs">The outputs, row-major [b x h] with stride <paramref name="outputStride"/>.</param>
    /// <param name="outputSize">The number of outputs, h.</param>
    /// <param name="outputStride">The number of elements from one row's outputs to the next's, at least h.</param>
    /// <param name="gradient">Receives dL/d(outputs), laid out as the outputs are.</param>
    public ObjectiveBatch(
        ReadOnlySpan<int> rows, ReadOnlySpan<float> inputs, int inputSize, ReadOnlySpan<float> outputs, int outputSize, int outputStride, Span<float> gradient)
    {
        Rows = rows;
        _inputs = inputs;
        InputSize = inputSize;
        _outputs = outputs;
        OutputSize = outputSize;
        OutputStride = outputStride;
        _gradient = gradient;
        _codes = outputs;
        CodeSize = outputSize;
        CodeStride = outputStride;
        _codeGradient = gradient;
    }

    /// <summary>Describes a pass whose codes are not its outputs but those of a layer before.</summary>
    /// <param name="batch">The pass.</param>
    /// <param name="codes">The codes, row-major [b x h] with stride <paramref name="codeStride"/>.</param>
    /// <param name="codeSize">The size of a code, h.</param>
    /// <param name="codeStride">The number of elements from one row's code to the next's, at least h.</param>
    /// <param name="codeGradient">Is added dL/d(codes) beyond what comes through the outputs, laid out as the codes are.</param>
    public ObjectiveBatch(ObjectiveBatch batch, ReadOnlySpan<float> codes, int codeSize, int codeStride, Span<float> codeGradient)
    {
        this = batch;
        _codes = codes;
        CodeSize = codeSize;
        CodeStride = codeStride;
        _codeGradient = codeGradient;
    }

    /// <summary>Gets the pool indices of the batch's rows.</summary>
    public ReadOnlySpan<int> Rows { get; }

    /// <summary>Gets the number of rows, b.</summary>
    public int RowCount => Rows.Length;

    /// <summary>Gets the number of inputs a row, d.</summary>
    public int InputSize { get; }

    /// <summary>Gets the number of outputs a row, h.</summary>
    public int OutputSize { get; }

    /// <summary>Gets the number of elements from one row's outputs to the next's.</summary>
    public int OutputStride { get; }

    /// <summary>Gets the size of a row's code, h: the outputs of an encoder, or of an autoencoder's middle layer.</summary>
    public int CodeSize { get; }

    /// <summary>Gets the number of elements from one row's code to the next's.</summary>
    public int CodeStride { get; }

    /// <summary>Gets all inputs, row-major [b x d].</summary>
    public ReadOnlySpan<float> Inputs => _inputs;

    /// <summary>Gets all outputs, row-major [b x h] with stride <see cref="OutputStride"/>; what lies between rows is meaningless.</summary>
    public ReadOnlySpan<float> Outputs => _outputs;

    /// <summary>Gets where the gradient goes, laid out as the outputs are. An objective writes every row's h elements and nothing between.</summary>
    public Span<float> Gradient => _gradient;

    /// <summary>Gets the outputs of one row of the batch.</summary>
    /// <param name="position">The row's place in the batch, from 0.</param>
    /// <returns>Its h outputs.</returns>
    public ReadOnlySpan<float> Output(int position) => _outputs.Slice(position * OutputStride, OutputSize);

    /// <summary>Gets where the gradient of one row's outputs goes.</summary>
    /// <param name="position">The row's place in the batch, from 0.</param>
    /// <returns>Its h elements.</returns>
    public Span<float> OutputGradient(int position) => _gradient.Slice(position * OutputStride, OutputSize);

    /// <summary>Gets the inputs of one row of the batch.</summary>
    /// <param name="position">The row's place in the batch, from 0.</param>
    /// <returns>Its d inputs.</returns>
    public ReadOnlySpan<float> Input(int position) => _inputs.Slice(position * InputSize, InputSize);

    /// <summary>Gets the code of one row of the batch.</summary>
    /// <param name="position">The row's place in the batch, from 0.</param>
    /// <returns>Its h numbers.</returns>
    public ReadOnlySpan<float> Code(int position) => _codes.Slice(position * CodeStride, CodeSize);

    /// <summary>Gets what is added to the gradient of one row's code; for an encoder this is <see cref="OutputGradient"/>.</summary>
    /// <param name="position">The row's place in the batch, from 0.</param>
    /// <returns>Its h elements.</returns>
    public Span<float> CodeGradient(int position) => _codeGradient.Slice(position * CodeStride, CodeSize);
}
