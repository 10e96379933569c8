using ActiveAnomaly.Data;
using ActiveAnomaly.Kernels;
using ActiveAnomaly.Networks;
using ActiveAnomaly.Objectives;
using ActiveAnomaly.Randomness;
using ActiveAnomaly.Reference;

namespace ActiveAnomaly.Training.Managed;

/// <summary>Gradients of everything that a pass can be made of, by central differences of the loss that the engine gives.</summary>
[TestClass]
public sealed class PassGradientTests
{
    private const int RowCount = 12;
    private const int FeatureCount = 5;

    /// <summary>
    /// How far a number is moved: the loss, about 1, is rounded to 6e-8, which the quotient makes 6e-5. The rectifiers' inputs of the start
    /// drawn here lie further from 0 than this moves them.
    /// </summary>
    private const float Move = 5e-4f;

    /// <summary>That rounding, Move^2 times a third derivative, and both again relative to the gradient.</summary>
    private const double Tolerance = 5e-4;

    private static readonly int[] AllRows = [.. Enumerable.Range(0, RowCount)];

    public static IEnumerable<object[]> Cases => All.Keys.Select(name => new object[] { name });

    public static IEnumerable<object[]> CasesAndPaths =>
        from name in All.Keys from path in Enum.GetValues<VectorPath>() select new object[] { name, path };

    private static Dictionary<string, Func<Plans, TrainingPlan>> All { get; } = Layers().Concat(Operations()).ToDictionary();

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void RunGroup_EveryNumberOfEveryPart_HasTheCentralDifference(string name)
    {
        var plan = All[name](new Plans());
        var run = Run(plan);
        var count = 0;
        foreach (var part in plan.Groups[0].Parts)
        {
            float[] gradients = [.. run.Parts.Single(other => other.Part == part).Layers.SelectMany(layer => layer.Gradient())];
            for (var i = 0; i < gradients.Length; i++)
            {
                var expected = (Loss(name, part.Name, i, Move) - Loss(name, part.Name, i, -Move)) / (2 * Move);
                Assert.AreEqual(expected, gradients[i], Tolerance * Math.Max(1, Math.Abs(expected)), $"Part {part.Name}, number {i}.");
                count += Math.Abs(expected) > Tolerance ? 1 : 0;
            }
        }

        Assert.IsGreaterThan(4, count, "Most gradients are 0: the case shows nothing.");
    }

    [TestMethod]
    [DynamicData(nameof(CasesAndPaths))]
    public void Train_EveryPath_HasTheScalarPathsBits(string name, VectorPath path)
    {
        Require.Kernels(path);
        var (plan, other) = (All[name](new Plans()), All[name](new Plans()));
        var (expected, actual) = (Train(plan, VectorPath.Scalar), Train(other, path));
        foreach (var (one, two) in plan.Parts.Zip(other.Parts))
        {
            foreach (var (x, y) in expected.Of(one).Layers.Zip(actual.Of(two).Layers))
            {
                Bits.AreEqual(x.Weights, y.Weights, $"Weights of {one.Name}");
                Bits.AreEqual(x.Biases, y.Biases, $"Biases of {one.Name}");
            }
        }
    }

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void Step_AfterTheFirst_AllocatesNothing(string name)
    {
        var run = new ManagedTrainingRun(All[name](new Plans()), KernelSet.For(VectorPaths.Default));
        run.BeginEpoch(0);
        run.Step(0, lastOfEpoch: true);
        Assert.AreEqual(0L, Allocations.Fewest(() => run.Step(0, lastOfEpoch: true)));
    }

    private static TrainingResult Train(TrainingPlan plan, VectorPath path) => new ManagedEngine(path).Train(plan, CancellationToken.None);

    private static ManagedTrainingRun Run(TrainingPlan plan)
    {
        var run = new ManagedTrainingRun(plan, KernelSet.For(VectorPath.Scalar));
        run.BeginEpoch(0);
        run.RunGroup(0, step: 0, lastOfEpoch: true);
        return run;
    }

    private static double Loss(string name, string part, int index, float change) =>
        Run(All[name](new Plans(part, index, change))).EpochLoss;

