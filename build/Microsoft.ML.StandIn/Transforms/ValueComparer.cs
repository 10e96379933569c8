namespace Microsoft.ML.Data;

/// <summary>Equality of column values: texts are compared by their characters.</summary>
internal static class ValueComparer<T>
{
    public static IEqualityComparer<T> Instance { get; } =
        typeof(T) == typeof(ReadOnlyMemory<char>) ? (IEqualityComparer<T>)(object)new TextComparer() : EqualityComparer<T>.Default;
}

internal sealed class TextComparer : IEqualityComparer<ReadOnlyMemory<char>>
{
    public bool Equals(ReadOnlyMemory<char> x, ReadOnlyMemory<char> y) => x.Span.SequenceEqual(y.Span);

    public int GetHashCode(ReadOnlyMemory<char> text) => string.GetHashCode(text.Span);
}
