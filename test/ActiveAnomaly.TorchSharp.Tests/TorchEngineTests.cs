using ActiveAnomaly.Data;
using ActiveAnomaly.Networks;
using ActiveAnomaly.Objectives;
using ActiveAnomaly.Training;
using ActiveAnomaly.Training.Managed;
using TorchSharp;

namespace ActiveAnomaly.Torch;

[TestClass]
public sealed class TorchEngineTests
{
    [TestMethod]
    public void FindTorch_Always_GivesThisEngine()
    {
        Native.Engine(TorchDevice.Cpu);
        Assert.IsInstanceOfType<TorchEngine>(EngineDiscovery.FindTorch());
    }

    [TestMethod]
    public void FindTorch_WithoutLibTorch_ThrowsSayingWhy()
    {
        if (Native.IsThere)
        {
            Assert.Inconclusive("libtorch is there; build with -p:TorchBackend=none to see its absence");
        }

        Assert.Contains("cannot be loaded: ", Assert.ThrowsExactly<InvalidOperationException>(() => EngineDiscovery.FindTorch()).Message);
    }

    [TestMethod]
    public void RequireTorch_GpuWithoutOne_ThrowsNamingThePackages()
    {
        Native.RequireNoGpu();

        var message = Assert.ThrowsExactly<InvalidOperationException>(() => EngineDiscovery.RequireTorch(0)).Message;
        Assert.Contains("libtorch sees none", message);
        Assert.Contains("libtorch-cuda-12.8", message);
    }

    [TestMethod]
    public void RequireTorch_GpuThatIsThere_TakesIt()
    {
        var engine = Native.Engine(TorchDevice.Cuda);
        Assert.AreEqual(engine.Name, EngineDiscovery.RequireTorch(0).Name);
    }

    [TestMethod]
    public void RequireTorch_GpuBeyondTheLast_ThrowsNamingThoseThereAre()
    {
        Native.Engine(TorchDevice.Cuda);
        Assert.Contains(
            "libtorch sees the GPUs 0 to",
            Assert.ThrowsExactly<InvalidOperationException>(() => EngineDiscovery.RequireTorch(99)).Message);
    }

    [TestMethod]
    public void Name_OnTheCpu_SaysSo() => Assert.AreEqual("Torch (CPU)", Native.Engine(TorchDevice.Cpu).Name);

    [TestMethod]
    public void Name_OnAGpu_NamesIt() => Assert.AreEqual("Torch (CUDA 0)", Native.Engine(TorchDevice.Cuda).Name);

    [TestMethod]
    public void Constructor_NoDevice_TakesTheGpuWhereThereIsOne()
    {
        Native.Engine(TorchDevice.Cpu);
        Assert.AreEqual(torch.cuda.is_available(), new TorchEngine().IsCuda);
    }

    [TestMethod]
    public void Constructor_GpuWithoutOne_ThrowsNamingThePackages()
    {
        Native.RequireNoGpu();

        Assert.Contains(
            "libtorch-cuda-12.8",
            Assert.ThrowsExactly<InvalidOperationException>(() => new TorchEngine(TorchDevice.Cuda)).Message);
    }

