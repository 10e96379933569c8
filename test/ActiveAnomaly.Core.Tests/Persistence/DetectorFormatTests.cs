using System.Text;
using System.Text.Json;
using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.Combined;
using ActiveAnomaly.Detectors.Ensembles;
using ActiveAnomaly.Detectors.Forests;
using ActiveAnomaly.Detectors.GaussianProcess;
using ActiveAnomaly.Detectors.Networks;
using ActiveAnomaly.Detectors.OneClass;
using ActiveAnomaly.Detectors.Rosas;
using ActiveAnomaly.Detectors.Xgbod;

namespace ActiveAnomaly.Persistence;

[TestClass]
public sealed class DetectorFormatTests
{
    /// <summary>Made of detectors, or of somebody's code.</summary>
    private static readonly Type[] Unwritten = [typeof(EnsembleDetector), typeof(CombinedDetector), typeof(XgbodDetector)];

    private static readonly FeatureMatrix Pool = SyntheticPools.Surface().Rows;

    [TestMethod]
    public void FromBytes_EveryDetectorOfTheLibrary_HasItsTypeItsSeedAndItsOptions()
    {
        Type[] types =
        [
            .. typeof(Detector).Assembly.GetExportedTypes()
                .Where(type => type.IsAssignableTo(typeof(Detector)) && !type.IsAbstract).Except(Unwritten),
        ];
        Assert.IsGreaterThan(18, types.Length);
        foreach (var type in types)
        {
            var create = type.GetConstructors().Single(constructor => constructor.GetParameters().Length == 1);
            var options = (DetectorOptions)Activator.CreateInstance(create.GetParameters()[0].ParameterType)!
                with { Contamination = 0.125 };
            var detector = (Detector)create.Invoke([options]);

            Assert.IsTrue(DetectorFormat.TryToBytes(detector, out var bytes), type.Name);
            var read = DetectorFormat.FromBytes(bytes);

            Assert.AreEqual(type, read.GetType());
            Assert.AreEqual(detector.Seed, read.Seed, type.Name);
            Assert.AreEqual(detector.Name, read.Name);
            Assert.AreEqual(Text(options with { Seed = detector.Seed }), Text(read.Options));
        }
    }

    [TestMethod]
    public void FromBytes_OptionsThatAreNoDefaults_TrainsTheSameModel()
    {
        Detector[] detectors =
        [
            new IsolationForestDetector(new IsolationForestOptions { TreeCount = 7, Seed = 3 }),
            new GaussianProcessDetector(new GaussianProcessOptions { Seed = 4 }),
            new NceDetector(new NceOptions { Seed = 5, PretrainingEpochCount = 1, EpochCount = 2, BatchSize = 32, LearningRate = 0.003f }),
            new RosasDetector(new RosasOptions { Seed = 6, EpochCount = 1, StepCount = 3 }),
        ];
        var labels = PoolLabels.None(Pool.RowCount).With([new(0, RowLabel.Abnormal), new(1, RowLabel.Normal)]);
        foreach (var detector in detectors)
        {
            Assert.IsTrue(DetectorFormat.TryToBytes(detector, out var bytes));

            var trained = DetectorFormat.FromBytes(bytes).Fit(new TrainingRequest(Pool, labels) { Stage = 2 });

            var expected = detector.Fit(new TrainingRequest(Pool, labels) { Stage = 2 });
            Assert.IsTrue(expected.Scores.Span.SequenceEqual(trained.Scores.Span), detector.Name);
            CollectionAssert.AreEqual(DetectorModelFormat.ToBytes(expected.Model), DetectorModelFormat.ToBytes(trained.Model));
        }
    }

    [TestMethod]
    public void TryToBytes_WhatMayTrainOtherwiseElsewhere_IsNotWritten()
    {
        Detector[] detectors =
        [
            new NceDetector(new NceOptions { Engine = EngineChoice.Torch }),
            new NceDetector(new NceOptions { GpuDeviceId = 0 }),
            EnsembleDetector.Create(
                new EnsembleOptions { MemberCount = 2 },
                new IsolationForestOptions(),
                static member => new IsolationForestDetector(member)),
            new CombinedDetector(new IsolationForestDetector(), new GaussianProcessDetector()),
            new Other(new LinearOptions()),
            new Dressed(new IsolationForestOptions()),
        ];
        foreach (var detector in detectors)
        {
            Assert.IsFalse(DetectorFormat.TryToBytes(detector, out var bytes), detector.GetType().Name);
            Assert.IsNull(bytes);
        }
    }

    [TestMethod]
    public void Register_DetectorOfOnesOwn_IsWrittenAndRead()
    {
        DetectorFormat.Register<OwnOptions>(options => new Own(options));

        Assert.IsTrue(DetectorFormat.TryToBytes(new Own(new OwnOptions { Seed = 8, Depth = 5 }), out var bytes));
        var read = (Own)DetectorFormat.FromBytes(bytes);

        Assert.AreEqual(8, read.Seed);
        Assert.AreEqual(5, ((OwnOptions)read.Options).Depth);
    }

    [TestMethod]
    public void Register_OptionsOfANameThatIsTaken_AreRefused()
    {
        var exception = Assert.ThrowsExactly<ArgumentException>(
            () => DetectorFormat.Register<IsolationForestOptionsHolder.IsolationForestOptions>(_ => new IsolationForestDetector()));

        Assert.Contains("by the name 'IsolationForestOptions' already", exception.Message);
    }

    [TestMethod]
    [DataRow("""{"OptionsType":"NoOptions","Options":{}}""", "options of the type 'NoOptions', which this process does not know")]
    [DataRow("""{"OptionsType":"IsolationForestOptions","Options":{"TreeCount":0}}""", "options cannot be: TreeCount is 0")]
    [DataRow("""{"OptionsType":"IsolationForestOptions"}""", "cannot be read")]
    [DataRow("AADM", "cannot be read")]
    public void FromBytes_NoDetector_SaysWhatIsWrong(string text, string problem)
    {
        var exception = Assert.ThrowsExactly<ModelFormatException>(() => DetectorFormat.FromBytes(Encoding.UTF8.GetBytes(text)));

        Assert.Contains(problem, exception.Message);
    }

    private static string Text(DetectorOptions options) => JsonSerializer.Serialize(options, options.GetType());

    private sealed record OwnOptions : DetectorOptions
    {
        public int Depth { get; init; }
    }

    private sealed class Own(OwnOptions options) : Detector(options)
    {
        public override string Name => "own";

        public override bool UsesLabels => false;

        protected override TrainedDetector Train(TrainingRequest request) => throw new NotSupportedException();
    }

    private sealed class Other(LinearOptions options) : Detector(options)
    {
        public override string Name => "other";

        public override bool UsesLabels => false;

        protected override TrainedDetector Train(TrainingRequest request) => throw new NotSupportedException();
    }

    /// <summary>A detector of one's own with the options of the library's.</summary>
    private sealed class Dressed(IsolationForestOptions options) : Detector(options)
    {
        public override string Name => "dressed";

        public override bool UsesLabels => false;

        protected override TrainedDetector Train(TrainingRequest request) => throw new NotSupportedException();
    }

    private static class IsolationForestOptionsHolder
    {
        public sealed record IsolationForestOptions : DetectorOptions;
    }
}
