namespace ActiveAnomaly;

/// <summary>Comparisons of floating-point numbers by their bits.</summary>
internal static class Bits
{
    public static int[] Of(ReadOnlySpan<float> values)
    {
        var bits = new int[values.Length];
        for (var i = 0; i < bits.Length; i++)
        {
            bits[i] = BitConverter.SingleToInt32Bits(values[i]);
        }

        return bits;
    }

    public static void AreEqual(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, string what)
    {
        Assert.AreEqual(expected.Length, actual.Length, $"{what}: lengths.");
        for (var i = 0; i < expected.Length; i++)
        {
            if (BitConverter.SingleToInt32Bits(expected[i]) != BitConverter.SingleToInt32Bits(actual[i]))
            {
                Assert.Fail($"{what}: element {i} is {actual[i]:R}, expected {expected[i]:R} to the bit.");
            }
        }
    }

    public static bool Equal(ReadOnlySpan<float> x, ReadOnlySpan<float> y) => Of(x).AsSpan().SequenceEqual(Of(y));
}
