namespace ActiveAnomaly.Kernels;

/// <summary>Where the distance kernels look for a row: 16 rows a panel, which lies feature by feature.</summary>
internal static class PanelLayout
{
    private const int RowCount = KernelSet.PanelRowCount;

    /// <summary>Puts rows in their places.</summary>
    /// <param name="panels">The panels [rows rounded up to 16 x width].</param>
    /// <param name="width">The number of features.</param>
    /// <param name="first">The place of the first row.</param>
    /// <param name="rows">The rows, row-major.</param>
    public static void Put(Span<float> panels, int width, int first, ReadOnlySpan<float> rows)
    {
        for (var (row, i) = (first, 0); i < rows.Length; row++)
        {
            for (var (k, place) = (0, Start(row, width)); k < width; k++, i++, place += RowCount)
            {
                panels[place] = rows[i];
            }
        }
    }

    /// <summary>Copies a row out.</summary>
    /// <param name="panels">The panels.</param>
    /// <param name="row">The row's place.</param>
    /// <param name="target">Receives its features.</param>
    public static void Take(ReadOnlySpan<float> panels, int row, Span<float> target)
    {
        for (var (k, place) = (0, Start(row, target.Length)); k < target.Length; k++, place += RowCount)
        {
            target[k] = panels[place];
        }
    }

    private static int Start(int row, int width) => (row / RowCount * RowCount * width) + (row % RowCount);
}
