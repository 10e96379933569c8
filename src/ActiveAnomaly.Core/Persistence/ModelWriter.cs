using System.Buffers;
using System.Buffers.Binary;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;
using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;

namespace ActiveAnomaly.Persistence;

/// <summary>Takes what a model learnt: one object of facts as JSON, and numbers one after the other. Not thread safe.</summary>
public sealed class ModelWriter
{
    private readonly ArrayBufferWriter<byte> _payload = new();

    internal ModelWriter()
    {
    }

    internal JsonElement? Content { get; private set; }

    internal ReadOnlySpan<byte> Payload => _payload.WrittenSpan;

    /// <summary>Writes facts, such as sizes, into the file's header. Once a model.</summary>
    /// <typeparam name="T">Their type: a record of simple properties that can be set, for reading sets them.</typeparam>
    /// <param name="content">The facts.</param>
    /// <exception cref="InvalidOperationException">There are facts already.</exception>
    /// <exception cref="ArgumentException">
    /// Nothing of the facts would be written, for their properties cannot be set (an anonymous type, a tuple); or a number is NaN or
    /// infinite.
    /// </exception>
    public void WriteContent<T>(T content)
    {
        if (Content is not null)
        {
            throw new InvalidOperationException("The model's content is written already; put all of it into one object.");
        }

        var json = JsonSerializer.SerializeToElement(content, ModelJson.Options);
        if (json.ValueKind == JsonValueKind.Object && !json.EnumerateObject().Any() && content is not null && HoldsAnything(content))
        {
            throw new ArgumentException(
                $"Nothing of a {content.GetType().Name} would be written: properties that cannot be set, and fields, are left out. Write a "
                + "record whose properties are get and init.",
                nameof(content));
        }

        Content = json;
    }

    /// <summary>Writes numbers. How many must follow from the content, for the reader has to know.</summary>
    /// <param name="values">The numbers, finite: others are not read again.</param>
    /// <exception cref="ArgumentException">A number is NaN or infinite.</exception>
    public void Write(ReadOnlySpan<float> values)
    {
        var bad = FeatureMatrix.IndexOfNonFinite(values);
        if (bad >= 0)
        {
            throw NotFinite(bad, values[bad], nameof(values));
        }

        var target = _payload.GetSpan(checked(sizeof(float) * values.Length));
        if (BitConverter.IsLittleEndian)
        {
            MemoryMarshal.AsBytes(values).CopyTo(target);
        }
        else
        {
            for (var i = 0; i < values.Length; i++)
            {
                BinaryPrimitives.WriteSingleLittleEndian(target[(sizeof(float) * i)..], values[i]);
            }
        }

        _payload.Advance(sizeof(float) * values.Length);
    }

    /// <summary>Writes numbers of double precision. How many must follow from the content, for the reader has to know.</summary>
    /// <param name="values">The numbers, finite: others are not read again.</param>
    /// <exception cref="ArgumentException">A number is NaN or infinite.</exception>
    public void Write(ReadOnlySpan<double> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (!double.IsFinite(values[i]))
            {
                throw NotFinite(i, values[i], nameof(values));
            }
        }

        var target = _payload.GetSpan(checked(sizeof(double) * values.Length));
        for (var i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteDoubleLittleEndian(target[(sizeof(double) * i)..], values[i]);
        }

        _payload.Advance(sizeof(double) * values.Length);
    }

    /// <summary>Writes whole numbers. How many must follow from the content, for the reader has to know.</summary>
    /// <param name="values">The numbers.</param>
    public void Write(ReadOnlySpan<int> values)
    {
        var target = _payload.GetSpan(checked(sizeof(int) * values.Length));
        for (var i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(target[(sizeof(int) * i)..], values[i]);
        }

        _payload.Advance(sizeof(int) * values.Length);
    }

    /// <summary>Writes a model that is part of this one.</summary>
    internal int WriteMember(DetectorModel member)
    {
        var bytes = DetectorModelFormat.ToBytes(member);
        _payload.Write(bytes);
        return bytes.Length;
    }

    /// <summary>Tells whether an object has a property or a field that is not null: something that a file could have held.</summary>
    private static bool HoldsAnything(object content) =>
        content.GetType().GetProperties().Any(
            property => property.CanRead && property.GetIndexParameters().Length == 0 && property.GetValue(content) is not null)
        || content.GetType().GetFields(BindingFlags.Instance | BindingFlags.Public).Any(field => field.GetValue(content) is not null);

    private static ArgumentException NotFinite(int index, double value, string name) =>
        new(
            FormattableString.Invariant($"Number {index} is {value}, and a file with it could not be read again. ")
            + "Write finite numbers only, and what infinity or NaN stands for as a fact or a whole number.",
            name);
}
