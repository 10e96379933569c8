using ActiveAnomaly.Kernels;
using ActiveAnomaly.Networks;

namespace ActiveAnomaly.Training.Managed;

/// <summary>A part of a managed training run: its layers' numbers in one piece of memory, and their gradient in another.</summary>
internal sealed class ManagedPart
{
    public ManagedPart(NetworkPart part, bool needsInputGradient)
    {
        Part = part;
        var shape = part.Shape;
        var count = shape.Layers.Sum(ManagedWeights.Count);
        Numbers = new AlignedBuffer(count);
        Gradient = new AlignedBuffer(count);
        Layers = new ManagedWeights[shape.Layers.Count];
        var offset = 0;
        for (var i = 0; i < Layers.Length; i++)
        {
            var size = ManagedWeights.Count(shape.Layers[i]);
            Layers[i] = new ManagedWeights(
                part.Start.Layers[i],
                needsInputGradient || i > 0,
                Numbers.Slice(offset, size),
                Gradient.Slice(offset, size));
            offset += size;
        }
    }

    public NetworkPart Part { get; }

    public AlignedBuffer Numbers { get; }

    public AlignedBuffer Gradient { get; }

    public ManagedWeights[] Layers { get; }

    /// <summary>Gets or sets a value indicating whether the update group that runs moves the part.</summary>
    public bool Moves { get; set; }

    /// <summary>Gets or sets a value indicating whether the gradient holds something of this group's step that more is added to.</summary>
    public bool HasGradient { get; set; }

    /// <summary>Copies the part's numbers out.</summary>
    public NetworkParameters Parameters() => new(Part.Shape, [.. Layers.Select(layer => layer.Parameters())]);
}
