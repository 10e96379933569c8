namespace ActiveAnomaly.Graphs;

/// <summary>What the elements of a graph's value are.</summary>
public enum GraphElementType
{
    /// <summary>A number of single precision, 32 bits.</summary>
    Single = 0,

    /// <summary>A number of double precision, 64 bits.</summary>
    Double = 1,

    /// <summary>A whole number of 64 bits.</summary>
    Int64 = 2,

    /// <summary>True or false.</summary>
    Boolean = 3,
}
