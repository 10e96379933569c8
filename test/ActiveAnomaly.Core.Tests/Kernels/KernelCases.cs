namespace ActiveAnomaly.Kernels;

/// <summary>Runs each kernel on reproducible inputs with odd strides, and checks that nothing outside its targets was written.</summary>
internal static class KernelCases
{
    public const float Slope = 0.01f;
    public const float Scale = 0.37f;

    /// <summary>Every count to 70, then a few up to 256 around the multiples of vectors.</summary>
    public static readonly int[] Counts = [.. Enumerable.Range(0, 71), 79, 80, 81, 95, 96, 97, 127, 128, 129, 159, 160, 191, 193, 255, 256];

    public static readonly int[] RowCounts = [.. Enumerable.Range(1, 20), 33, 64, 67, 129];

    private static readonly int[] Depths = [1, 2, 3, 5, 8, 16, 17, 31, 33, 0, 64, 65, 150];

    public static int DepthOf(int rows, int columns) => Depths[((rows * 7) + (columns * 3)) % Depths.Length];

    public static Func<float> Numbers(int seed, float lowest = -2f, float highest = 2f)
    {
        var random = new Random(seed);
        return () => lowest + ((highest - lowest) * random.NextSingle());
    }

    public static int Odd(int atLeast) => atLeast % 2 == 0 ? atLeast + 1 : atLeast;

    public static MultiplyCase Multiply(KernelSet kernels, int rows, int columns, int depth, bool transposed, bool accumulate)
    {
        var next = Numbers((rows * 1009) + (columns * 31) + depth);
        var a = transposed ? GuardedMatrix.Of(depth, rows, Odd(rows + 2), next) : GuardedMatrix.Of(rows, depth, Odd(depth + 2), next);
        var b = GuardedMatrix.Of(depth, columns, Odd(columns + 2), next);
        var c = GuardedMatrix.Of(rows, columns, Odd(columns + 4), next);
        var before = c.Span.ToArray();
        kernels.Multiply(
            a.Span, transposed ? 1 : a.Stride, transposed ? a.Stride : 1, b.Span, b.Stride, c.Span, c.Stride,
            rows, depth, columns, accumulate);
        c.AssertGuardsIntact($"Multiply {rows} x {depth} x {columns}");
        return new MultiplyCase(a, b, c, before);
    }

    public static (GuardedMatrix X, GuardedMatrix Mean, GuardedMatrix Variance) ColumnStatistics(KernelSet kernels, int rows, int columns)
    {
        var x = GuardedMatrix.Of(rows, columns, Odd(columns + 2), Numbers((rows * 1009) + columns));
        var mean = GuardedMatrix.Vector(columns);
        var variance = GuardedMatrix.Vector(columns);
        kernels.ColumnStatistics(x.Span, x.Stride, rows, columns, mean.Span, variance.Span);
        mean.AssertGuardsIntact("Mean");
        variance.AssertGuardsIntact("Variance");
        return (x, mean, variance);
    }

    public static NormalizeCase NormalizeAndActivate(KernelSet kernels, int rows, int columns, bool inPlace)
    {
        var next = Numbers((rows * 1009) + columns);
        var x = GuardedMatrix.Of(rows, columns, Odd(columns + 2), next);
        var mean = GuardedMatrix.Of(1, columns, columns, next);
        var inverse = GuardedMatrix.Of(1, columns, columns, Numbers(columns, 0.1f, 3f));
        if (rows > 1 && columns > 0)
        {
            // A normalised value of exactly 0 takes the slope's branch.
            x[1, 0] = mean[0, 0];
        }

        var input = x.Span.ToArray();
        var normalized = inPlace ? x : new GuardedMatrix(rows, columns, x.Stride);
        var activated = new GuardedMatrix(rows, columns, x.Stride);
        kernels.NormalizeAndActivate(x.Span, normalized.Span, activated.Span, x.Stride, rows, columns, mean.Span, inverse.Span, Slope);
        normalized.AssertGuardsIntact("Normalized");
        activated.AssertGuardsIntact("Activated");
        return new NormalizeCase(input, normalized, activated, mean, inverse);
    }

