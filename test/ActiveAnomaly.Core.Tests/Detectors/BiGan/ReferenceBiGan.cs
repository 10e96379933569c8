using ActiveAnomaly.Data;
using ActiveAnomaly.Networks;
using ActiveAnomaly.Objectives;
using ActiveAnomaly.Randomness;
using ActiveAnomaly.Reference;

namespace ActiveAnomaly.Detectors.BiGan;

/// <summary>
/// The training of a bidirectional generative adversarial network in double precision, written down from the formulas: each side takes its
/// turn, with noise of its own, and the generator's side meets the discriminator that has moved already.
/// </summary>
internal sealed class ReferenceBiGan
{
    private readonly double[][] _rows;
    private readonly int _codeSize;
    private readonly SeededRandom _stage;
    private readonly NetworkShape[] _judges;
    private readonly NetworkShape _encoder;
    private readonly NetworkShape _generator;
    private readonly double[] _judging;
    private readonly ReferenceOptimizer _ofJudging;
    private readonly ReferenceOptimizer _ofMaking;

    public ReferenceBiGan(FeatureMatrix rows, BiGanOptions options)
    {
        _rows = [.. Enumerable.Range(0, rows.RowCount).Select(i => rows.Row(i).ToArray().Select(value => (double)value).ToArray())];
        _codeSize = options.CodeSize;
        _stage = new SeededRandom(options.Seed!.Value).Derive("stage", 0);
        var start = new BiGanParts(rows.FeatureCount, options, _stage.Derive("weights"));
        _judges = [.. start.Discriminator.Select(part => part.Shape)];
        (_encoder, _generator) = (start.Encoder.Shape, start.Generator.Shape);
        _judging = [.. start.Discriminator.SelectMany(part => ReferencePerceptron.Numbers(part.Start))];
        Making = [.. ReferencePerceptron.Numbers(start.Encoder.Start), .. ReferencePerceptron.Numbers(start.Generator.Start)];
        (_ofJudging, _ofMaking) =
            (ReferenceOptimizer.Adam(options.LearningRate, beta1: 0.5), ReferenceOptimizer.Adam(options.LearningRate, beta1: 0.5));
    }

    /// <summary>Gets the numbers of the encoder, then of the generator.</summary>
    public double[] Making { get; }

    /// <summary>Makes the one step of an epoch whose minibatch is all rows.</summary>
    public void Step(int epoch)
    {
        var noise = Noise(AdversarialSide.Discriminator, epoch);
        _ofJudging.Step(_judging, at => Loss(at, Making, noise, sign: 1));
        noise = Noise(AdversarialSide.Generator, epoch);
        _ofMaking.Step(Making, at => Loss(_judging, at, noise, sign: -1));
    }

    private double[][] Noise(AdversarialSide side, int epoch)
    {
        var random = _stage.Derive("side", (int)side).Derive("noise").Derive("epoch", epoch);
        return [.. _rows.Select(_ => Enumerable.Range(0, _codeSize).Select(_ => (double)(float)random.NextNormal()).ToArray())];
    }

    /// <summary>The discriminator says of rows with their codes that they are true, of what is made of noise that it is not.</summary>
    private double Loss(double[] judging, double[] making, double[][] noise, double sign)
    {
        var encoderCount = CountOf(_encoder);
        var ofRows = _rows.Average(row =>
            Penalty(-sign * Logit(judging, row, ReferencePerceptron.Run(_encoder, making.AsSpan(0, encoderCount), row))));
        var ofNoise = noise.Average(code =>
            Penalty(sign * Logit(judging, ReferencePerceptron.Run(_generator, making.AsSpan(encoderCount), code), code)));
        return ofRows + ofNoise;
    }

    private double Logit(double[] numbers, double[] row, double[] code)
    {
        var (rowCount, codeCount) = (CountOf(_judges[0]), CountOf(_judges[1]));
        double[] units =
        [
            .. ReferencePerceptron.Run(_judges[0], numbers.AsSpan(0, rowCount), row),
            .. ReferencePerceptron.Run(_judges[1], numbers.AsSpan(rowCount, codeCount), code),
        ];
        return ReferencePerceptron.Run(_judges[2], numbers.AsSpan(rowCount + codeCount), units)[0];
    }

    private static double Penalty(double logit) => Math.Log(1 + Math.Exp(logit));

    private static int CountOf(NetworkShape shape) =>
        shape.Layers.Sum(layer => (layer.InputSize + (layer.HasBias ? 1 : 0)) * layer.OutputSize);
}
