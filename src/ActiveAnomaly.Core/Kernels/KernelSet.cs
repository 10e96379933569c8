using System.Runtime.CompilerServices;
using ActiveAnomaly.Trees;

namespace ActiveAnomaly.Kernels;

/// <summary>
/// The arithmetic of training and scoring, in one of its equivalent implementations. Matrices are row-major with a
/// stride (elements from one row to the next) that may exceed their width.
/// </summary>
/// <remarks>
/// Every implementation computes each result by the same sequence of correctly rounded operations, so all of them, at
/// any vector width, give the same bits as <see cref="ScalarKernels"/>: a sum over the depth of a product runs in ascending
/// order with fused multiply-adds, other sums in a fixed number of interleaved parts, whatever the vector width. Outputs must not
/// overlap inputs unless a method says so. Stateless and thread safe.
/// </remarks>
internal abstract class KernelSet
{
    /// <summary>The number of rows of a panel that distances are measured from.</summary>
    public const int PanelRowCount = 16;

    /// <summary>The number of a tree's levels that <see cref="DescendTop"/> goes down.</summary>
    public const int TopLevelCount = 4;

    /// <summary>Matrices of the engine have widths padded with zeros to a multiple of this.</summary>
    public const int WidthMultiple = 8;

    /// <summary>Sums over all elements of a matrix run in this many interleaved parts, whatever the vector width.</summary>
    public const int PartialSumCount = 16;

    /// <summary>
    /// Sums over the rows of a matrix run in this many interleaved parts, so that additions need not wait for each other.
    /// </summary>
    public const int RowSumCount = 4;

    /// <summary>The squared distance of a row is summed in this many interleaved parts, whatever the vector width.</summary>
    public const int DistanceSumCount = 8;

    /// <summary>The smallest number that <see cref="PairSums"/> takes.</summary>
    public const float LowestPairTerm = 1e-9f;

    /// <summary>The largest number that <see cref="PairSums"/> takes.</summary>
    public const float HighestPairTerm = 1e9f;

    /// <summary>The number of rows that share a division in <see cref="PairSums"/>.</summary>
    protected const int PairRowCount = 4;

    /// <summary>The number of splits on the levels that <see cref="DescendTop"/> goes down.</summary>
    protected const int TopSplitCount = (1 << TopLevelCount) - 1;

    /// <summary>Gets which implementation this is.</summary>
    public abstract VectorPath Path { get; }

    /// <summary>Gets the kernels for <paramref name="path"/>.</summary>
    public static KernelSet For(VectorPath path) => path switch
    {
        VectorPath.Scalar => ScalarKernels.Instance,
        VectorPath.Vector128 => VectorKernels.Width128,
        VectorPath.Vector256 => VectorKernels.Width256,
        VectorPath.Vector512 => VectorKernels.Width512,
        _ => throw new ArgumentOutOfRangeException(nameof(path), path, "The values of VectorPath are allowed."),
    };

    /// <summary>Rounds a width up to a multiple of <see cref="WidthMultiple"/>.</summary>
    public static int Padded(int width) => (width + WidthMultiple - 1) / WidthMultiple * WidthMultiple;

    /// <summary>
    /// C = A B, or C += A B: C [rows x columns], A [rows x depth], B [depth x columns]. A is read at
    /// row * <paramref name="aRowStride"/> + depth * <paramref name="aDepthStride"/>, so that a transposed A needs no copy.
    /// </summary>
    public void Multiply(
        ReadOnlySpan<float> a, int aRowStride, int aDepthStride, ReadOnlySpan<float> b, int bStride, Span<float> c, int cStride,
        int rows, int depth, int columns, bool accumulate)
    {
        if (rows == 0 || columns == 0)
        {
            return;
        }

        if (depth > 0)
        {
            CheckLength(a.Length, ((long)(rows - 1) * aRowStride) + ((long)(depth - 1) * aDepthStride) + 1, nameof(a));
            CheckLength(b.Length, ((long)(depth - 1) * bStride) + columns, nameof(b));
        }

        CheckLength(c.Length, ((long)(rows - 1) * cStride) + columns, nameof(c));
        MultiplyCore(a, aRowStride, aDepthStride, b, bStride, c, cStride, rows, depth, columns, accumulate);
    }

