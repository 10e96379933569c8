namespace ActiveAnomaly.Tool.Labeling;

/// <summary>Models as ONNX files.</summary>
internal static class OnnxOutput
{
    /// <summary>Tells whether a path names an ONNX file.</summary>
    public static bool IsOnnx(string? path) => path?.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase) is true;

    /// <summary>Writes a file, and says of a model that has no ONNX form that it is the model that has none.</summary>
    public static void Explain(Action write)
    {
        try
        {
            write();
        }
        catch (NotSupportedException exception)
        {
            throw new InputException($"The model cannot be written as ONNX: {exception.Message}");
        }
    }
}
