namespace ActiveAnomaly.Training;

/// <summary>
/// A matrix [b x size] that a pass computes for its batch of b rows: its inputs, a part's outputs, a score. Objectives read
/// values and give their gradients.
/// </summary>
public sealed class PassValue
{
    internal PassValue(TrainingPass pass, string name, int size, int index)
    {
        Pass = pass;
        Name = name;
        Size = size;
        Index = index;
    }

    /// <summary>Gets the pass that computes it.</summary>
    public TrainingPass Pass { get; }

    /// <summary>Gets what it is called in messages.</summary>
    public string Name { get; }

    /// <summary>Gets the number of columns.</summary>
    public int Size { get; }

    /// <summary>Gets its place among the pass's values: 0 is the inputs', then one an operation.</summary>
    public int Index { get; }
}
