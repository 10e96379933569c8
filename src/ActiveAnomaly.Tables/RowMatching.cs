using ActiveAnomaly.Tables.Understanding;

namespace ActiveAnomaly.Tables;

/// <summary>
/// The rows that two tables have in common (<see cref="RowKeys.Compare"/>). Immutable, and so safe to share between threads.
/// </summary>
public sealed class RowMatching
{
    private const int None = -1;

    private readonly RowKeys _earlier;
    private readonly RowKeys _later;

    internal RowMatching(RowKeys earlier, RowKeys later)
    {
        (_earlier, _later) = (earlier, later);
        var laterOf = HasIds ? Matches(earlier.Ids, later.Ids) : Matches(earlier.Hashes, later.Hashes);
        var isKnown = new bool[later.RowCount];
        var (vanished, edited) = (new List<int>(), new List<RowPair>());
        var isSame = earlier.RowCount == later.RowCount;
        for (var i = 0; i < laterOf.Length; i++)
        {
            isSame &= laterOf[i] == i;
            if (laterOf[i] == None)
            {
                vanished.Add(i);
                continue;
            }

            isKnown[laterOf[i]] = true;
            if (earlier.Hashes[i] != later.Hashes[laterOf[i]])
            {
                edited.Add(new RowPair(i, laterOf[i]));
            }
        }

        LaterOf = laterOf;
        Vanished = vanished;
        New = [.. Enumerable.Range(0, later.RowCount).Where(row => !isKnown[row])];
        Edited = edited;
        IsSame = isSame && edited.Count == 0;
        IsPermutation = !IsSame && edited.Count == 0 && vanished.Count == 0 && New.Count == 0;
    }

    /// <summary>Gets for each row of the earlier table the same row of the later one, from 0; -1 where there is none.</summary>
    public IReadOnlyList<int> LaterOf { get; }

    /// <summary>Gets the rows of the earlier table that the later one does not have, in order.</summary>
    public IReadOnlyList<int> Vanished { get; }

    /// <summary>Gets the rows of the later table that the earlier one does not have, in order.</summary>
    public IReadOnlyList<int> New { get; }

    /// <summary>
    /// Gets the rows of the same id whose content differs, in the order of the earlier table; none where rows are told by their content.
    /// </summary>
    public IReadOnlyList<RowPair> Edited { get; }

    /// <summary>Gets a value indicating whether both tables have the same rows with the same content in the same order.</summary>
    public bool IsSame { get; }

    /// <summary>Gets a value indicating whether both tables have the same rows with the same content, in another order.</summary>
    public bool IsPermutation { get; }

    private bool HasIds => _earlier.IdColumn is not null && _later.IdColumn is not null;

    /// <summary>
    /// Says what was found, a sentence a line: how many rows are the same, edited, new and gone, with the first five of each by id, or by
    /// line where there are no ids.
    /// </summary>
    /// <returns>The sentences.</returns>
    public IReadOnlyList<string> Describe() => RowMatchingDescription.Of(this, _earlier, _later, HasIds);

    /// <summary>Finds each key of the earlier table in the later one; equal ones in order of appearance, one to one.</summary>
    private static int[] Matches<T>(ReadOnlySpan<T> earlier, ReadOnlySpan<T> later)
        where T : IEquatable<T>
    {
        // From the last row to the first, so that the first of equal ones is at hand and each leads to the next.
        var first = new Dictionary<T, int>(later.Length);
        var next = new int[later.Length];
        for (var j = later.Length - 1; j >= 0; j--)
        {
            next[j] = first.GetValueOrDefault(later[j], None);
            first[later[j]] = j;
        }

        var laterOf = new int[earlier.Length];
        for (var i = 0; i < laterOf.Length; i++)
        {
            laterOf[i] = first.GetValueOrDefault(earlier[i], None);
            if (laterOf[i] != None)
            {
                first[earlier[i]] = next[laterOf[i]];
            }
        }

        return laterOf;
    }
}