    public static BackwardCase Backward(KernelSet kernels, int rows, int columns, bool batchStatistics)
    {
        var next = Numbers((rows * 1009) + columns);
        var normalized = GuardedMatrix.Of(rows, columns, Odd(columns + 2), next);
        if (columns > 0)
        {
            normalized[0, 0] = 0f;
        }

        var gradient = GuardedMatrix.Of(rows, columns, normalized.Stride, next);
        var inverse = GuardedMatrix.Of(1, columns, columns, Numbers(columns, 0.1f, 3f));
        var before = gradient.Span.ToArray();
        kernels.NormalizeAndActivateBackward(
            gradient.Span, normalized.Span, gradient.Stride, rows, columns, inverse.Span, Slope, batchStatistics);
        gradient.AssertGuardsIntact("Gradient");
        return new BackwardCase(before, gradient, normalized, inverse);
    }

    public static (float[] X, GuardedMatrix Y) LeakyRelu(KernelSet kernels, int length)
    {
        var x = GuardedMatrix.Of(1, length, length, Numbers(length));
        if (length > 1)
        {
            x[0, 0] = -0f;
            x[0, length - 1] = 0f;
        }

        var before = x.Span.ToArray();
        kernels.LeakyRelu(x.Span, Slope);
        x.AssertGuardsIntact("LeakyRelu");
        return (before, x);
    }

    public static (float[] X, float[] Before, GuardedMatrix Sums) AddProduct(KernelSet kernels, int length)
    {
        var x = GuardedMatrix.Of(1, length, length, Numbers(length));
        var sums = GuardedMatrix.Of(1, length, length, Numbers(length + 1));
        var before = sums.Span.ToArray();
        kernels.AddProduct(x.Span, Slope, sums.Span);
        sums.AssertGuardsIntact("AddProduct");
        return (x.Span.ToArray(), before, sums);
    }

    public static (float[] X, GuardedMatrix Y) Sigmoid(KernelSet kernels, int length, bool inPlace)
    {
        var x = GuardedMatrix.Of(1, length, length, Numbers(length, -100f, 100f));
        var before = x.Span.ToArray();
        var y = inPlace ? x : GuardedMatrix.Vector(length);
        kernels.Sigmoid(x.Span, y.Span);
        y.AssertGuardsIntact("Sigmoid");
        return (before, y);
    }

    public static (float[] X, GuardedMatrix Y) Tanh(KernelSet kernels, int length, bool inPlace)
    {
        var x = GuardedMatrix.Of(1, length, length, Numbers(length, -12f, 12f));
        var before = x.Span.ToArray();
        var y = inPlace ? x : GuardedMatrix.Vector(length);
        kernels.Tanh(x.Span, y.Span);
        y.AssertGuardsIntact("Tanh");
        return (before, y);
    }

    /// <summary>The backward pass of an element-by-element activation, from its outputs in (-1, 1), with a 0 among them.</summary>
    public static (float[] Before, GuardedMatrix Gradient, GuardedMatrix Y) ActivationBackward(
        int length, Action<GuardedMatrix, GuardedMatrix> backward)
    {
        var gradient = GuardedMatrix.Of(1, length, length, Numbers(length));
        var y = GuardedMatrix.Of(1, length, length, Numbers(length + 1, -1f, 1f));
        if (length > 0)
        {
            y.Span[length / 2] = 0f;
        }

        var before = gradient.Span.ToArray();
        backward(gradient, y);
        gradient.AssertGuardsIntact("Backward");
        return (before, gradient, y);
    }

    public static (float[] Before, GuardedMatrix Gradient, GuardedMatrix Y) SigmoidBackward(KernelSet kernels, int length)
    {
        var gradient = GuardedMatrix.Of(1, length, length, Numbers(length));
        var y = GuardedMatrix.Of(1, length, length, Numbers(length + 1, 0f, 1f));
        var before = gradient.Span.ToArray();
        kernels.SigmoidBackward(gradient.Span, y.Span);
        gradient.AssertGuardsIntact("SigmoidBackward");
        return (before, gradient, y);
    }

