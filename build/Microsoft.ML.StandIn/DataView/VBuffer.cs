using System.Collections;

namespace Microsoft.ML.Data;

/// <summary>A vector value, dense or sparse; the entries that a sparse one leaves out are default.</summary>
public readonly struct VBuffer<T> : IEnumerable
{
    private readonly T[] _values;
    private readonly int[] _indices;
    private readonly int _count;

    public readonly int Length;

    public VBuffer(int length, T[] values, int[] indices = null)
    {
        Check.Argument(length >= 0, nameof(length), "A length is not negative.");
        Check.Argument((values?.Length ?? 0) >= length, nameof(values), "There are fewer values than the length says.");
        Length = _count = length;
        _values = values;
        _indices = indices;
    }

    public VBuffer(int length, int count, T[] values, int[] indices)
    {
        Check.Argument(length >= 0, nameof(length), "A length is not negative.");
        Check.Argument(0 <= count && count <= length, nameof(count), "The count of explicit values lies between 0 and the length.");
        Check.Argument((values?.Length ?? 0) >= count, nameof(values), "There are fewer values than the count says.");
        Check.Argument(count == length || (indices?.Length ?? 0) >= count, nameof(indices), "There are fewer indices than the count says.");
        Length = length;
        _count = count;
        _values = values;
        _indices = indices;
    }

    public bool IsDense => _count == Length;

    public ReadOnlySpan<T> GetValues() => _values.AsSpan(0, _count);

    public ReadOnlySpan<int> GetIndices() => IsDense ? default : _indices.AsSpan(0, _count);

    public T GetItemOrDefault(int index)
    {
        Check.Argument(0 <= index && index < Length, nameof(index), $"The index lies between 0 and {Length - 1}.");
        if (IsDense) return _values[index];
        int position = GetIndices().BinarySearch(index);
        return position >= 0 ? _values[position] : default;
    }

    public void GetItemOrDefault(int index, ref T destination) => destination = GetItemOrDefault(index);

    public IEnumerable<T> DenseValues()
    {
        foreach (var item in Items(all: true)) yield return item.Value;
    }

    public IEnumerable<KeyValuePair<int, T>> Items(bool all = false)
    {
        int next = 0;
        for (int i = 0; i < _count; i++)
        {
            int slot = IsDense ? i : _indices[i];
            if (all)
                while (next < slot) yield return new(next++, default);
            yield return new(slot, _values[i]);
            next = slot + 1;
        }
        if (all)
            while (next < Length) yield return new(next++, default);
    }

    public void CopyTo(ref VBuffer<T> destination)
    {
        var editor = VBufferEditor.Create(ref destination, Length, _count);
        GetValues().CopyTo(editor.Values);
        if (!IsDense) GetIndices().CopyTo(editor.Indices);
        destination = editor.Commit();
    }

    public void CopyToDense(ref VBuffer<T> destination)
    {
        var editor = VBufferEditor.Create(ref destination, Length);
        CopyTo(editor.Values);
        destination = editor.Commit();
    }

    public void CopyTo(Span<T> destination) => CopyTo(destination, 0);

    public void CopyTo(Span<T> destination, int destinationIndex, T defaultValue = default)
    {
        Check.Argument(0 <= destinationIndex && destinationIndex <= destination.Length - Length, nameof(destination),
            "The values do not fit.");
        var target = destination.Slice(destinationIndex, Length);
        if (IsDense)
        {
            GetValues().CopyTo(target);
            return;
        }
        target.Fill(_count == 0 ? default : defaultValue);
        for (int i = 0; i < _count; i++) target[_indices[i]] = _values[i];
    }

    public IEnumerator GetEnumerator() => _values.GetEnumerator();

    public override string ToString() =>
        IsDense ? $"Dense vector of {Length} values" : $"Sparse vector of {Length} values, {_count} explicit";

    internal VBufferEditor<T> Edit(int length, int? valuesCount, bool keepOld, bool requireIndices)
    {
        Check.Argument(length >= 0, "newLogicalLength", "A length is not negative.");
        int count = valuesCount ?? length;
        Check.Argument(0 <= count && count <= length, nameof(valuesCount), "The count of explicit values lies between 0 and the length.");
        bool needIndices = requireIndices || count < length;
        var values = Grow(_values, count, keepOld, out bool newValues);
        bool newIndices = false;
        var indices = needIndices ? Grow(_indices, count, keepOld, out newIndices) : _indices;
        return new VBufferEditor<T>(length, count, values, indices, needIndices, newValues, newIndices);
    }

    internal VBufferEditor<T> Edit() => Edit(Length, _count, keepOld: false, requireIndices: false);

    private static TItem[] Grow<TItem>(TItem[] array, int count, bool keepOld, out bool isNew)
    {
        isNew = (array?.Length ?? 0) < count;
        if (!isNew) return array;
        var grown = new TItem[count];
        if (keepOld) array?.CopyTo(grown, 0);
        return grown;
    }
}

public static class VBufferEditor
{
    public static VBufferEditor<T> CreateFromBuffer<T>(scoped ref VBuffer<T> destination) => destination.Edit();

    public static VBufferEditor<T> Create<T>(
        scoped ref VBuffer<T> destination,
        int newLogicalLength,
        int? valuesCount = null,
        int? maxValuesCapacity = null,
        bool keepOldOnResize = false,
        bool requireIndicesOnDense = false) =>
        destination.Edit(newLogicalLength, valuesCount, keepOldOnResize, requireIndicesOnDense);
}

/// <summary>Fills the arrays of a vector value; the value it was made from must not be used any more.</summary>
public readonly ref struct VBufferEditor<T>
{
    private readonly int _length;
    private readonly T[] _values;
    private readonly int[] _indices;

    public readonly Span<T> Values;

    public readonly Span<int> Indices;

    internal VBufferEditor(int length, int count, T[] values, int[] indices, bool hasIndices, bool newValues, bool newIndices)
    {
        _length = length;
        _values = values;
        _indices = indices;
        Values = values.AsSpan(0, count);
        Indices = hasIndices ? indices.AsSpan(0, count) : default;
        CreatedNewValues = newValues;
        CreatedNewIndices = newIndices;
    }

    public bool CreatedNewValues { get; }

    public bool CreatedNewIndices { get; }

    public VBuffer<T> Commit() => new(_length, Values.Length, _values, _indices);

    public VBuffer<T> CommitTruncated(int physicalValuesCount)
    {
        Check.Argument(physicalValuesCount <= Values.Length, nameof(physicalValuesCount), "Truncating cannot add values.");
        return new(_length, physicalValuesCount, _values, _indices);
    }
}
