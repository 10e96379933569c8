namespace ActiveAnomaly.Training;

/// <summary>One step of a pass: computes a value from values before it.</summary>
public abstract class PassOperation
{
    private protected PassOperation(IReadOnlyList<PassValue> inputs) => Inputs = inputs;

    /// <summary>Gets what it reads.</summary>
    public IReadOnlyList<PassValue> Inputs { get; }

    /// <summary>Gets what it computes; the pass that it is added to makes it.</summary>
    public PassValue Output { get; private set; } = null!;

    /// <summary>Gets what the value is called in messages.</summary>
    internal abstract string OutputName { get; }

    /// <summary>Gets the number of columns of what it computes.</summary>
    internal abstract int OutputSize { get; }

    internal void SetOutput(PassValue output) => Output = output;
}