    private static Dictionary<string, Func<Plans, TrainingPlan>> Layers() => (
        from activation in Enum.GetValues<Activation>()
        from hasBias in new[] { false, true }
        select KeyValuePair.Create<string, Func<Plans, TrainingPlan>>(
            $"{activation}{(hasBias ? " with biases" : string.Empty)}",
            plans =>
            {
                var part = plans.Part(
                    "layers",
                    new LayerShape(FeatureCount, 4, activation, hasBias),
                    new LayerShape(4, 3, activation, hasBias));
                var pass = plans.Pass();
                return Plans.Plan([Squares(pass, pass.Apply(part, pass.Inputs))], part);
            })).ToDictionary();

    private static Dictionary<string, Func<Plans, TrainingPlan>> Operations() => new()
    {
        ["a part applied twice in a pass"] = plans =>
        {
            var (first, twice) = (
                plans.Linear("first", FeatureCount, 3),
                plans.Part("twice", new LayerShape(3, 3, Activation.Tanh, HasBias: true)));
            var pass = plans.Pass();
            return Plans.Plan([Squares(pass, pass.Apply(twice, pass.Apply(twice, pass.Apply(first, pass.Inputs))))], first, twice);
        },
        ["a part applied in two passes"] = plans =>
        {
            var part = plans.Linear("part", FeatureCount, 3);
            var (pass, other) = (plans.Pass(), plans.Pass(reversed: true));
            return Plans.Plan([Squares(pass, pass.Apply(part, pass.Inputs)), Squares(other, other.Apply(part, other.Inputs))], part);
        },
        ["an objective over two passes"] = plans =>
        {
            var part = plans.Part("part", new LayerShape(FeatureCount, 3, Activation.Tanh, HasBias: true));
            var (pass, other) = (plans.Pass(), plans.Pass(reversed: true));
            return Plans.Plan([new ProductObjective(pass.Apply(part, pass.Inputs), other.Apply(part, other.Inputs))], part);
        },
        ["a value read by two objectives and an operation"] = plans =>
        {
            var (part, head) = (plans.Linear("part", FeatureCount, 3), plans.Linear("head", 3, 1));
            var pass = plans.Pass();
            var codes = pass.Apply(part, pass.Inputs);
            var distance = pass.SquaredDistance(codes, [0.7f, -0.6f, 0.5f]);
            var logits = pass.Apply(head, codes);
            return Plans.Plan(
                [OneClass(distance), new DeepSadObjective(distance, Roles, 0.5f), new LabelCrossEntropyObjective(logits, Roles)],
                part,
                head);
        },
        ["concatenation"] = plans =>
        {
            var (part, head) = (plans.Linear("part", FeatureCount, 3), plans.Linear("head", 3 + FeatureCount + 3, 2));
            var pass = plans.Pass();
            var codes = pass.Apply(part, pass.Inputs);
            return Plans.Plan([Squares(pass, pass.Apply(head, pass.Concatenate(codes, pass.Inputs, codes)))], part, head);
        },
        ["row error of two values that move"] = plans =>
        {
            var (part, other) = (plans.Linear("part", FeatureCount, 3), plans.Linear("other", FeatureCount, 3));
            var pass = plans.Pass();
            return Plans.Plan([OneClass(pass.RowError(pass.Apply(part, pass.Inputs), pass.Apply(other, pass.Inputs)))], part, other);
        },
        ["difference of two values that move"] = plans =>
        {
            var (part, other) = (plans.Linear("part", FeatureCount, 3), plans.Linear("other", FeatureCount, 3));
            var pass = plans.Pass();
            return Plans.Plan([Squares(pass, pass.Subtract(pass.Apply(part, pass.Inputs), pass.Apply(other, pass.Inputs)))], part, other);
        },
        ["norms of codes"] = plans =>
        {
            var part = plans.Linear("part", FeatureCount, 3);
            var pass = plans.Pass();
            return Plans.Plan([OneClass(pass.Norm(pass.Apply(part, pass.Inputs)))], part);
        },
        ["directions of codes"] = plans =>
        {
            var part = plans.Linear("part", FeatureCount, 3);
            var pass = plans.Pass();
            return Plans.Plan([Squares(pass, pass.Direction(pass.Apply(part, pass.Inputs)))], part);
        },
        ["FeaWAD"] = plans =>
        {
            var (encoder, decoder) = (
                plans.Part("encoder", new LayerShape(FeatureCount, 3, Activation.Tanh, HasBias: true)),
                plans.Part("decoder", new LayerShape(3, FeatureCount, Activation.Tanh, HasBias: true)));
            var (first, last) = (
                plans.Part("first", new LayerShape(FeatureCount + 3 + 1, 4, Activation.Tanh, HasBias: true)),
                plans.Linear("last", 4 + 1, 1));
            var pass = plans.Pass();
            var codes = pass.Apply(encoder, pass.Inputs);
            var residual = pass.Subtract(pass.Inputs, pass.Apply(decoder, codes));
            var norms = pass.Norm(residual);
            var hidden = pass.Apply(first, pass.Concatenate(pass.Direction(residual), codes, norms));
            return Plans.Plan(
                [new DeviationObjective(pass.Apply(last, pass.Concatenate(hidden, norms)), Roles, 0, 1, 0.5f)],
                encoder,
                decoder,
                first,
                last);
        },
        ["reconstruction of a value that moves"] = plans =>
        {
            var (part, other) = (plans.Linear("part", FeatureCount, 3), plans.Linear("other", FeatureCount, 3));
            var pass = plans.Pass();
            return Plans.Plan([new ReconstructionObjective(pass.Apply(part, pass.Inputs), pass.Apply(other, pass.Inputs))], part, other);
        },
        ["mixed codes"] = plans =>
        {
            var part = plans.Linear("part", FeatureCount, 3);
            var pass = plans.Pass();
            return Plans.Plan([Squares(pass, pass.Mix(pass.Apply(part, pass.Inputs), 0.5, new SeededRandom(3)).Output)], part);
        },
        ["codes mixed of four rows"] = plans =>
        {
            var part = plans.Linear("part", FeatureCount, 3);
            var pass = plans.Pass();
            return Plans.Plan([Squares(pass, pass.Mix(pass.Apply(part, pass.Inputs), 0.5, new SeededRandom(3), 4).Output)], part);
        },
        ["noisy codes"] = plans =>
        {
            var part = plans.Linear("part", FeatureCount, 3);
            var pass = plans.Pass();
            return Plans.Plan([Squares(pass, pass.AddNoise(pass.Apply(part, pass.Inputs), 0.3, new SeededRandom(3)))], part);
        },
        ["the discriminator of pairs"] = plans => Pairs(plans, AdversarialSide.Discriminator, ["rows", "codes", "joint"]),
        ["generator and encoder of pairs"] = plans => Pairs(plans, AdversarialSide.Generator, ["generator", "encoder"]),
        ["pairs of two passes"] = plans => Pairs(
            plans, AdversarialSide.Generator, ["generator", "encoder"], plans.Pass(reversed: true)),
        ["scores of a head"] = plans =>
        {
            var part = plans.Part("part", new LayerShape(FeatureCount, 1, Activation.Sigmoid, HasBias: true));
            var pass = plans.Pass();
            return Plans.Plan([OneClass(pass.Apply(part, pass.Inputs))], part);
        },
        ["deviations"] = plans =>
        {
            var part = plans.Part("part", new LayerShape(FeatureCount, 4, Activation.Relu, HasBias: true));
            var head = plans.Linear("head", 4, 1);
            var pass = plans.Pass();
            return Plans.Plan(
                [new DeviationObjective(pass.Apply(head, pass.Apply(part, pass.Inputs)), Roles, 0.02f, 0.9f, 0.5f)], part, head);
        },
        ["labels and weak negatives"] = plans =>
        {
            var part = plans.Part("part", new LayerShape(FeatureCount, 4, Activation.Relu, HasBias: true));
            var head = plans.Linear("head", 4, 1);
            var pass = plans.Pass();
            return Plans.Plan([new LabelCrossEntropyObjective(pass.Apply(head, pass.Apply(part, pass.Inputs)), Roles, 0.3f)], part, head);
        },
        ["relations of pairs"] = plans =>
        {
            var part = plans.Part("part", new LayerShape(FeatureCount, 3, Activation.Tanh, HasBias: true));
            var (first, second) = (plans.Linear("first", 3, 1), plans.Part("second", new LayerShape(3, 1, Activation.None)));
            var (pass, other) = (plans.Pass(), plans.Pass(reversed: true));
            return Plans.Plan(
                [
                    new PairRelationObjective(
                        pass.Apply(first, pass.Apply(part, pass.Inputs)),
                        other.Apply(second, other.Apply(part, other.Inputs)),
                        [.. AllRows.Select(row => (row % 3) - 0.9f)]),
                ],
                part,
                first,
                second);
        },
        ["an operation of one's own"] = plans =>
        {
            var part = plans.Linear("part", FeatureCount, 3);
            var pass = plans.Pass();
            return Plans.Plan([OneClass(pass.Add(new FourthPowers(pass.Apply(part, pass.Inputs))))], part);
        },
        ["RoSAS"] = plans =>
        {
            var encoder = plans.Part(
                "encoder", new LayerShape(FeatureCount, 4, Activation.LeakyRelu), new LayerShape(4, 3, Activation.None));
            var head = plans.Part(
                "head", new LayerShape(3, 4, Activation.LeakyRelu), new LayerShape(4, 1, Activation.Tanh, HasBias: true));
            var pass = plans.Pass();
            var mix = pass.Mix(pass.Inputs, 0.5, new SeededRandom(4));
            var (codes, mixed) = (pass.Apply(encoder, pass.Inputs), pass.Apply(encoder, mix.Output));
            return Plans.Plan(
                [new RosasObjective(codes, pass.Apply(head, codes), mix, pass.Apply(head, mixed), 1, RosasAblation.None)],
                encoder,
                head);
        },
    };