    public static (float Loss, GuardedMatrix Y, GuardedMatrix Target, GuardedMatrix Gradient) SquaredError(
        KernelSet kernels, int rows, int columns)
    {
        var next = Numbers((rows * 1009) + columns);
        var y = GuardedMatrix.Of(rows, columns, Odd(columns + 2), next);
        var target = GuardedMatrix.Of(rows, columns, Odd(columns), next);
        var gradient = new GuardedMatrix(rows, columns, Odd(columns + 4));
        var loss = kernels.SquaredError(y.Span, y.Stride, target.Span, target.Stride, gradient.Span, gradient.Stride, rows, columns, Scale);
        gradient.AssertGuardsIntact("SquaredError");
        return (loss, y, target, gradient);
    }

    public static (GuardedMatrix Z, GuardedMatrix Center, GuardedMatrix Distances) SquaredDistances(
        KernelSet kernels, int rows, int columns)
    {
        var next = Numbers((rows * 1013) + columns);
        var z = GuardedMatrix.Of(rows, columns, Odd(columns + 2), next);
        var center = GuardedMatrix.Of(1, columns, columns, next);
        var distances = GuardedMatrix.Vector(rows);
        kernels.SquaredDistances(z.Span, z.Stride, rows, center.Span[..columns], distances.Span);
        distances.AssertGuardsIntact("SquaredDistances");
        return (z, center, distances);
    }

    public static (GuardedMatrix Z, GuardedMatrix Center, GuardedMatrix Slopes, GuardedMatrix Gradient) DistanceGradient(
        KernelSet kernels, int rows, int columns)
    {
        var next = Numbers((rows * 1013) + columns);
        var stride = Odd(columns + 2);
        var z = GuardedMatrix.Of(rows, columns, stride, next);
        var center = GuardedMatrix.Of(1, columns, columns, next);
        var slopes = GuardedMatrix.Of(1, rows, rows, next);
        var gradient = new GuardedMatrix(rows, columns, stride);
        kernels.DistanceGradient(z.Span, stride, center.Span[..columns], slopes.Span[..rows], gradient.Span);
        gradient.AssertGuardsIntact("DistanceGradient");
        return (z, center, slopes, gradient);
    }

    /// <summary>A panel without gaps, and rows of which one is also in the panel.</summary>
    public static (GuardedMatrix Rows, GuardedMatrix Panel, GuardedMatrix Distances) PanelDistances(
        KernelSet kernels, int rows, int width, PanelDistance kind)
    {
        var next = Numbers((rows * 1013) + width);
        var x = GuardedMatrix.Of(rows, width, width, next);
        var panel = GuardedMatrix.Of(width, KernelSet.PanelRowCount, KernelSet.PanelRowCount, next);
        for (var k = 0; k < width && rows > 0; k++)
        {
            x[rows - 1, k] = panel[k, rows % KernelSet.PanelRowCount];
        }

        var distances = GuardedMatrix.Vector(rows * KernelSet.PanelRowCount);
        switch (kind)
        {
            case PanelDistance.Squared:
                kernels.SquaredPanelDistances(x.Span, rows, width, panel.Span, distances.Span);
                break;
            case PanelDistance.Manhattan:
                kernels.ManhattanPanelDistances(x.Span, rows, width, panel.Span, distances.Span);
                break;
            default:
                kernels.ManhattanPanelDistances(x.Span, rows, width, panel.Span, FeatureWeights(width), distances.Span);
                break;
        }

        distances.AssertGuardsIntact("PanelDistances");
        return (x, panel, distances);
    }

    /// <summary>Weights of features, 0 among them.</summary>
    public static float[] FeatureWeights(int width) =>
        [.. Enumerable.Range(0, width).Select(k => k % 5 == 3 ? 0 : 0.3f + (0.7f * (k % 4)))];

