namespace ActiveAnomaly.Detectors.DeepIsolationForest;

/// <summary>Sums up the codes of rows, in the order of the rows, as differences from the first row's. Not thread safe.</summary>
/// <param name="codeSize">The size of a code.</param>
/// <param name="stride">From one row's code to the next's.</param>
internal sealed class CodeMoments(int codeSize, int stride)
{
    private readonly float[] _first = new float[codeSize];
    private readonly double[] _sums = new double[codeSize];
    private readonly double[] _squares = new double[codeSize];
    private int _rowCount;

    /// <summary>Adds rows.</summary>
    /// <param name="firstRow">The number of rows before.</param>
    /// <param name="rowCount">The number of rows.</param>
    /// <param name="codes">Their codes.</param>
    public void Add(int firstRow, int rowCount, ReadOnlySpan<float> codes)
    {
        if (firstRow == 0)
        {
            codes[..codeSize].CopyTo(_first);
        }

        for (var row = 0; row < rowCount; row++)
        {
            var code = codes.Slice(row * stride, codeSize);
            for (var k = 0; k < code.Length; k++)
            {
                var difference = (double)code[k] - _first[k];
                _sums[k] += difference;
                _squares[k] += difference * difference;
            }
        }

        _rowCount = firstRow + rowCount;
    }

    /// <summary>Gives the means, and 1 over the standard deviations of all the rows; 1 where a code never changes.</summary>
    public void Write(Span<float> means, Span<float> inverseDeviations)
    {
        for (var k = 0; k < codeSize; k++)
        {
            var mean = _sums[k] / _rowCount;
            var variance = (_squares[k] / _rowCount) - (mean * mean);
            means[k] = (float)(_first[k] + mean);

            // The smallest deviations have no reciprocal in single precision: such codes stay as close together as they are.
            var inverse = variance > 0 ? (float)(1 / Math.Sqrt(variance)) : 1;
            inverseDeviations[k] = float.IsFinite(inverse) ? inverse : 1;
        }
    }
}
