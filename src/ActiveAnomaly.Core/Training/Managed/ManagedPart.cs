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

    /// <summary>Sets the gradient to 0 where no objective gave one.</summary>
    public void CompleteGradient()
    {
        if (!HasGradient)
        {
            Gradient.Span.Clear();
            HasGradient = true;
        }
    }

    /// <summary>Adds the penalty's gradient to the objectives'.</summary>
    /// <returns>The penalty.</returns>
    public double AddPenalty()
    {
        if (Part.WeightPenalty == 0)
        {
            return 0;
        }

        var squares = 0.0;
        var slope = (float)(2 * Part.WeightPenalty);
        foreach (var layer in Layers)
        {
            // Padding is 0 on both sides.
            var weights = layer.Weights.Span;
            var gradient = layer.WeightGradient.Span;
            for (var i = 0; i < weights.Length; i++)
            {
                squares += (double)weights[i] * weights[i];
                gradient[i] = MathF.FusedMultiplyAdd(slope, weights[i], gradient[i]);
            }
        }

        return Part.WeightPenalty * squares;
    }

    /// <summary>Sums up the squares of the gradient.</summary>
    public double SquaredGradientNorm()
    {
        var squares = 0.0;
        foreach (var layer in Layers)
        {
            var gradient = layer.WeightGradient.Span;
            for (var row = 0; row < layer.Shape.InputSize; row++)
            {
                foreach (var slope in gradient.Slice(row * layer.OutputStride, layer.Shape.OutputSize))
                {
                    squares += (double)slope * slope;
                }
            }

            if (layer.Shape.HasBias)
            {
                foreach (var slope in layer.BiasGradient[..layer.Shape.OutputSize])
                {
                    squares += (double)slope * slope;
                }
            }
        }

        return squares;
    }

    /// <summary>Multiplies the gradient.</summary>
    public void ScaleGradient(float factor)
    {
        foreach (ref var slope in Gradient.Span)
        {
            slope *= factor;
        }
    }

    /// <summary>Copies the part's numbers out.</summary>
    public NetworkParameters Parameters() => new(Part.Shape, [.. Layers.Select(layer => layer.Parameters())]);
}