    private static RowRoles Roles => RowRoles.Of(
        PoolLabels.Copy([.. AllRows.Select(
            row => (row % 3) switch { 0 => RowLabel.Normal, 1 => RowLabel.Abnormal, _ => RowLabel.Unlabeled })]),
        []);

    private static OneClassObjective OneClass(PassValue scores) => new(scores, Roles, rejectAbnormal: true, RejectionMean.AllRows);

    /// <summary>Pairs (x, E(x)) of one pass, and (G(z), z) of the same or of another one.</summary>
    private static TrainingPlan Pairs(Plans plans, AdversarialSide side, string[] moves, TrainingPass? other = null)
    {
        NetworkPart[] parts =
        [
            plans.Part(
                "encoder", new LayerShape(FeatureCount, 4, Activation.LeakyRelu, HasBias: true), new LayerShape(4, 3, Activation.None)),
            plans.Part(
                "generator", new LayerShape(3, 4, Activation.Tanh, HasBias: true), new LayerShape(4, FeatureCount, Activation.None)),
            plans.Part("rows", new LayerShape(FeatureCount, 4, Activation.Tanh, HasBias: true)),
            plans.Part("codes", new LayerShape(3, 2, Activation.Tanh, HasBias: true)),
            plans.Linear("joint", 6, 1),
        ];
        var pass = plans.Pass();
        other ??= pass;
        var noise = other.DrawNoise(3, new SeededRandom(5));
        var objective = new AdversarialObjective(
            Logits(pass, pass.Inputs, pass.Apply(parts[0], pass.Inputs)), Logits(other, other.Apply(parts[1], noise), noise), side);
        return Plans.Plan([objective], [.. parts.Where(part => moves.Contains(part.Name))]);

        PassValue Logits(TrainingPass of, PassValue rows, PassValue codes) =>
            of.Apply(parts[4], of.Concatenate(of.Apply(parts[2], rows), of.Apply(parts[3], codes)));
    }

