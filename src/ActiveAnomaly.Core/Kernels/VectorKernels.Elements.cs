using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ActiveAnomaly.Kernels;

/// <summary>
/// The kernels over vectors of one width. Lanes hold neighbouring columns (or neighbouring elements), each of which runs
/// the specification's operations in the specification's order; elements that fill no vector run the scalar code.
/// </summary>
/// <typeparam name="TLanes">The width's operations.</typeparam>
/// <typeparam name="TVector">The width's vector.</typeparam>
internal sealed partial class VectorKernels<TLanes, TVector> : KernelSet
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    public override VectorPath Path => TLanes.Path;

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

    protected override void ColumnStatisticsCore(ReadOnlySpan<float> x, int stride, int rows, int columns, Span<float> mean, Span<float> variance)
    {
        ref var source = ref MemoryMarshal.GetReference(x);
        var share = 1f / rows;
        var column = 0;
        for (; column + (2 * TLanes.Count) <= columns; column += 2 * TLanes.Count)
        {
            // Two vectors at a time: their chains of additions overlap.
            ref var left = ref Unsafe.Add(ref source, column);
            ref var right = ref Unsafe.Add(ref left, TLanes.Count);
            var (leftSum, rightSum) = (TLanes.Zero, TLanes.Zero);
            nint offset = 0;
            for (var row = 0; row < rows; row++, offset += stride)
            {
                leftSum = TLanes.Add(leftSum, TLanes.Load(ref Unsafe.Add(ref left, offset)));
                rightSum = TLanes.Add(rightSum, TLanes.Load(ref Unsafe.Add(ref right, offset)));
            }

            var shares = TLanes.Broadcast(share);
            var (leftCenter, rightCenter) = (TLanes.Multiply(leftSum, shares), TLanes.Multiply(rightSum, shares));
            var (leftSquares, rightSquares) = (TLanes.Zero, TLanes.Zero);
            offset = 0;
            for (var row = 0; row < rows; row++, offset += stride)
            {
                var leftDifference = TLanes.Subtract(TLanes.Load(ref Unsafe.Add(ref left, offset)), leftCenter);
                var rightDifference = TLanes.Subtract(TLanes.Load(ref Unsafe.Add(ref right, offset)), rightCenter);
                leftSquares = TLanes.FusedMultiplyAdd(leftDifference, leftDifference, leftSquares);
                rightSquares = TLanes.FusedMultiplyAdd(rightDifference, rightDifference, rightSquares);
            }

            TLanes.Store(leftCenter, ref mean[column]);
            TLanes.Store(rightCenter, ref mean[column + TLanes.Count]);
            TLanes.Store(TLanes.Multiply(leftSquares, shares), ref variance[column]);
            TLanes.Store(TLanes.Multiply(rightSquares, shares), ref variance[column + TLanes.Count]);
        }

        for (; column + TLanes.Count <= columns; column += TLanes.Count)
        {
            var sum = TLanes.Zero;
            ref var at = ref Unsafe.Add(ref source, column);
            for (var row = 0; row < rows; row++, at = ref Unsafe.Add(ref at, stride))
            {
                sum = TLanes.Add(sum, TLanes.Load(ref at));
            }

            var center = TLanes.Multiply(sum, TLanes.Broadcast(share));
            var squares = TLanes.Zero;
            at = ref Unsafe.Add(ref source, column);
            for (var row = 0; row < rows; row++, at = ref Unsafe.Add(ref at, stride))
            {
                var difference = TLanes.Subtract(TLanes.Load(ref at), center);
                squares = TLanes.FusedMultiplyAdd(difference, difference, squares);
            }

            TLanes.Store(center, ref mean[column]);
            TLanes.Store(TLanes.Multiply(squares, TLanes.Broadcast(share)), ref variance[column]);
        }

        if (column < columns)
        {
            Narrower.ColumnStatistics(x[column..], stride, rows, columns - column, mean[column..], variance[column..]);
        }
    }

    protected override void NormalizeAndActivateCore(
        ReadOnlySpan<float> x, Span<float> normalized, Span<float> activated, int stride, int rows, int columns,
        ReadOnlySpan<float> mean, ReadOnlySpan<float> inverseDeviation, float slope)
    {
        var slopes = TLanes.Broadcast(slope);
        var column = 0;
        for (; column + (2 * TLanes.Count) <= columns; column += 2 * TLanes.Count)
        {
            var (leftCenter, rightCenter) = (TLanes.Load(in mean[column]), TLanes.Load(in mean[column + TLanes.Count]));
            var (leftInverse, rightInverse) = (TLanes.Load(in inverseDeviation[column]), TLanes.Load(in inverseDeviation[column + TLanes.Count]));
            ref var from = ref Unsafe.Add(ref MemoryMarshal.GetReference(x), column);
            ref var middle = ref Unsafe.Add(ref MemoryMarshal.GetReference(normalized), column);
            ref var to = ref Unsafe.Add(ref MemoryMarshal.GetReference(activated), column);
            nint left = 0;
            for (var row = 0; row < rows; row++, left += stride)
            {
                var right = left + TLanes.Count;
                var leftValue = TLanes.Multiply(TLanes.Subtract(TLanes.Load(ref Unsafe.Add(ref from, left)), leftCenter), leftInverse);
                var rightValue = TLanes.Multiply(TLanes.Subtract(TLanes.Load(ref Unsafe.Add(ref from, right)), rightCenter), rightInverse);
                TLanes.Store(leftValue, ref Unsafe.Add(ref middle, left));
                TLanes.Store(rightValue, ref Unsafe.Add(ref middle, right));
                TLanes.Store(TLanes.WherePositive(leftValue, leftValue, TLanes.Multiply(leftValue, slopes)), ref Unsafe.Add(ref to, left));
                TLanes.Store(TLanes.WherePositive(rightValue, rightValue, TLanes.Multiply(rightValue, slopes)), ref Unsafe.Add(ref to, right));
            }
        }

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
                x[column..], normalized[column..], activated[column..], stride, rows, columns - column, mean[column..], inverseDeviation[column..], slope);
        }
    }

    protected override void TrainingBackwardCore(
        Span<float> gradient, ReadOnlySpan<float> normalized, int stride, int rows, int columns,
        ReadOnlySpan<float> inverseDeviation, float slope, Span<float> scratch)
    {
        var negativeShare = TLanes.Broadcast(-1f / rows);
        var slopes = TLanes.Broadcast(slope);
        var column = 0;
        for (; column + (2 * TLanes.Count) <= columns; column += 2 * TLanes.Count)
        {
            ref var g = ref Unsafe.Add(ref MemoryMarshal.GetReference(gradient), column);
            ref var n = ref Unsafe.Add(ref MemoryMarshal.GetReference(normalized), column);
            var (leftSum, rightSum, leftProducts, rightProducts) = (TLanes.Zero, TLanes.Zero, TLanes.Zero, TLanes.Zero);
            nint left = 0;
            for (var row = 0; row < rows; row++, left += stride)
            {
                var right = left + TLanes.Count;
                var (leftValue, rightValue) = (TLanes.Load(ref Unsafe.Add(ref n, left)), TLanes.Load(ref Unsafe.Add(ref n, right)));
                var (leftPassed, rightPassed) = (TLanes.Load(ref Unsafe.Add(ref g, left)), TLanes.Load(ref Unsafe.Add(ref g, right)));
                leftPassed = TLanes.WherePositive(leftValue, leftPassed, TLanes.Multiply(leftPassed, slopes));
                rightPassed = TLanes.WherePositive(rightValue, rightPassed, TLanes.Multiply(rightPassed, slopes));
                TLanes.Store(leftPassed, ref Unsafe.Add(ref g, left));
                TLanes.Store(rightPassed, ref Unsafe.Add(ref g, right));
                leftSum = TLanes.Add(leftSum, leftPassed);
                rightSum = TLanes.Add(rightSum, rightPassed);
                leftProducts = TLanes.FusedMultiplyAdd(leftPassed, leftValue, leftProducts);
                rightProducts = TLanes.FusedMultiplyAdd(rightPassed, rightValue, rightProducts);
            }

            (leftSum, rightSum) = (TLanes.Multiply(leftSum, negativeShare), TLanes.Multiply(rightSum, negativeShare));
            (leftProducts, rightProducts) = (TLanes.Multiply(leftProducts, negativeShare), TLanes.Multiply(rightProducts, negativeShare));
            var (leftInverse, rightInverse) = (TLanes.Load(in inverseDeviation[column]), TLanes.Load(in inverseDeviation[column + TLanes.Count]));
            left = 0;
            for (var row = 0; row < rows; row++, left += stride)
            {
                var right = left + TLanes.Count;
                var leftShifted = TLanes.Add(TLanes.Load(ref Unsafe.Add(ref g, left)), leftSum);
                var rightShifted = TLanes.Add(TLanes.Load(ref Unsafe.Add(ref g, right)), rightSum);
                var leftCentered = TLanes.FusedMultiplyAdd(TLanes.Load(ref Unsafe.Add(ref n, left)), leftProducts, leftShifted);
                var rightCentered = TLanes.FusedMultiplyAdd(TLanes.Load(ref Unsafe.Add(ref n, right)), rightProducts, rightShifted);
                TLanes.Store(TLanes.Multiply(leftCentered, leftInverse), ref Unsafe.Add(ref g, left));
                TLanes.Store(TLanes.Multiply(rightCentered, rightInverse), ref Unsafe.Add(ref g, right));
            }
        }

        for (; column + TLanes.Count <= columns; column += TLanes.Count)
        {
            ref var g = ref Unsafe.Add(ref MemoryMarshal.GetReference(gradient), column);
            ref var n = ref Unsafe.Add(ref MemoryMarshal.GetReference(normalized), column);
            var sum = TLanes.Zero;
            var products = TLanes.Zero;
            nint at = 0;
            for (var row = 0; row < rows; row++, at += stride)
            {
                var value = TLanes.Load(ref Unsafe.Add(ref n, at));
                var slopeless = TLanes.Load(ref Unsafe.Add(ref g, at));
                var passed = TLanes.WherePositive(value, slopeless, TLanes.Multiply(slopeless, slopes));
                TLanes.Store(passed, ref Unsafe.Add(ref g, at));
                sum = TLanes.Add(sum, passed);
                products = TLanes.FusedMultiplyAdd(passed, value, products);
            }

            sum = TLanes.Multiply(sum, negativeShare);
            products = TLanes.Multiply(products, negativeShare);
            var inverse = TLanes.Load(in inverseDeviation[column]);
            at = 0;
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
                gradient[column..], normalized[column..], stride, rows, columns - column, inverseDeviation[column..], slope, batchStatistics: true, scratch);
        }
    }

    protected override void FrozenBackwardCore(
        Span<float> gradient, ReadOnlySpan<float> normalized, int stride, int rows, int columns, ReadOnlySpan<float> inverseDeviation, float slope)
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
                var slopeless = TLanes.Load(ref Unsafe.Add(ref g, at));
                var passed = TLanes.WherePositive(TLanes.Load(ref Unsafe.Add(ref n, at)), slopeless, TLanes.Multiply(slopeless, slopes));
                TLanes.Store(TLanes.Multiply(passed, inverse), ref Unsafe.Add(ref g, at));
            }
        }

        if (column < columns)
        {
            Narrower.NormalizeAndActivateBackward(
                gradient[column..], normalized[column..], stride, rows, columns - column, inverseDeviation[column..], slope, batchStatistics: false, default);
        }
    }

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

    protected override void AdamCore(
        Span<float> weights, ReadOnlySpan<float> gradient, Span<float> firstMoment, Span<float> secondMoment, in AdamCoefficients coefficients)
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