    [TestMethod]
    public void Constructor_UnknownDevice_ThrowsNamingTheParameter() =>
        Assert.AreEqual("device", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new TorchEngine((TorchDevice)7)).ParamName);

    [TestMethod]
    public void Constructor_NegativeIndex_ThrowsNamingTheParameter() =>
        Assert.AreEqual(
            "cudaDeviceIndex",
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new TorchEngine(TorchDevice.Cpu, -1)).ParamName);

    [TestMethod]
    public void Train_Always_LeavesTheNumberOfThreads()
    {
        var engine = Native.Engine(TorchDevice.Cpu);
        var before = torch.get_num_threads();
        engine.Train(ParityCase.Of("NCE").Plan(ParityMode.Training), CancellationToken.None);
        Assert.AreEqual(before, torch.get_num_threads());
    }

    [TestMethod]
    public void Train_Always_LeavesAutogradOn()
    {
        var engine = Native.Engine(TorchDevice.Cpu);
        engine.Train(ParityCase.Of("NCE").Plan(ParityMode.Training), CancellationToken.None);
        Assert.IsTrue(torch.is_grad_enabled());
    }

    [TestMethod]
    public void Train_WithProgress_ReportsWithAutogradOn()
    {
        var engine = Native.Engine(TorchDevice.Cpu);
        var enabled = new List<bool>();
        Train(
            new ListedRows(_ => [[0, 1]]),
            engine,
            progress: _ => enabled.Add(torch.is_grad_enabled() && !torch.is_inference_mode_enabled()));
        Assert.AreSequenceEqual([true, true, true], enabled);
    }

    [TestMethod]
    public void Train_RowOutsideThePool_Throws()
    {
        var engine = Native.Engine(TorchDevice.Cpu);
        Assert.ThrowsExactly<ArgumentException>(() => Train(new ListedRows(_ => [[0, 1], [2, 4]]), engine));
    }

    [TestMethod]
    public void Train_NoRowsInABatch_Throws()
    {
        var engine = Native.Engine(TorchDevice.Cpu);
        Assert.ThrowsExactly<ArgumentException>(() => Train(new ListedRows(_ => [[0, 1], []]), engine));
    }

    [TestMethod]
    public void Train_LossThatOverflows_ThrowsNamingEpochAndStep()
    {
        // Row 3 is [7, 1e30] in the last epoch's second batch alone; its distance from the centre is no single-precision number.
        var engine = Native.Engine(TorchDevice.Cpu);
        var rows = new ListedRows(epoch => epoch < 2 ? [[0, 1], [1, 2]] : [[0, 1], [2, 3]]);
        var exception = Assert.ThrowsExactly<TrainingDivergedException>(() => Train(rows, engine, lastFeature: 1e30f));
        Assert.AreEqual((2, 1), (exception.EpochIndex, exception.StepIndex));
    }

    [TestMethod]
    public void Train_WeightsThatOverflow_ThrowsNamingThemAndNotTheLoss()
    {
        // The one step's loss is a number; the step that follows it is none in single precision.
        var engine = Native.Engine(TorchDevice.Cpu);
        var plan = Plan(
            new ListedRows(_ => [[0, 1]]),
            (pass, codes) => ParityCase.OneClass(pass.SquaredDistance(codes, [0f, 0f])),
            new AdamOptions(1e39, 0));
        var exception = Assert.ThrowsExactly<TrainingDivergedException>(() => engine.Train(plan, CancellationToken.None));
        Assert.AreEqual((0, 0), (exception.EpochIndex, exception.StepIndex));
        Assert.Contains("a weight is infinite or NaN by the end of epoch 1", exception.Message);
    }

    [TestMethod]
    public void Train_ObjectiveOfOnesOwn_ThrowsNamingIt() => AssertRefused(
        nameof(UnknownObjective), (pass, codes) => new UnknownObjective(codes), new AdamOptions(1e-3, 0));

    [TestMethod]
    public void Train_OperationOfOnesOwn_ThrowsNamingIt() => AssertRefused(
        nameof(UnknownOperation),
        (pass, codes) => ParityCase.OneClass(pass.SquaredDistance(pass.Add(new UnknownOperation(codes)), [0f, 0f])),
        new AdamOptions(1e-3, 0));

    [TestMethod]
    public void Train_OptimizerOfOnesOwn_ThrowsNamingIt() => AssertRefused(
        nameof(UnknownOptimizer), (pass, codes) => ParityCase.OneClass(pass.SquaredDistance(codes, [0f, 0f])), new UnknownOptimizer());

    [TestMethod]
    public void Train_OtherRowsInEveryEpoch_MatchesTheManagedEngine()
    {
        // Batches of several sizes, some repeated, so that selections ahead are cut and reused.
        static ListedRows Source() =>
            new(epoch => epoch % 2 == 0 ? [[0, 1], [0, 1], [2, 3, 1], [0, 1]] : [[3, 2], [1, 2, 0], [1, 2, 0], [3, 0]]);
        var engine = Native.Engine(TorchDevice.Cpu);
        var expected = Train(Source(), new ManagedEngine()).Weights.ToArray();
        var actual = Train(Source(), engine).Weights.ToArray();

        // Three epochs of four steps at a learning rate of 1e-3.
        const double tolerance = 1e-4;
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.AreEqual(expected[i], actual[i], tolerance);
        }
    }

    private static void AssertRefused(string typeName, Func<TrainingPass, PassValue, Objective> objective, OptimizerOptions optimizer)
    {
        var engine = Native.Engine(TorchDevice.Cpu);
        var plan = Plan(new ListedRows(_ => [[0, 1]]), objective, optimizer);
        Assert.Contains(typeName, Assert.ThrowsExactly<ArgumentException>(() => engine.Train(plan, CancellationToken.None)).Message);
    }

    private static LayerParameters Train(
        BatchSource source, ITrainingEngine engine, Action<EpochProgress>? progress = null, float lastFeature = 9)
    {
        var plan = Plan(
            source,
            (pass, codes) => new OneClassObjective(
                pass.SquaredDistance(codes, [0.1f, -0.2f]),
                RowRoles.Of(PoolLabels.None(4), []),
                rejectAbnormal: true,
                RejectionMean.AllRows),
            new AdamOptions(1e-3, 0),
            progress,
            lastFeature);
        return engine.Train(plan, CancellationToken.None).Of(plan.Parts[0]).Layers[0];
    }

    private static TrainingPlan Plan(
        BatchSource source,
        Func<TrainingPass, PassValue, Objective> objective,
        OptimizerOptions optimizer,
        Action<EpochProgress>? progress = null,
        float lastFeature = 9)
    {
        var part = new NetworkPart("encoder", NetworkParameters.Draw(NetworkShape.Encoder(2, [3], 2), new(1)));
        var pass = new TrainingPass(source, 2);
        return new TrainingPlan
        {
            Rows = FeatureMatrix.Copy([1, 2, 3, 4, 5, 6, 7, lastFeature], 2),
            Groups = [new UpdateGroup([objective(pass, pass.Apply(part, pass.Inputs))], [part], optimizer)],
            EpochCount = 3,
            FrozenFromEpoch = 0,
            Progress = progress,
        };
    }

    private sealed record UnknownOptimizer : OptimizerOptions;

    private sealed class UnknownObjective(PassValue codes) : Objective(codes)
    {
        public override float Evaluate(ReadOnlySpan<BatchValue> values, bool withLoss) => 0f;
    }

    private sealed class UnknownOperation(PassValue codes) : RowOperation(codes)
    {
        protected override string Name => "unknown";

        protected override int Size => 2;

        public override void Forward(ReadOnlySpan<BatchValue> inputs, BatchValue output) => throw new NotSupportedException();

        public override void Backward(ReadOnlySpan<BatchValue> inputs, BatchValue output, int inputIndex) =>
            throw new NotSupportedException();
    }
}