    /// <summary>sums += factor x, element by element, with one rounding each: one step of the depth of <see cref="Multiply"/>.</summary>
    public void AddProduct(ReadOnlySpan<float> x, float factor, Span<float> sums)
    {
        CheckLength(sums.Length, x.Length, nameof(sums));
        AddProductCore(x, factor, sums);
    }

    /// <summary>gathered [rowIndices.Length x width] = the chosen rows of matrix [n x width], both without gaps between rows.</summary>
    public void GatherRows(ReadOnlySpan<float> matrix, int width, ReadOnlySpan<int> rowIndices, Span<float> gathered)
    {
        CheckLength(gathered.Length, (long)rowIndices.Length * width, nameof(gathered));
        var rowCount = matrix.Length / width;
        foreach (var row in rowIndices)
        {
            if ((uint)row >= (uint)rowCount)
            {
                throw new ArgumentOutOfRangeException(nameof(rowIndices), row, $"There is no row {row}; the matrix has {rowCount}.");
            }
        }

        GatherRowsCore(matrix, width, rowIndices, gathered);
    }

    /// <summary>Mean and biased variance of each column of x [rows x columns], rows at least 1.</summary>
    public void ColumnStatistics(ReadOnlySpan<float> x, int stride, int rows, int columns, Span<float> mean, Span<float> variance)
    {
        CheckMatrix(x.Length, stride, rows, columns, nameof(x));
        CheckLength(mean.Length, columns, nameof(mean));
        CheckLength(variance.Length, columns, nameof(variance));
        ColumnStatisticsCore(x, stride, rows, columns, mean, variance);
    }

    /// <summary>
    /// normalized = (x - mean) * inverseDeviation, activated = normalized where positive, else slope * normalized.
    /// All matrices [rows x columns] with one stride; normalized may be x.
    /// </summary>
    public void NormalizeAndActivate(
        ReadOnlySpan<float> x, Span<float> normalized, Span<float> activated, int stride, int rows, int columns,
        ReadOnlySpan<float> mean, ReadOnlySpan<float> inverseDeviation, float slope)
    {
        CheckMatrix(x.Length, stride, rows, columns, nameof(x));
        CheckMatrix(normalized.Length, stride, rows, columns, nameof(normalized));
        CheckMatrix(activated.Length, stride, rows, columns, nameof(activated));
        CheckLength(mean.Length, columns, nameof(mean));
        CheckLength(inverseDeviation.Length, columns, nameof(inverseDeviation));
        NormalizeAndActivateCore(x, normalized, activated, stride, rows, columns, mean, inverseDeviation, slope);
    }

    /// <summary>
    /// The backward pass of <see cref="NormalizeAndActivate"/>, in place: gradient holds dL/d(activated) and receives
    /// dL/dx. With <paramref name="batchStatistics"/> mean and deviation are functions of x (training mode); without,
    /// they are constants (frozen).
    /// </summary>
    public void NormalizeAndActivateBackward(
        Span<float> gradient, ReadOnlySpan<float> normalized, int stride, int rows, int columns,
        ReadOnlySpan<float> inverseDeviation, float slope, bool batchStatistics)
    {
        CheckMatrix(gradient.Length, stride, rows, columns, nameof(gradient));
        CheckMatrix(normalized.Length, stride, rows, columns, nameof(normalized));
        CheckLength(inverseDeviation.Length, columns, nameof(inverseDeviation));
        if (batchStatistics)
        {
            TrainingBackwardCore(gradient, normalized, stride, rows, columns, inverseDeviation, slope);
        }
        else
        {
            FrozenBackwardCore(gradient, normalized, stride, rows, columns, inverseDeviation, slope);
        }
    }

