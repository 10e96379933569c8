using Microsoft.ML;
using Microsoft.ML.ActiveAnomaly;
using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace ActiveAnomaly.Onnx.Pipelines;

/// <summary>Pipelines in ONNX Runtime, fed with the columns of a data view.</summary>
internal static class PipelineScores
{
    /// <summary>Writes a pipeline to memory.</summary>
    public static byte[] Bytes(MLContext mlContext, ITransformer transformer, IDataView data, params string[] outputs)
    {
        using var stream = new MemoryStream();
        mlContext.ActiveAnomaly().SaveOnnx(transformer, data, stream, new OnnxPipelineOptions { OutputColumnNames = outputs });
        return stream.ToArray();
    }

    /// <summary>Saves and loads a pipeline.</summary>
    public static ITransformer Reloaded(ITransformer transformer, IDataView data)
    {
        using var stream = new MemoryStream();
        new MLContext().Model.Save(transformer, data.Schema, stream);
        stream.Position = 0;
        return new MLContext().Model.Load(stream, out _);
    }

    /// <summary>Runs a file on rows, and gives each output as numbers; of texts their hashes, so that one form compares all.</summary>
    public static Dictionary<string, double[]> Run(byte[] file, IDataView data)
    {
        using var session = new InferenceSession(file);
        using var results = session.Run([.. session.InputNames.Select(name => Value(data, name))]);
        return results.ToDictionary(result => result.Name, Numbers);
    }

    /// <summary>Gives a column of a data view as numbers, as <see cref="Run"/> does.</summary>
    public static double[] Column(IDataView data, string name) => Numbers(Value(data, name));

    /// <summary>Makes an ONNX value of a column.</summary>
    public static NamedOnnxValue Value(IDataView data, string name)
    {
        var type = data.Schema[name].Type;
        var item = type is VectorDataViewType vector ? vector.ItemType : type;
        return item.RawType.Name switch
        {
            "ReadOnlyMemory`1" => Value<ReadOnlyMemory<char>, string>(data, name, text => text.ToString()),
            nameof(Single) => Value<float, float>(data, name, value => value),
            nameof(Double) => Value<double, double>(data, name, value => value),
            nameof(Boolean) => Value<bool, bool>(data, name, value => value),
            nameof(Byte) => Value<byte, byte>(data, name, value => value),
            nameof(Int32) => Value<int, int>(data, name, value => value),
            nameof(UInt32) => Value<uint, uint>(data, name, value => value),
            _ => Value<long, long>(data, name, value => value),
        };
    }

    private static NamedOnnxValue Value<TFrom, TTo>(IDataView data, string name, Func<TFrom, TTo> convert)
    {
        var size = data.Schema[name].Type is VectorDataViewType vector ? vector.Size : 1;
        TTo[] values = data.Schema[name].Type is VectorDataViewType
            ? [.. data.GetColumn<VBuffer<TFrom>>(name).SelectMany(row => row.DenseValues()).Select(convert)]
            : [.. data.GetColumn<TFrom>(name).Select(convert)];
        return NamedOnnxValue.CreateFromTensor(name, new DenseTensor<TTo>(values, [values.Length / size, size]));
    }

    private static double[] Numbers(NamedOnnxValue value) => value.Value switch
    {
        Tensor<float> numbers => [.. numbers.Select(number => (double)number)],
        Tensor<double> numbers => [.. numbers],
        Tensor<bool> flags => [.. flags.Select(flag => flag ? 1.0 : 0)],
        Tensor<int> numbers => [.. numbers.Select(number => (double)number)],
        Tensor<uint> numbers => [.. numbers.Select(number => (double)number)],
        Tensor<long> numbers => [.. numbers.Select(number => (double)number)],
        Tensor<byte> numbers => [.. numbers.Select(number => (double)number)],
        Tensor<string> texts => [.. texts.Select(text => (double)string.GetHashCode(text, StringComparison.Ordinal))],
        _ => throw new NotSupportedException($"The tests read no {value.Value.GetType()}."),
    };
}