    /// <summary>The mean squared distance from a point that no value lies at.</summary>
    private static OneClassObjective Squares(TrainingPass pass, PassValue value) =>
        new(
            pass.SquaredDistance(value, [.. Enumerable.Range(0, value.Size).Select(k => 0.2f + (0.1f * k))]),
            Roles,
            false,
            RejectionMean.AllRows);

    /// <summary>Makes plans in which one number of one part may be moved.</summary>
    private sealed class Plans(string? movedPart = null, int movedIndex = 0, float change = 0f)
    {
        public static TrainingPlan Plan(Objective[] objectives, params NetworkPart[] parts)
        {
            var random = new Random(3);
            return new TrainingPlan
            {
                Rows = FeatureMatrix.Copy(
                    [.. Enumerable.Range(0, RowCount * FeatureCount).Select(_ => (2 * random.NextSingle()) - 1)],
                    FeatureCount),
                Groups = [new UpdateGroup(objectives, parts, new AdamOptions(1e-2, 1e-3))],
                EpochCount = 3,
            };
        }

        public TrainingPass Pass(bool reversed = false)
        {
            int[] rows = [.. AllRows];
            if (reversed)
            {
                Array.Reverse(rows);
            }

            return new TrainingPass(new ListedBatches([rows]), FeatureCount);
        }

