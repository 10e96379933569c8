using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ActiveAnomaly.Kernels;

/// <summary>
/// The kernels over vectors of one width. Lanes hold neighbouring columns (or neighbouring elements), each of which runs
/// the specification's operations in the specification's order; elements that fill no vector run the scalar code.
/// </summary>
/// <remarks>
/// Kernels are compiled with all optimisations at their first call (AggressiveOptimization): until tiered compilation has replaced
/// them, which takes ten thousand steps, a step would otherwise cost three to five times as much, on one core thirty times, and a
/// stage of a small pool is over by then. Such a method is not inlined into others and profits from no profile, so that what is called
/// within a loop is forced inline, and what only picks a block (MultiplyCore, TwoVectors, OneVector) stays tiered: with that, steps are
/// as fast in the end as tiered ones.
/// </remarks>
/// <typeparam name="TLanes">The width's operations.</typeparam>
/// <typeparam name="TVector">The width's vector.</typeparam>
internal sealed partial class VectorKernels<TLanes, TVector> : KernelSet
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    public override VectorPath Path => TLanes.Path;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void LeakyRelu(Span<float> x, float slope)
    {
        var slopes = TLanes.Broadcast(slope);
        var i = 0;
        for (; i + TLanes.Count <= x.Length; i += TLanes.Count)
        {
            var value = TLanes.Load(ref x[i]);
            TLanes.Store(TLanes.WherePositive(value, value, TLanes.Multiply(value, slopes)), ref x[i]);
        }

        ScalarKernels.Instance.LeakyRelu(x[i..], slope);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void GatherRowsCore(ReadOnlySpan<float> matrix, int width, ReadOnlySpan<int> rowIndices, Span<float> gathered)
    {
        if (width < TLanes.Count)
        {
            base.GatherRowsCore(matrix, width, rowIndices, gathered);
            return;
        }

        // Whole vectors, and a last one that overlaps the one before: rows are too short for a call to memmove to pay.
        ref var source = ref MemoryMarshal.GetReference(matrix);
        ref var target = ref MemoryMarshal.GetReference(gathered);
        var last = width - TLanes.Count;
        foreach (var row in rowIndices)
        {
            ref var from = ref Unsafe.Add(ref source, (nint)row * width);
            for (var column = 0; column < last; column += TLanes.Count)
            {
                TLanes.Store(TLanes.Load(ref Unsafe.Add(ref from, column)), ref Unsafe.Add(ref target, column));
            }

            TLanes.Store(TLanes.Load(ref Unsafe.Add(ref from, last)), ref Unsafe.Add(ref target, last));
            target = ref Unsafe.Add(ref target, width);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void AddProductCore(ReadOnlySpan<float> x, float factor, Span<float> sums)
    {
        var factors = TLanes.Broadcast(factor);
        ref var source = ref MemoryMarshal.GetReference(x);
        ref var target = ref MemoryMarshal.GetReference(sums);
        nint i = 0;
        for (; i + TLanes.Count <= x.Length; i += TLanes.Count)
        {
            ref var sum = ref Unsafe.Add(ref target, i);
            TLanes.Store(TLanes.FusedMultiplyAdd(factors, TLanes.Load(ref Unsafe.Add(ref source, i)), TLanes.Load(ref sum)), ref sum);
        }

        for (; i < x.Length; i++)
        {
            ref var sum = ref Unsafe.Add(ref target, i);
            sum = MathF.FusedMultiplyAdd(factor, Unsafe.Add(ref source, i), sum);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void ColumnStatisticsCore(
        ReadOnlySpan<float> x, int stride, int rows, int columns, Span<float> mean, Span<float> variance)
    {
        ref var source = ref MemoryMarshal.GetReference(x);
        var shares = TLanes.Broadcast(1f / rows);
        var column = 0;
        for (; column + TLanes.Count <= columns; column += TLanes.Count)
        {
            ref var first = ref Unsafe.Add(ref source, column);
            var center = TLanes.Multiply(ColumnSums(ref first, stride, rows), shares);
            TLanes.Store(center, ref mean[column]);
            TLanes.Store(TLanes.Multiply(ColumnSquares(ref first, stride, rows, center), shares), ref variance[column]);
        }

        if (column < columns)
        {
            Narrower.ColumnStatistics(x[column..], stride, rows, columns - column, mean[column..], variance[column..]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void NormalizeAndActivateCore(
        ReadOnlySpan<float> x, Span<float> normalized, Span<float> activated, int stride, int rows, int columns,
        ReadOnlySpan<float> mean, ReadOnlySpan<float> inverseDeviation, float slope)
    {
        var slopes = TLanes.Broadcast(slope);
        var column = 0;
        for (; column + TLanes.Count <= columns; column += TLanes.Count)
        {
            var center = TLanes.Load(in mean[column]);
            var inverse = TLanes.Load(in inverseDeviation[column]);
            ref var from = ref Unsafe.Add(ref MemoryMarshal.GetReference(x), column);
            ref var middle = ref Unsafe.Add(ref MemoryMarshal.GetReference(normalized), column);
            ref var to = ref Unsafe.Add(ref MemoryMarshal.GetReference(activated), column);
            nint at = 0;
            for (var row = 0; row < rows; row++, at += stride)
            {
                var value = TLanes.Multiply(TLanes.Subtract(TLanes.Load(ref Unsafe.Add(ref from, at)), center), inverse);
                TLanes.Store(value, ref Unsafe.Add(ref middle, at));
                TLanes.Store(TLanes.WherePositive(value, value, TLanes.Multiply(value, slopes)), ref Unsafe.Add(ref to, at));
            }
        }

        if (column < columns)
        {
            Narrower.NormalizeAndActivate(
                x[column..], normalized[column..], activated[column..], stride, rows, columns - column,
                mean[column..], inverseDeviation[column..], slope);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void TrainingBackwardCore(
        Span<float> gradient, ReadOnlySpan<float> normalized, int stride, int rows, int columns,
        ReadOnlySpan<float> inverseDeviation, float slope)
    {
        var negativeShare = TLanes.Broadcast(-1f / rows);
        var slopes = TLanes.Broadcast(slope);
        var column = 0;
        for (; column + TLanes.Count <= columns; column += TLanes.Count)
        {
            ref var g = ref Unsafe.Add(ref MemoryMarshal.GetReference(gradient), column);
            ref var n = ref Unsafe.Add(ref MemoryMarshal.GetReference(normalized), column);
            ActivationBackward(ref g, ref n, stride, rows, slopes, out var sum, out var products);
            sum = TLanes.Multiply(sum, negativeShare);
            products = TLanes.Multiply(products, negativeShare);
            var inverse = TLanes.Load(in inverseDeviation[column]);
            nint at = 0;
            for (var row = 0; row < rows; row++, at += stride)
            {
                var shifted = TLanes.Add(TLanes.Load(ref Unsafe.Add(ref g, at)), sum);
                var centered = TLanes.FusedMultiplyAdd(TLanes.Load(ref Unsafe.Add(ref n, at)), products, shifted);
                TLanes.Store(TLanes.Multiply(centered, inverse), ref Unsafe.Add(ref g, at));
            }
        }

        if (column < columns)
        {
            Narrower.NormalizeAndActivateBackward(
                gradient[column..], normalized[column..], stride, rows, columns - column,
                inverseDeviation[column..], slope, batchStatistics: true);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void FrozenBackwardCore(
        Span<float> gradient, ReadOnlySpan<float> normalized, int stride, int rows, int columns,
        ReadOnlySpan<float> inverseDeviation, float slope)
    {
        var slopes = TLanes.Broadcast(slope);
        var column = 0;
        for (; column + TLanes.Count <= columns; column += TLanes.Count)
        {
            var inverse = TLanes.Load(in inverseDeviation[column]);
            ref var g = ref Unsafe.Add(ref MemoryMarshal.GetReference(gradient), column);
            ref var n = ref Unsafe.Add(ref MemoryMarshal.GetReference(normalized), column);
            nint at = 0;
            for (var row = 0; row < rows; row++, at += stride)
            {
                var passed = Passed(TLanes.Load(ref Unsafe.Add(ref g, at)), TLanes.Load(ref Unsafe.Add(ref n, at)), slopes);
                TLanes.Store(TLanes.Multiply(passed, inverse), ref Unsafe.Add(ref g, at));
            }
        }

        if (column < columns)
        {
            Narrower.NormalizeAndActivateBackward(
                gradient[column..], normalized[column..], stride, rows, columns - column,
                inverseDeviation[column..], slope, batchStatistics: false);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void LeakyReluBackwardCore(Span<float> gradient, ReadOnlySpan<float> y, float slope)
    {
        var slopes = TLanes.Broadcast(slope);
        var i = 0;
        for (; i + TLanes.Count <= gradient.Length; i += TLanes.Count)
        {
            var value = TLanes.Load(ref gradient[i]);
            TLanes.Store(TLanes.WherePositive(TLanes.Load(in y[i]), value, TLanes.Multiply(value, slopes)), ref gradient[i]);
        }

        ScalarKernels.Instance.LeakyReluBackward(gradient[i..], y[i..], slope);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void TanhCore(ReadOnlySpan<float> x, Span<float> y)
    {
        var one = TLanes.Broadcast(1f);
        var two = TLanes.Broadcast(2f);
        var i = 0;
        for (; i + TLanes.Count <= x.Length; i += TLanes.Count)
        {
            var value = TLanes.Load(in x[i]);
            var exponential = Exp(TLanes.Add(value, value));
            TLanes.Store(TLanes.Subtract(one, TLanes.Divide(two, TLanes.Add(one, exponential))), ref y[i]);
        }

        ScalarKernels.Instance.Tanh(x[i..], y[i..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void AddExponentialsCore(ReadOnlySpan<float> x, float rate, float weight, Span<float> sums)
    {
        var (rates, weights) = (TLanes.Broadcast(rate), TLanes.Broadcast(weight));
        var i = 0;
        for (; i + TLanes.Count <= x.Length; i += TLanes.Count)
        {
            var exponential = Exp(TLanes.Multiply(rates, TLanes.Load(in x[i])));
            TLanes.Store(TLanes.FusedMultiplyAdd(weights, exponential, TLanes.Load(ref sums[i])), ref sums[i]);
        }

        ScalarKernels.Instance.AddExponentials(x[i..], rate, weight, sums[i..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void TanhBackwardCore(Span<float> gradient, ReadOnlySpan<float> y)
    {
        var one = TLanes.Broadcast(1f);
        var i = 0;
        for (; i + TLanes.Count <= gradient.Length; i += TLanes.Count)
        {
            var value = TLanes.Load(in y[i]);
            var slope = TLanes.Subtract(one, TLanes.Multiply(value, value));
            TLanes.Store(TLanes.Multiply(TLanes.Load(ref gradient[i]), slope), ref gradient[i]);
        }

        ScalarKernels.Instance.TanhBackward(gradient[i..], y[i..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void SigmoidCore(ReadOnlySpan<float> x, Span<float> y)
    {
        var one = TLanes.Broadcast(1f);
        var i = 0;
        for (; i + TLanes.Count <= x.Length; i += TLanes.Count)
        {
            var exponential = Exp(TLanes.Subtract(TLanes.Zero, TLanes.Load(in x[i])));
            TLanes.Store(TLanes.Divide(one, TLanes.Add(one, exponential)), ref y[i]);
        }

        for (; i < x.Length; i++)
        {
            y[i] = ScalarKernels.SigmoidOf(x[i]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void SigmoidBackwardCore(Span<float> gradient, ReadOnlySpan<float> y)
    {
        var one = TLanes.Broadcast(1f);
        var i = 0;
        for (; i + TLanes.Count <= gradient.Length; i += TLanes.Count)
        {
            var value = TLanes.Load(in y[i]);
            var slope = TLanes.Multiply(value, TLanes.Subtract(one, value));
            TLanes.Store(TLanes.Multiply(TLanes.Load(ref gradient[i]), slope), ref gradient[i]);
        }

        for (; i < gradient.Length; i++)
        {
            gradient[i] = gradient[i] * (y[i] * (1f - y[i]));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void AdamCore(
        Span<float> weights, ReadOnlySpan<float> gradient, Span<float> firstMoment, Span<float> secondMoment,
        in AdamCoefficients coefficients)
    {
        var beta2 = TLanes.Broadcast(coefficients.Beta2);
        var oneMinusBeta1 = TLanes.Broadcast(coefficients.OneMinusBeta1);
        var oneMinusBeta2 = TLanes.Broadcast(coefficients.OneMinusBeta2);
        var epsilon = TLanes.Broadcast(coefficients.Epsilon);
        var decay = TLanes.Broadcast(coefficients.WeightDecay);
        var step = TLanes.Broadcast(coefficients.NegativeStepSize);
        var correction = TLanes.Broadcast(coefficients.InverseSecondCorrection);
        ref var w = ref MemoryMarshal.GetReference(weights);
        ref var d = ref MemoryMarshal.GetReference(gradient);
        ref var m = ref MemoryMarshal.GetReference(firstMoment);
        ref var v = ref MemoryMarshal.GetReference(secondMoment);
        var i = 0;
        for (; i + TLanes.Count <= weights.Length; i += TLanes.Count)
        {
            var weight = TLanes.Load(ref Unsafe.Add(ref w, i));
            var first = TLanes.Load(ref Unsafe.Add(ref m, i));
            var second = TLanes.Load(ref Unsafe.Add(ref v, i));
            var g = TLanes.FusedMultiplyAdd(decay, weight, TLanes.Load(ref Unsafe.Add(ref d, i)));
            first = TLanes.FusedMultiplyAdd(TLanes.Subtract(g, first), oneMinusBeta1, first);
            second = TLanes.FusedMultiplyAdd(TLanes.Multiply(g, oneMinusBeta2), g, TLanes.Multiply(second, beta2));
            var denominator = TLanes.FusedMultiplyAdd(TLanes.Sqrt(second), correction, epsilon);
            TLanes.Store(TLanes.FusedMultiplyAdd(step, TLanes.Divide(first, denominator), weight), ref Unsafe.Add(ref w, i));
            TLanes.Store(first, ref Unsafe.Add(ref m, i));
            TLanes.Store(second, ref Unsafe.Add(ref v, i));
        }

        for (; i < weights.Length; i++)
        {
            ScalarKernels.AdamElement(ref weights[i], gradient[i], ref firstMoment[i], ref secondMoment[i], coefficients);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector ColumnSums(ref float x, nint stride, int rows)
    {
        var (sum0, sum1, sum2, sum3) = (TLanes.Zero, TLanes.Zero, TLanes.Zero, TLanes.Zero);
        var row = 0;
        for (; row + RowSumCount <= rows; row += RowSumCount)
        {
            sum0 = TLanes.Add(sum0, TLanes.Load(ref x));
            sum1 = TLanes.Add(sum1, TLanes.Load(ref Unsafe.Add(ref x, stride)));
            sum2 = TLanes.Add(sum2, TLanes.Load(ref Unsafe.Add(ref x, 2 * stride)));
            sum3 = TLanes.Add(sum3, TLanes.Load(ref Unsafe.Add(ref x, 3 * stride)));
            x = ref Unsafe.Add(ref x, RowSumCount * stride);
        }

        sum0 = row < rows ? TLanes.Add(sum0, TLanes.Load(ref x)) : sum0;
        sum1 = row + 1 < rows ? TLanes.Add(sum1, TLanes.Load(ref Unsafe.Add(ref x, stride))) : sum1;
        sum2 = row + 2 < rows ? TLanes.Add(sum2, TLanes.Load(ref Unsafe.Add(ref x, 2 * stride))) : sum2;
        return TLanes.Add(TLanes.Add(sum0, sum1), TLanes.Add(sum2, sum3));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector ColumnSquares(ref float x, nint stride, int rows, TVector center)
    {
        var (sum0, sum1, sum2, sum3) = (TLanes.Zero, TLanes.Zero, TLanes.Zero, TLanes.Zero);
        var row = 0;
        for (; row + RowSumCount <= rows; row += RowSumCount)
        {
            sum0 = AddSquare(ref x, center, sum0);
            sum1 = AddSquare(ref Unsafe.Add(ref x, stride), center, sum1);
            sum2 = AddSquare(ref Unsafe.Add(ref x, 2 * stride), center, sum2);
            sum3 = AddSquare(ref Unsafe.Add(ref x, 3 * stride), center, sum3);
            x = ref Unsafe.Add(ref x, RowSumCount * stride);
        }

        sum0 = row < rows ? AddSquare(ref x, center, sum0) : sum0;
        sum1 = row + 1 < rows ? AddSquare(ref Unsafe.Add(ref x, stride), center, sum1) : sum1;
        sum2 = row + 2 < rows ? AddSquare(ref Unsafe.Add(ref x, 2 * stride), center, sum2) : sum2;
        return TLanes.Add(TLanes.Add(sum0, sum1), TLanes.Add(sum2, sum3));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector AddSquare(ref float x, TVector center, TVector sum)
    {
        var difference = TLanes.Subtract(TLanes.Load(ref x), center);
        return TLanes.FusedMultiplyAdd(difference, difference, sum);
    }

    /// <summary>
    /// The activation's backward pass over one vector of columns, in place, with the sums over rows of what passes and of
    /// that times normalised.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ActivationBackward(
        ref float gradient, ref float normalized, nint stride, int rows, TVector slopes, out TVector sum, out TVector products)
    {
        var (sum0, sum1, sum2, sum3) = (TLanes.Zero, TLanes.Zero, TLanes.Zero, TLanes.Zero);
        var (products0, products1, products2, products3) = (TLanes.Zero, TLanes.Zero, TLanes.Zero, TLanes.Zero);
        var row = 0;
        for (; row + RowSumCount <= rows; row += RowSumCount)
        {
            PassBack(ref gradient, ref normalized, 0, slopes, ref sum0, ref products0);
            PassBack(ref gradient, ref normalized, stride, slopes, ref sum1, ref products1);
            PassBack(ref gradient, ref normalized, 2 * stride, slopes, ref sum2, ref products2);
            PassBack(ref gradient, ref normalized, 3 * stride, slopes, ref sum3, ref products3);
            gradient = ref Unsafe.Add(ref gradient, RowSumCount * stride);
            normalized = ref Unsafe.Add(ref normalized, RowSumCount * stride);
        }

        if (row < rows)
        {
            PassBack(ref gradient, ref normalized, 0, slopes, ref sum0, ref products0);
        }

        if (row + 1 < rows)
        {
            PassBack(ref gradient, ref normalized, stride, slopes, ref sum1, ref products1);
        }

        if (row + 2 < rows)
        {
            PassBack(ref gradient, ref normalized, 2 * stride, slopes, ref sum2, ref products2);
        }

        sum = TLanes.Add(TLanes.Add(sum0, sum1), TLanes.Add(sum2, sum3));
        products = TLanes.Add(TLanes.Add(products0, products1), TLanes.Add(products2, products3));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PassBack(
        ref float gradient, ref float normalized, nint offset, TVector slopes, ref TVector sum, ref TVector products)
    {
        var value = TLanes.Load(ref Unsafe.Add(ref normalized, offset));
        var passed = Passed(TLanes.Load(ref Unsafe.Add(ref gradient, offset)), value, slopes);
        TLanes.Store(passed, ref Unsafe.Add(ref gradient, offset));
        sum = TLanes.Add(sum, passed);
        products = TLanes.FusedMultiplyAdd(passed, value, products);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Passed(TVector gradient, TVector normalized, TVector slopes) =>
        TLanes.WherePositive(normalized, gradient, TLanes.Multiply(gradient, slopes));

    /// <summary>Gets the next narrower implementation, for columns that fill no vector of this width.</summary>
    private static KernelSet Narrower => TLanes.Count switch
    {
        > 8 => VectorKernels.Width256,
        > 4 => VectorKernels.Width128,
        _ => ScalarKernels.Instance,
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Exp(TVector x)
    {
        x = TLanes.Clamp(x, TLanes.Broadcast(Exponential.Lowest), TLanes.Broadcast(Exponential.Highest));
        var shift = TLanes.Broadcast(Exponential.RoundingShift);
        var n = TLanes.Subtract(TLanes.FusedMultiplyAdd(x, TLanes.Broadcast(Exponential.Log2E), shift), shift);
        var r = TLanes.FusedMultiplyAdd(n, TLanes.Broadcast(-Exponential.Ln2High), x);
        r = TLanes.FusedMultiplyAdd(n, TLanes.Broadcast(-Exponential.Ln2Low), r);
        var p = TLanes.Broadcast(Exponential.C7);
        p = TLanes.FusedMultiplyAdd(p, r, TLanes.Broadcast(Exponential.C6));
        p = TLanes.FusedMultiplyAdd(p, r, TLanes.Broadcast(Exponential.C5));
        p = TLanes.FusedMultiplyAdd(p, r, TLanes.Broadcast(Exponential.C4));
        p = TLanes.FusedMultiplyAdd(p, r, TLanes.Broadcast(Exponential.C3));
        p = TLanes.FusedMultiplyAdd(p, r, TLanes.Broadcast(Exponential.C2));
        p = TLanes.FusedMultiplyAdd(p, r, TLanes.Broadcast(1f));
        p = TLanes.FusedMultiplyAdd(p, r, TLanes.Broadcast(1f));
        return TLanes.Multiply(p, TLanes.PowerOfTwo(n));
    }
}
