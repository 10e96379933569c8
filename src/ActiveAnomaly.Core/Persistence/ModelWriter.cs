using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
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
    /// <typeparam name="T">Their type: a record of simple properties.</typeparam>
    /// <param name="content">The facts.</param>
    /// <exception cref="InvalidOperationException">There are facts already.</exception>
    public void WriteContent<T>(T content)
    {
        if (Content is not null)
        {
            throw new InvalidOperationException("The model's content is written already; put all of it into one object.");
        }

        Content = JsonSerializer.SerializeToElement(content, ModelJson.Options);
    }

    /// <summary>Writes numbers. How many must follow from the content, for the reader has to know.</summary>
    /// <param name="values">The numbers, finite.</param>
    public void Write(ReadOnlySpan<float> values)
    {
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
    /// <param name="values">The numbers, finite.</param>
    public void Write(ReadOnlySpan<double> values)
    {
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
}
