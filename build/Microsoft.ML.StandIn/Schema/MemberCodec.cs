using System.Linq.Expressions;
using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>Reads a member of a row object as a column value, and writes a column value into it.</summary>
internal abstract class MemberCodec<TRow>
{
    public static MemberCodec<TRow> Create(MemberInfo member, DataViewType columnType)
    {
        var type = MemberBinding.TypeOf(member);
        if (type == typeof(string)) return new StringCodec<TRow>(member);
        if (type == typeof(string[])) return new StringsCodec<TRow>(member);
        if (type.IsArray) return Make(typeof(ArrayCodec<,>), type.GetElementType(), member);
        if (columnType is VectorDataViewType vector) return Make(typeof(BufferCodec<,>), vector.ItemType.RawType, member);
        if (columnType is KeyDataViewType key) return Make(typeof(KeyCodec<,>), type, member, key.Count);
        return Make(typeof(PlainCodec<,>), type, member);
    }

    private static MemberCodec<TRow> Make(Type codec, Type item, params object[] arguments) =>
        (MemberCodec<TRow>)Activator.CreateInstance(codec.MakeGenericType(typeof(TRow), item), arguments);

    /// <summary>A getter that reads the member of the current row object.</summary>
    public abstract Delegate MakeGetter(Func<TRow> current);

    /// <summary>An action that copies the column's current value into the member.</summary>
    public abstract Action<TRow> MakeSetter(DataViewRow input, DataViewSchema.Column column);
}

internal abstract class MemberCodec<TRow, TMember, TValue> : MemberCodec<TRow>
{
    private readonly Func<TRow, TMember> _read;
    private readonly Lazy<Action<TRow, TMember>> _write;

    protected MemberCodec(MemberInfo member)
    {
        var row = Expression.Parameter(typeof(TRow));
        var value = Expression.Parameter(typeof(TMember));
        var access = Expression.MakeMemberAccess(row, member);
        bool isReadable = member is FieldInfo || ((PropertyInfo)member).GetMethod is { IsPublic: true };
        _read = isReadable ? Expression.Lambda<Func<TRow, TMember>>(access, row).Compile() : _ => default;
        _write = new(() => Expression.Lambda<Action<TRow, TMember>>(Expression.Assign(access, value), row, value).Compile());
    }

    public override Delegate MakeGetter(Func<TRow> current) =>
        (ValueGetter<TValue>)((ref TValue value) => ToValue(_read(current()), ref value));

    public override Action<TRow> MakeSetter(DataViewRow input, DataViewSchema.Column column)
    {
        var getter = input.GetGetter<TValue>(column);
        var write = _write.Value;
        TValue value = default;
        return row =>
        {
            // A member that owns an array of the right length keeps it, as in ML.NET: a row object that is used again is filled in place.
            var member = NeedsPresentValue ? _read(row) : default;
            if (member is TValue present) value = present;
            getter(ref value);
            ToMember(value, ref member);
            write(row, member);
        };
    }

    protected virtual bool NeedsPresentValue => false;

    protected abstract void ToValue(TMember member, ref TValue value);

    protected abstract void ToMember(TValue value, ref TMember member);
}

internal sealed class PlainCodec<TRow, T>(MemberInfo member) : MemberCodec<TRow, T, T>(member)
{
    protected override void ToValue(T member, ref T value) => value = member;

    protected override void ToMember(T value, ref T member) => member = value;
}

/// <summary>
/// A member counts keys from 0, a raw key value from 1 (0 is missing). As in ML.NET a raw value is written into a member as it is.
/// </summary>
internal sealed class KeyCodec<TRow, T>(MemberInfo member, ulong count) : MemberCodec<TRow, T, T>(member)
{
    protected override void ToValue(T member, ref T value)
    {
        ulong key = Convert.ToUInt64(member);
        value = (T)Convert.ChangeType(key < count ? key + 1 : 0, typeof(T));
    }

    protected override void ToMember(T value, ref T member) => member = value;
}

internal sealed class StringCodec<TRow>(MemberInfo member) : MemberCodec<TRow, string, ReadOnlyMemory<char>>(member)
{
    protected override void ToValue(string member, ref ReadOnlyMemory<char> value) => value = member.AsMemory();

    protected override void ToMember(ReadOnlyMemory<char> value, ref string member) => member = value.ToString();
}

internal sealed class StringsCodec<TRow>(MemberInfo member)
    : MemberCodec<TRow, string[], VBuffer<ReadOnlyMemory<char>>>(member)
{
    protected override void ToValue(string[] member, ref VBuffer<ReadOnlyMemory<char>> value)
    {
        var editor = VBufferEditor.Create(ref value, member?.Length ?? 0);
        for (int i = 0; i < editor.Values.Length; i++) editor.Values[i] = member[i].AsMemory();
        value = editor.Commit();
    }

    protected override void ToMember(VBuffer<ReadOnlyMemory<char>> value, ref string[] member) =>
        member = [.. value.DenseValues().Select(text => text.ToString())];
}

internal sealed class ArrayCodec<TRow, T>(MemberInfo member) : MemberCodec<TRow, T[], VBuffer<T>>(member)
{
    protected override bool NeedsPresentValue => true;

    protected override void ToValue(T[] member, ref VBuffer<T> value)
    {
        var editor = VBufferEditor.Create(ref value, member?.Length ?? 0);
        member.CopyTo(editor.Values);
        value = editor.Commit();
    }

    protected override void ToMember(VBuffer<T> value, ref T[] member)
    {
        if (member?.Length != value.Length) member = new T[value.Length];
        value.CopyTo(member);
    }
}

internal sealed class BufferCodec<TRow, T>(MemberInfo member) : MemberCodec<TRow, VBuffer<T>, VBuffer<T>>(member)
{
    protected override bool NeedsPresentValue => true;

    protected override void ToValue(VBuffer<T> member, ref VBuffer<T> value) => member.CopyTo(ref value);

    protected override void ToMember(VBuffer<T> value, ref VBuffer<T> member) => member = value;
}
