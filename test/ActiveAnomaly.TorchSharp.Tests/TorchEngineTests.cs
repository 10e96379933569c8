using ActiveAnomaly.Data;
using ActiveAnomaly.Engines;
using ActiveAnomaly.Networks;
using ActiveAnomaly.Objectives;
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
        Assert.Contains("libtorch sees the GPUs 0 to", Assert.ThrowsExactly<InvalidOperationException>(() => EngineDiscovery.RequireTorch(99)).Message);
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

        Assert.Contains("libtorch-cuda-12.8", Assert.ThrowsExactly<InvalidOperationException>(() => new TorchEngine(TorchDevice.Cuda)).Message);
    }

    [TestMethod]
    public void Constructor_UnknownDevice_ThrowsNamingTheParameter() =>
        Assert.AreEqual("device", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new TorchEngine((TorchDevice)7)).ParamName);

    [TestMethod]
    public void Constructor_NegativeIndex_ThrowsNamingTheParameter() =>
        Assert.AreEqual("cudaDeviceIndex", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new TorchEngine(TorchDevice.Cpu, -1)).ParamName);

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
        Train(new ListedRows(_ => [[0, 1]]), new ForeignObjective(), engine, _ => enabled.Add(torch.is_grad_enabled() && !torch.is_inference_mode_enabled()));
        Assert.AreSequenceEqual([true, true, true], enabled);
    }

    [TestMethod]
    public void Train_RowOutsideThePool_Throws()
    {
        var engine = Native.Engine(TorchDevice.Cpu);
        Assert.ThrowsExactly<ArgumentException>(() => Train(new ListedRows(_ => [[0, 1], [2, 4]]), new ForeignObjective(), engine));
    }

    [TestMethod]
    public void Train_NoRowsInABatch_Throws()
    {
        var engine = Native.Engine(TorchDevice.Cpu);
        Assert.ThrowsExactly<ArgumentException>(() => Train(new ListedRows(_ => [[0, 1], []]), new ForeignObjective(), engine));
    }

    [TestMethod]
    public void Train_ObjectiveOfNaN_ThrowsNamingEpochAndStep()
    {
        var engine = Native.Engine(TorchDevice.Cpu);
        var exception = Assert.ThrowsExactly<TrainingDivergedException>(() => Train(new ListedRows(_ => [[0, 1], [2, 3]]), new FailingObjective(), engine));
        Assert.AreEqual((2, 1), (exception.EpochIndex, exception.StepIndex));
    }

    [TestMethod]
    public void Train_OtherRowsInEveryEpoch_MatchesTheManagedEngine()
    {
        // Batches of several sizes, some repeated, so that selections ahead are cut and reused.
        static ListedRows Source() => new(epoch => epoch % 2 == 0 ? [[0, 1], [0, 1], [2, 3, 1], [0, 1]] : [[3, 2], [1, 2, 0], [1, 2, 0], [3, 0]]);
        var engine = Native.Engine(TorchDevice.Cpu);
        var expected = Train(Source(), new ForeignObjective(), new ManagedEngine()).Layers[0].Weights.ToArray();
        var actual = Train(Source(), new ForeignObjective(), engine).Layers[0].Weights.ToArray();

        // Three epochs of four steps at a learning rate of 1e-3.
        const double tolerance = 1e-4;
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.AreEqual(expected[i], actual[i], tolerance);
        }
    }

    private static NetworkParameters Train(BatchSource source, Objective objective, ITrainingEngine engine, Action<EpochProgress>? progress = null) =>
        engine.Train(
            new TrainingPlan
            {
                Rows = FeatureMatrix.Copy([1, 2, 3, 4, 5, 6, 7, 9], 2),
                Start = NetworkParameters.Draw(NetworkShape.Encoder(2, [3], 2), new(1)),
                Terms = [new(source, objective)],
                EpochCount = 3,
                Optimizer = new AdamOptions(1e-3, 0),
                FrozenFromEpoch = 0,
                Progress = progress,
            },
            CancellationToken.None).Parameters;

    private sealed class FailingObjective : Objective
    {
        private bool _lastEpoch;

        public override void BeginEpoch(int epochIndex) => _lastEpoch = epochIndex == 2;

        public override float Evaluate(in ObjectiveBatch batch, bool withLoss)
        {
            batch.Gradient.Clear();
            return _lastEpoch && batch.Rows[0] == 2 ? float.NaN : 1f;
        }
    }
}