    /// <summary>x = x where positive, else slope * x, in place.</summary>
    public abstract void LeakyRelu(Span<float> x, float slope);

    /// <summary>gradient *= 1 where y is positive, else slope: the backward pass of <see cref="LeakyRelu"/>, whose sign y keeps.</summary>
    public void LeakyReluBackward(Span<float> gradient, ReadOnlySpan<float> y, float slope)
    {
        CheckLength(y.Length, gradient.Length, nameof(y));
        LeakyReluBackwardCore(gradient, y, slope);
    }

    /// <summary>y = tanh(x) = 1 - 2 / (1 + exp(2 x)), element by element, exact to a few units of 2^-24; y may be x.</summary>
    public void Tanh(ReadOnlySpan<float> x, Span<float> y)
    {
        CheckLength(y.Length, x.Length, nameof(y));
        TanhCore(x, y);
    }

    /// <summary>gradient *= 1 - y^2, element by element: the backward pass of <see cref="Tanh"/>.</summary>
    public void TanhBackward(Span<float> gradient, ReadOnlySpan<float> y)
    {
        CheckLength(y.Length, gradient.Length, nameof(y));
        TanhBackwardCore(gradient, y);
    }

    /// <summary>y = 1 / (1 + exp(-x)), element by element; y may be x.</summary>
    public void Sigmoid(ReadOnlySpan<float> x, Span<float> y)
    {
        CheckLength(y.Length, x.Length, nameof(y));
        SigmoidCore(x, y);
    }

    /// <summary>gradient *= y * (1 - y), element by element: the backward pass of <see cref="Sigmoid"/>.</summary>
    public void SigmoidBackward(Span<float> gradient, ReadOnlySpan<float> y)
    {
        CheckLength(y.Length, gradient.Length, nameof(y));
        SigmoidBackwardCore(gradient, y);
    }

    /// <summary>
    /// gradient = 2 * scale * (y - target); returns scale times the sum of squared differences. Matrices [rows x columns],
    /// each with its stride.
    /// </summary>
    public float SquaredError(
        ReadOnlySpan<float> y, int yStride, ReadOnlySpan<float> target, int targetStride, Span<float> gradient, int gradientStride,
        int rows, int columns, float scale)
    {
        CheckMatrix(y.Length, yStride, rows, columns, nameof(y));
        CheckMatrix(target.Length, targetStride, rows, columns, nameof(target));
        CheckMatrix(gradient.Length, gradientStride, rows, columns, nameof(gradient));
        Span<float> partial = stackalloc float[PartialSumCount];
        partial.Clear();
        for (var row = 0; row < rows; row++)
        {
            SquaredErrorRow(
                y.Slice(row * yStride, columns), target.Slice(row * targetStride, columns),
                gradient.Slice(row * gradientStride, columns), scale, partial);
        }

        return Sum(partial) * scale;
    }

    /// <summary>
    /// For x [m] and y [n], all in [<see cref="LowestPairTerm"/>, <see cref="HighestPairTerm"/>]: xSums[i] = sum over j of
    /// 1 / (x_i + y_j), and ySums[j] = sum over i of x_i / (x_i + y_j). Four rows of x share one division: the reciprocals of
    /// four numbers come from that of their product, which the limits keep in range.
    /// </summary>
    public void PairSums(ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> xSums, Span<float> ySums)
    {
        CheckLength(xSums.Length, x.Length, nameof(xSums));
        CheckLength(ySums.Length, y.Length, nameof(ySums));
        ySums = ySums[..y.Length];
        ySums.Clear();
        Span<float> partial = stackalloc float[PairRowCount * PartialSumCount];
        var i = 0;
        for (; i + PairRowCount <= x.Length; i += PairRowCount)
        {
            partial.Clear();
            PairSumsFourRows(x.Slice(i, PairRowCount), y, ySums, partial);
            for (var row = 0; row < PairRowCount; row++)
            {
                xSums[i + row] = Sum(partial.Slice(row * PartialSumCount, PartialSumCount));
            }
        }

        for (; i < x.Length; i++)
        {
            partial.Clear();
            PairSumsRow(x[i], y, ySums, partial[..PartialSumCount]);
            xSums[i] = Sum(partial[..PartialSumCount]);
        }
    }