    /// <summary>Distances from 0, and far beyond the range of the exponential at the end.</summary>
    public static (GuardedMatrix X, float[] Before, GuardedMatrix Sums) AddExponentials(KernelSet kernels, int length, float rate)
    {
        var x = GuardedMatrix.Of(1, length, length, Numbers(length, 0f, 90f / Math.Abs(rate)));
        if (length > 1)
        {
            (x[0, 0], x[0, length - 1]) = (0f, 1e30f);
        }

        var sums = GuardedMatrix.Of(1, length, length, Numbers(length + 1));
        var before = sums.Span.ToArray();
        kernels.AddExponentials(x.Span, rate, Scale, sums.Span);
        sums.AssertGuardsIntact("AddExponentials");
        return (x, before, sums);
    }

    /// <summary>Numbers from the whole range that the pair sums take, small and large ones alike often.</summary>
    public static Func<float> PairTerms(int seed)
    {
        var next = Numbers(seed, MathF.Log10(KernelSet.LowestPairTerm), MathF.Log10(KernelSet.HighestPairTerm));
        return () => Math.Clamp(MathF.Pow(10f, next()), KernelSet.LowestPairTerm, KernelSet.HighestPairTerm);
    }

    public static (GuardedMatrix X, GuardedMatrix Y, GuardedMatrix XSums, GuardedMatrix YSums) PairSums(
        KernelSet kernels, int xCount, int yCount, bool wholeRange = false)
    {
        var next = wholeRange ? PairTerms((xCount * 1009) + yCount) : Numbers((xCount * 1009) + yCount, 0.01f, 5f);
        var x = GuardedMatrix.Of(1, xCount, xCount, next);
        var y = GuardedMatrix.Of(1, yCount, yCount, next);
        var xSums = GuardedMatrix.Vector(xCount);
        var ySums = GuardedMatrix.Vector(yCount);
        kernels.PairSums(x.Span, y.Span, xSums.Span, ySums.Span);
        xSums.AssertGuardsIntact("XSums");
        ySums.AssertGuardsIntact("YSums");
        return (x, y, xSums, ySums);
    }

    public static AdamCase Adam(KernelSet kernels, int length, int step)
    {
        var next = Numbers((length * 1009) + step);
        var weights = GuardedMatrix.Of(1, length, length, next);
        var gradient = GuardedMatrix.Of(1, length, length, next);
        var first = GuardedMatrix.Of(1, length, length, next);
        var second = GuardedMatrix.Of(1, length, length, Numbers(length, 0f, 2f));
        var before = new AdamCase(GuardedMatrix.Vector(length), gradient, GuardedMatrix.Vector(length), GuardedMatrix.Vector(length), null);
        weights.Span.CopyTo(before.Weights.Span);
        first.Span.CopyTo(before.First.Span);
        second.Span.CopyTo(before.Second.Span);
        kernels.Adam(weights.Span, gradient.Span, first.Span, second.Span, new AdamCoefficients(1e-3, 0.9, 0.999, 1e-8, 1e-2, step));
        weights.AssertGuardsIntact("Weights");
        first.AssertGuardsIntact("First moment");
        second.AssertGuardsIntact("Second moment");
        return new AdamCase(weights, gradient, first, second, before);
    }
}

internal sealed record MultiplyCase(GuardedMatrix A, GuardedMatrix B, GuardedMatrix C, float[] Before);

internal sealed record NormalizeCase(
    float[] Input, GuardedMatrix Normalized, GuardedMatrix Activated, GuardedMatrix Mean, GuardedMatrix Inverse);

internal sealed record BackwardCase(float[] Before, GuardedMatrix Gradient, GuardedMatrix Normalized, GuardedMatrix Inverse);

internal sealed record AdamCase(GuardedMatrix Weights, GuardedMatrix Gradient, GuardedMatrix First, GuardedMatrix Second, AdamCase? Before);