        public NetworkPart Linear(string name, int inputSize, int outputSize) =>
            Part(name, new LayerShape(inputSize, outputSize, Activation.None, HasBias: true));

        public NetworkPart Part(string name, params ReadOnlySpan<LayerShape> layers)
        {
            var start = NetworkParameters.Draw(NetworkShape.Of(layers), new SeededRandom(17).Derive(name, 0));
            var place = movedPart == name ? movedIndex : -1;
            var moved = new List<LayerParameters>();
            foreach (var layer in start.Layers)
            {
                float[] numbers = [.. layer.Weights, .. layer.Biases];
                if (place >= 0 && place < numbers.Length)
                {
                    numbers[place] += change;
                }

                place -= numbers.Length;
                moved.Add(LayerParameters.Copy(
                    layer.Shape,
                    numbers.AsSpan(0, layer.Weights.Length),
                    layer.RunningMean,
                    layer.RunningVariance,
                    numbers.AsSpan(layer.Weights.Length)));
            }

            return new NetworkPart(name, new NetworkParameters(start.Shape, moved));
        }
    }

    /// <summary>The mean over rows of the inner products of two values, which may be two passes': nothing that the library has.</summary>
    private sealed class ProductObjective(PassValue first, PassValue second) : Objective(first, second)
    {
        public override float Evaluate(ReadOnlySpan<BatchValue> values, bool withLoss)
        {
            var sum = 0.0;
            for (var position = 0; position < values[0].RowCount; position++)
            {
                var a = values[0].Row(position);
                var b = values[1].Row(position);
                for (var k = 0; k < values[0].Size; k++)
                {
                    sum += a[k] * b[k];
                    values[0].GradientOf(position)[k] = b[k] / values[0].RowCount;
                    values[1].GradientOf(position)[k] = a[k] / values[0].RowCount;
                }
            }

            return (float)(sum / values[0].RowCount);
        }
    }

    /// <summary>The sum of z_k^4 of each row: an operation that the library does not have.</summary>
    private sealed class FourthPowers(PassValue codes) : RowOperation(codes)
    {
        protected override string Name => "fourth powers";

        protected override int Size => 1;

        public override void Forward(ReadOnlySpan<BatchValue> inputs, BatchValue output)
        {
            for (var position = 0; position < output.RowCount; position++)
            {
                var sum = 0f;
                foreach (var value in inputs[0].Row(position))
                {
                    sum += value * value * value * value;
                }

                output.Values[position] = sum;
            }
        }

        public override void Backward(ReadOnlySpan<BatchValue> inputs, BatchValue output, int inputIndex)
        {
            for (var position = 0; position < output.RowCount; position++)
            {
                var codes = inputs[0].Row(position);
                var gradient = inputs[0].GradientOf(position);
                for (var k = 0; k < codes.Length; k++)
                {
                    gradient[k] = output.Gradient[position] * 4 * codes[k] * codes[k] * codes[k];
                }
            }
        }
    }
}