    /// <summary>One step of Adam with L2 added to the gradient, as PyTorch's Adam does it (Kingma and Ba, ICLR 2015).</summary>
    public void Adam(
        Span<float> weights, ReadOnlySpan<float> gradient, Span<float> firstMoment, Span<float> secondMoment,
        in AdamCoefficients coefficients)
    {
        CheckLength(gradient.Length, weights.Length, nameof(gradient));
        CheckLength(firstMoment.Length, weights.Length, nameof(firstMoment));
        CheckLength(secondMoment.Length, weights.Length, nameof(secondMoment));
        AdamCore(weights, gradient, firstMoment, secondMoment, coefficients);
    }

    /// <summary>transposed [columns x rows] = x [rows x columns], tile by tile, so that the cache lines of a tile are used whole.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Transpose(ReadOnlySpan<float> x, int stride, Span<float> transposed, int transposedStride, int rows, int columns)
    {
        const int tile = 16;
        for (var firstRow = 0; firstRow < rows; firstRow += tile)
        {
            var endRow = Math.Min(rows, firstRow + tile);
            for (var firstColumn = 0; firstColumn < columns; firstColumn += tile)
            {
                var endColumn = Math.Min(columns, firstColumn + tile);
                for (var column = firstColumn; column < endColumn; column++)
                {
                    var target = transposed.Slice(column * transposedStride, rows);
                    for (var row = firstRow; row < endRow; row++)
                    {
                        target[row] = x[(row * stride) + column];
                    }
                }
            }
        }
    }

    /// <summary>
    /// distances[i] = squared distance of row i of z [rows x columns] from <paramref name="center"/>: columns whose numbers agree
    /// modulo <see cref="DistanceSumCount"/> are summed in order, then the sums pairwise, halves first.
    /// </summary>
    public void SquaredDistances(ReadOnlySpan<float> z, int stride, int rows, ReadOnlySpan<float> center, Span<float> distances)
    {
        CheckMatrix(z.Length, stride, rows, center.Length, nameof(z));
        CheckLength(distances.Length, rows, nameof(distances));
        SquaredDistancesCore(z, stride, center, distances[..rows]);
    }

    /// <summary>
    /// gradient = 2 slope (z - center), row by row: z and gradient [rows x columns] with one stride, one slope a row, as many
    /// columns as the centre has components.
    /// </summary>
    public void DistanceGradient(
        ReadOnlySpan<float> z, int stride, ReadOnlySpan<float> center, ReadOnlySpan<float> slopes, Span<float> gradient)
    {
        CheckMatrix(z.Length, stride, slopes.Length, center.Length, nameof(z));
        CheckMatrix(gradient.Length, stride, slopes.Length, center.Length, nameof(gradient));
        DistanceGradientCore(z, stride, center, slopes, gradient);
    }

    /// <summary>
    /// distances[i, j] = squared distance of row i [rows x width] from row j of a panel [width x 16]: (x_k - y_k)^2 summed in the order of
    /// k, with fused multiply-adds. Exactly 0 for equal rows.
    /// </summary>
    public void SquaredPanelDistances(ReadOnlySpan<float> rows, int rowCount, int width, ReadOnlySpan<float> panel, Span<float> distances)
    {
        CheckPanel(rows, rowCount, width, panel, distances);
        SquaredPanelDistancesCore(rows, rowCount, width, panel, distances);
    }

