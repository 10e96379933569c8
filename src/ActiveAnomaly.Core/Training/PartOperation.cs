namespace ActiveAnomaly.Training;

/// <summary>Applies a part to a value.</summary>
public sealed class PartOperation : PassOperation
{
    internal PartOperation(NetworkPart part, PassValue input)
        : base([input])
    {
        if (input.Size != part.Shape.InputSize)
        {
            throw new ArgumentException(
                $"The part '{part.Name}', {part.Shape}, has {part.Shape.InputSize} inputs, and '{input.Name}' has "
                + $"{input.Size} columns; the two must agree.",
                nameof(input));
        }

        Part = part;
    }

    /// <summary>Gets the part.</summary>
    public NetworkPart Part { get; }

    /// <inheritdoc/>
    internal override string OutputName => Part.Name;

    /// <inheritdoc/>
    internal override int OutputSize => Part.Shape.OutputSize;
}
