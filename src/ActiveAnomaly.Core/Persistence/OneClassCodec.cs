using ActiveAnomaly.Detectors.OneClass;

namespace ActiveAnomaly.Persistence;

/// <summary>
/// Models of the deep one-class methods, with a soft boundary's radius or without. The centre follows the layers' numbers.
/// </summary>
internal sealed class OneClassCodec : ModelCodec<DeepOneClassModel>
{
    /// <inheritdoc/>
    public override string Kind => "OneClass";

    /// <inheritdoc/>
    public override IReadOnlyList<Type> OptionsTypes { get; } = [typeof(DeepSvddOptions), typeof(DeepSadOptions), typeof(NceOptions)];

    /// <inheritdoc/>
    protected override void Write(DeepOneClassModel model, ModelWriter writer) => NetworkContent.Write(model, model.Center, writer);

    /// <inheritdoc/>
    protected override DeepOneClassModel Read(ref ModelReader reader)
    {
        var content = reader.ReadContent<NetworkContent>();
        var shape = content.Encoder();
        var encoder = NetworkContent.ReadLayers(shape, ref reader);
        var center = reader.ReadNumbers(shape.OutputSize);
        var head = content.ReadHead(shape.OutputSize, ref reader);
        return content.Radius switch
        {
            null => new DeepOneClassModel(encoder, center, head, content.Engine),
            { } radius when float.IsFinite(radius) && radius >= 0 => new SoftBoundaryModel(encoder, center, head, radius, content.Engine),
            { } radius =>
                throw new ModelFormatException($"The model's radius is {radius}; it must be at least 0 and finite. The file is damaged."),
        };
    }
}