    /// <summary>
    /// distances[i, j] = Manhattan distance of row i [rows x width] from row j of a panel [width x 16]: |x_k - y_k| summed in the order of
    /// k. The same bits whichever of the two rows lies in the panel.
    /// </summary>
    public void ManhattanPanelDistances(
        ReadOnlySpan<float> rows, int rowCount, int width, ReadOnlySpan<float> panel, Span<float> distances)
    {
        CheckPanel(rows, rowCount, width, panel, distances);
        ManhattanPanelDistancesCore(rows, rowCount, width, panel, distances);
    }

    /// <summary>
    /// distances[i, j] = weighted Manhattan distance: w_k |x_k - y_k|, each product rounded, summed in the order of k. With weights of 1
    /// the bits of the plain distance.
    /// </summary>
    public void ManhattanPanelDistances(
        ReadOnlySpan<float> rows, int rowCount, int width, ReadOnlySpan<float> panel, ReadOnlySpan<float> weights, Span<float> distances)
    {
        CheckPanel(rows, rowCount, width, panel, distances);
        CheckLength(weights.Length, width, nameof(weights));
        WeightedPanelDistancesCore(rows, rowCount, width, panel, weights, distances);
    }

    /// <summary>
    /// places[i] = where row i arrives by the first four splits of a complete tree, in [0, 16) from left to right: split k has the nodes
    /// 2 k + 1 and 2 k + 2 below it, and a row goes to the second where its feature is above the threshold.
    /// </summary>
    /// <param name="splits">The tree's splits, at least 15, of features below d.</param>
    /// <param name="columns">The rows, feature by feature [d x stride].</param>
    /// <param name="stride">The numbers from one feature to the next.</param>
    /// <param name="rowCount">The number of rows, a multiple of 16.</param>
    /// <param name="places">Receives a place a row.</param>
    public void DescendTop(ReadOnlySpan<IsolationSplit> splits, ReadOnlySpan<float> columns, int stride, int rowCount, Span<int> places)
    {
        CheckLength(splits.Length, TopSplitCount, nameof(splits));
        CheckLength(stride, rowCount, nameof(stride));
        CheckLength(places.Length, rowCount, nameof(places));
        ArgumentOutOfRangeException.ThrowIfNotEqual(rowCount % PanelRowCount, 0, nameof(rowCount));
        DescendTopCore(splits[..TopSplitCount], columns, stride, places[..rowCount]);
    }

    /// <summary>sums += weight exp(rate x), element by element: rate x is limited to the range in which exp is a normal number.</summary>
    public void AddExponentials(ReadOnlySpan<float> x, float rate, float weight, Span<float> sums)
    {
        CheckLength(sums.Length, x.Length, nameof(sums));
        AddExponentialsCore(x, rate, weight, sums[..x.Length]);
    }

    protected abstract void SquaredPanelDistancesCore(
        ReadOnlySpan<float> rows, int rowCount, int width, ReadOnlySpan<float> panel, Span<float> distances);

    protected abstract void ManhattanPanelDistancesCore(
        ReadOnlySpan<float> rows, int rowCount, int width, ReadOnlySpan<float> panel, Span<float> distances);

    protected abstract void WeightedPanelDistancesCore(
        ReadOnlySpan<float> rows, int rowCount, int width, ReadOnlySpan<float> panel, ReadOnlySpan<float> weights, Span<float> distances);

    protected abstract void DescendTopCore(
        ReadOnlySpan<IsolationSplit> splits, ReadOnlySpan<float> columns, int stride, Span<int> places);

    protected abstract void AddExponentialsCore(ReadOnlySpan<float> x, float rate, float weight, Span<float> sums);

    protected abstract void SquaredDistancesCore(ReadOnlySpan<float> z, int stride, ReadOnlySpan<float> center, Span<float> distances);

