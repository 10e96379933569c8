namespace ActiveAnomaly.Labeling.Clustering;

/// <summary>A piece of work that depends on no other. Immutable and thread safe.</summary>
public sealed class WorkItem
{
    /// <summary>The most bytes that an item itself holds; what is larger is an input.</summary>
    public const int LargestContent = 1 << 22;

    /// <summary>Creates an item.</summary>
    /// <param name="content">What is to be done, in bytes of the work's own; they belong to the item from then on.</param>
    /// <param name="inputs">What it is to be done with, and what other items may share.</param>
    /// <exception cref="ArgumentException">The content is larger than <see cref="LargestContent"/>.</exception>
    public WorkItem(ReadOnlyMemory<byte> content, params IReadOnlyList<WorkInput> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (content.Length > LargestContent)
        {
            throw new ArgumentException(
                $"The item holds {content.Length} bytes; {LargestContent} are allowed. Give what is large as an input "
                + $"({nameof(WorkInput)}).",
                nameof(content));
        }

        Content = content;
        Inputs = [.. inputs];
    }

    /// <summary>Gets what is to be done.</summary>
    public ReadOnlyMemory<byte> Content { get; }

    /// <summary>Gets what it is to be done with.</summary>
    public IReadOnlyList<WorkInput> Inputs { get; }

    /// <summary>
    /// Gets the name of the silo that keeps something that shortens the item, such as the one that did its like before: of several items,
    /// it takes this one first. Null, the default, where it is all the same.
    /// </summary>
    public string? PreferredSilo { get; init; }
}
