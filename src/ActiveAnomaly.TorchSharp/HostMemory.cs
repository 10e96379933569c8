using System.Runtime.InteropServices;
using ActiveAnomaly.Data;
using TorchSharp;

namespace ActiveAnomaly.Torch;

/// <summary>Copies numbers between the host and a device.</summary>
internal static class HostMemory
{
    /// <summary>A tensor's bytes are seen through one span, whose length is an int.</summary>
    private const int LargestChunk = 1 << 28;

    /// <summary>Copies numbers to the device, as a matrix of as many columns.</summary>
    public static torch.Tensor Upload(ReadOnlySpan<float> values, long columnCount, torch.Device device) =>
        Upload(values, torch.float32, columnCount, device);

    /// <summary>Copies row indices to the device.</summary>
    public static torch.Tensor Upload(ReadOnlySpan<int> values, torch.Device device)
    {
        using var matrix = Upload(values, torch.int32, 1, device);
        return matrix.view(-1);
    }

    /// <summary>Copies a pool to the device, in parts that one span can hold.</summary>
    public static torch.Tensor Upload(FeatureMatrix rows, torch.Device device)
    {
        if (rows.Values.Length <= LargestChunk)
        {
            return Upload(rows.Values, rows.FeatureCount, device);
        }

        var pool = torch.empty(rows.RowCount, rows.FeatureCount, torch.float32, device);
        var chunk = Math.Max(1, LargestChunk / rows.FeatureCount);
        for (var first = 0; first < rows.RowCount; first += chunk)
        {
            var count = Math.Min(chunk, rows.RowCount - first);
            using var part = Upload(rows.Values.Slice(first * rows.FeatureCount, count * rows.FeatureCount), rows.FeatureCount, torch.CPU);
            using var place = pool.narrow(0, first, count);
            place.copy_(part);
        }

        return pool;
    }

    /// <summary>Copies a tensor's numbers to the host, row by row; waits for the device.</summary>
    public static void Download(torch.Tensor tensor, Span<float> destination)
    {
        using var onHost = tensor.cpu();
        using var contiguous = onHost.contiguous();
        MemoryMarshal.Cast<byte, float>(contiguous.bytes).CopyTo(destination);
    }

    /// <summary>Copies a tensor's numbers to a new array; waits for the device.</summary>
    public static float[] Download(torch.Tensor tensor)
    {
        var values = new float[tensor.numel()];
        Download(tensor, values);
        return values;
    }

    private static torch.Tensor Upload<T>(ReadOnlySpan<T> values, torch.ScalarType type, long columnCount, torch.Device device)
        where T : unmanaged
    {
        var onHost = torch.empty(values.Length / columnCount, columnCount, type, torch.CPU);
        MemoryMarshal.AsBytes(values).CopyTo(onHost.bytes);
        if (device.type == DeviceType.CPU)
        {
            return onHost;
        }

        using (onHost)
        {
            return onHost.to(device);
        }
    }
}