    protected abstract void DistanceGradientCore(
        ReadOnlySpan<float> z, int stride, ReadOnlySpan<float> center, ReadOnlySpan<float> slopes, Span<float> gradient);

    protected virtual void GatherRowsCore(ReadOnlySpan<float> matrix, int width, ReadOnlySpan<int> rowIndices, Span<float> gathered)
    {
        for (var i = 0; i < rowIndices.Length; i++)
        {
            matrix.Slice(rowIndices[i] * width, width).CopyTo(gathered[(i * width)..]);
        }
    }

    protected abstract void MultiplyCore(
        ReadOnlySpan<float> a, int aRowStride, int aDepthStride, ReadOnlySpan<float> b, int bStride, Span<float> c, int cStride,
        int rows, int depth, int columns, bool accumulate);

    protected abstract void AddProductCore(ReadOnlySpan<float> x, float factor, Span<float> sums);

    protected abstract void ColumnStatisticsCore(
        ReadOnlySpan<float> x, int stride, int rows, int columns, Span<float> mean, Span<float> variance);

    protected abstract void NormalizeAndActivateCore(
        ReadOnlySpan<float> x, Span<float> normalized, Span<float> activated, int stride, int rows, int columns,
        ReadOnlySpan<float> mean, ReadOnlySpan<float> inverseDeviation, float slope);

    protected abstract void TrainingBackwardCore(
        Span<float> gradient, ReadOnlySpan<float> normalized, int stride, int rows, int columns,
        ReadOnlySpan<float> inverseDeviation, float slope);

    protected abstract void FrozenBackwardCore(
        Span<float> gradient, ReadOnlySpan<float> normalized, int stride, int rows, int columns,
        ReadOnlySpan<float> inverseDeviation, float slope);

    protected abstract void LeakyReluBackwardCore(Span<float> gradient, ReadOnlySpan<float> y, float slope);

    protected abstract void TanhCore(ReadOnlySpan<float> x, Span<float> y);

    protected abstract void TanhBackwardCore(Span<float> gradient, ReadOnlySpan<float> y);

    protected abstract void SigmoidCore(ReadOnlySpan<float> x, Span<float> y);

    protected abstract void SigmoidBackwardCore(Span<float> gradient, ReadOnlySpan<float> y);

    protected abstract void SquaredErrorRow(
        ReadOnlySpan<float> y, ReadOnlySpan<float> target, Span<float> gradient, float scale, Span<float> partial);

    protected abstract void PairSumsFourRows(ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> ySums, Span<float> partial);

    protected abstract void PairSumsRow(float x, ReadOnlySpan<float> y, Span<float> ySums, Span<float> partial);

    protected abstract void AdamCore(
        Span<float> weights, ReadOnlySpan<float> gradient, Span<float> firstMoment, Span<float> secondMoment,
        in AdamCoefficients coefficients);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Sum(ReadOnlySpan<float> partial)
    {
        var sum = 0f;
        foreach (var part in partial)
        {
            sum += part;
        }

        return sum;
    }

    private static void CheckPanel(
        ReadOnlySpan<float> rows, int rowCount, int width, ReadOnlySpan<float> panel, ReadOnlySpan<float> distances)
    {
        CheckLength(rows.Length, (long)rowCount * width, nameof(rows));
        CheckLength(panel.Length, (long)width * PanelRowCount, nameof(panel));
        CheckLength(distances.Length, (long)rowCount * PanelRowCount, nameof(distances));
    }

    private static void CheckMatrix(int length, int stride, int rows, int columns, string name)
    {
        if (stride < columns)
        {
            throw new ArgumentException($"The stride {stride} is less than the {columns} columns.", name);
        }

        CheckLength(length, rows == 0 ? 0 : ((long)(rows - 1) * stride) + columns, name);
    }

    private static void CheckLength(int length, long needed, string name)
    {
        if (length < needed)
        {
            throw new ArgumentException($"{length} elements, {needed} needed.", name);
        }
    }
}
