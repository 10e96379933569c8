namespace ActiveAnomaly;

/// <summary>Compares lists of numbers that a reference in double precision gives with what the library has.</summary>
internal static class Doubles
{
    public static void AreClose(double[] expected, double[] actual, double tolerance)
    {
        Assert.HasCount(expected.Length, actual);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.AreEqual(expected[i], actual[i], tolerance, $"Number {i}");
        }
    }
}
