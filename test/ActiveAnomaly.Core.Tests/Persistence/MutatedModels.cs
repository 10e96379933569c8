using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.Alif;
using ActiveAnomaly.Detectors.Autoencoder;
using ActiveAnomaly.Detectors.Balif;
using ActiveAnomaly.Detectors.BiGan;
using ActiveAnomaly.Detectors.Calibrated;
using ActiveAnomaly.Detectors.Combined;
using ActiveAnomaly.Detectors.Copod;
using ActiveAnomaly.Detectors.DeepIsolationForest;
using ActiveAnomaly.Detectors.DevNet;
using ActiveAnomaly.Detectors.Ensembles;
using ActiveAnomaly.Detectors.ExtraTrees;
using ActiveAnomaly.Detectors.FeaWad;
using ActiveAnomaly.Detectors.Forests;
using ActiveAnomaly.Detectors.GaussianProcess;
using ActiveAnomaly.Detectors.Mlp;
using ActiveAnomaly.Detectors.Neighbors;
using ActiveAnomaly.Detectors.Networks;
using ActiveAnomaly.Detectors.OneClass;
using ActiveAnomaly.Detectors.PReNet;
using ActiveAnomaly.Detectors.Rosas;
using ActiveAnomaly.Detectors.TiwsForest;
using ActiveAnomaly.Detectors.TwoStage;
using ActiveAnomaly.Detectors.Xgbod;
using ActiveAnomaly.Trees;

namespace ActiveAnomaly.Persistence;

/// <summary>
/// Loads damaged files of every kind: each must be refused with <see cref="ModelFormatException"/>, or give a model that scores
/// finite numbers and can be saved and loaded again; and neither may take more memory than a small multiple of the file's size.
/// </summary>
internal sealed class MutatedModels
{
    /// <summary>A model takes up to 16 times its numbers in padding, and twice as much on the way; the rest is what JSON takes.</summary>
    private const long AllocationPerByte = 64;

    private const long AllocationBeside = 1 << 20;

    private static readonly FeatureMatrix Pool = FeatureMatrix.Copy(
        [.. Enumerable.Range(0, 60).Select(i => ((i * 7) + (i / 3 * 5)) % 11 / 10f)],
        3);

    private readonly byte[][] _files;
    private readonly ModelMutator _mutator;
    private readonly Random _random;

    public MutatedModels(int seed, IEnumerable<byte[]> others)
    {
        _files = [.. Detectors().Select(File), CalibratedFile(), .. others];
        _mutator = new ModelMutator(seed);
        _random = new Random(seed);
    }

    public int LoadedCount { get; private set; }

    public int RefusedCount { get; private set; }

    /// <summary>Damages and loads one file.</summary>
    public void Next()
    {
        var file = _mutator.Mutate(_files[_random.Next(_files.Length)]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        DetectorModel model;
        try
        {
            model = DetectorModelFormat.FromBytes(file);
        }
        catch (ModelFormatException)
        {
            RequireLittleMemory(file, before);
            RefusedCount++;
            return;
        }

        RequireLittleMemory(file, before);
        LoadedCount++;
        RequireFiniteScores(model);
        RequireFiniteScores(DetectorModelFormat.FromBytes(DetectorModelFormat.ToBytes(model)));
    }

    private static void RequireLittleMemory(byte[] file, long before)
    {
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        if (allocated > (AllocationPerByte * file.Length) + AllocationBeside)
        {
            throw new InvalidOperationException($"Loading {file.Length} bytes allocated {allocated}: {Convert.ToBase64String(file)}");
        }
    }

    private static void RequireFiniteScores(DetectorModel model)
    {
        foreach (var value in (ReadOnlySpan<float>)[0f, 0.5f, 1f, -3f, 1e30f, float.MaxValue, float.MinValue])
        {
            float[] row = [.. Enumerable.Repeat(value, model.FeatureCount)];
            var (score, batch) = (model.Score(row), model.Score(FeatureMatrix.Copy(row, row.Length))[0]);
            if (!float.IsFinite(score) || score != batch)
            {
                throw new InvalidOperationException($"A row of {value} scores {score} alone and {batch} in a batch.");
            }
        }

        _ = (model.Name, model.Threshold, model.Options, model.IsAbnormal(0f));
        if (model.TryGet<IProbability>(out var probability) && probability.ProbabilityOf(0.4f) is not (>= 0 and <= 1))
        {
            throw new InvalidOperationException($"A score of 0.4 has the probability {probability.ProbabilityOf(0.4f)}.");
        }
    }

    private static byte[] File(Detector detector)
    {
        var labels = PoolLabels.None(Pool.RowCount).With([new(0, RowLabel.Normal), new(3, RowLabel.Abnormal), new(5, RowLabel.Normal)]);
        return DetectorModelFormat.ToBytes(detector.Fit(new TrainingRequest(Pool, labels)).Model);
    }

    private static byte[] CalibratedFile()
    {
        var detector = new IsolationForestDetector(new IsolationForestOptions { Seed = 1, TreeCount = 2, SampleSize = 8 });
        var forest = detector.Fit(new TrainingRequest(Pool)).Model;
        var model = new CalibratedModel(forest, new ProbabilityMap([0.2f, 0.5f, 0.9f], [-2, 0, 3]));
        model.Complete(forest.Origin);
        return DetectorModelFormat.ToBytes(model);
    }

    private static IEnumerable<Detector> Detectors()
    {
        var nce = new NceOptions { Seed = 1, HiddenSizes = [4], CodeSize = 2, PretrainingEpochCount = 0, EpochCount = 1 };
        yield return new NceDetector(nce);
        yield return new NceDetector(nce with { UaiHead = new UaiHeadOptions { ScoreBy = UaiOutput.Head } });
        yield return new DeepSvddDetector(new DeepSvddOptions
        {
            Seed = 1, HiddenSizes = [4], CodeSize = 2, PretrainingEpochCount = 0, EpochCount = 1,
            Boundary = OneClassBoundary.SoftBoundary, RadiusWarmUpEpochCount = 0,
        });
        yield return new DeepSadDetector(
            new DeepSadOptions { Seed = 1, HiddenSizes = [], CodeSize = 2, PretrainingEpochCount = 0, EpochCount = 1 });
        yield return new AutoencoderDetector(
            new AutoencoderOptions { Seed = 1, HiddenSizes = [4], CodeSize = 2, EpochCount = 1, UaiHead = new UaiHeadOptions() });
        yield return EnsembleDetector.Create(new EnsembleOptions { MemberCount = 2 }, nce, static options => new NceDetector(options));
        yield return EnsembleDetector.Create(
            new EnsembleOptions { MemberCount = 3, Combination = EnsembleCombination.RankAverage },
            nce,
            static options => new NceDetector(options));
        yield return new IsolationForestDetector(new IsolationForestOptions { Seed = 1, TreeCount = 2, SampleSize = 8 });
        yield return new AlifDetector(new AlifOptions { Seed = 1, TreeCount = 2, SampleSize = 8 });
        yield return new TiwsForestDetector(new TiwsForestOptions { Seed = 1, TreeCount = 3, SampleSize = 8 });
        yield return new BalifDetector(new BalifOptions { Seed = 1, TreeCount = 2, SampleSize = 8 });
        yield return new ExtraTreesDetector(new ExtraTreesOptions { Seed = 1, TreeCount = 3, PriorTreeCount = 2, PriorSampleSize = 8 });
        yield return new BiGanDetector(new BiGanOptions
        {
            Seed = 1, EpochCount = 1, HiddenSizes = [4], CodeSize = 3, RowUnitCount = 2, CodeUnitCount = 2, JointUnitCount = 2,
        });
        yield return new DevNetDetector(new DevNetOptions { Seed = 1, HiddenSizes = [4], EpochCount = 1, StepCount = 1, BatchSize = 4 });
        yield return new FeaWadDetector(new FeaWadOptions
        {
            Seed = 1, EncoderSizes = [4], CodeSize = 3, DecoderSizes = [4], ScoreSizes = [4, 2], PretrainingEpochCount = 1, EpochCount = 1,
            StepCount = 1, BatchSize = 4,
        });
        yield return new MlpDetector(new MlpOptions
        {
            Seed = 1, HiddenSizes = [4], CodeSize = 2, EpochCount = 1, BatchSize = 4,
            UaiHead = new UaiHeadOptions { ScoreBy = UaiOutput.Head },
        });
        yield return new TwoStageDetector(new TwoStageOptions { Seed = 1, TreeCount = 3, PriorTreeCount = 2, PriorSampleSize = 8 });
        yield return new XgbodDetector(new XgbodOptions { Seed = 1, TreeCount = 3 }, new GreedyBooster());
        yield return new RosasDetector(
            new RosasOptions { Seed = 1, EmbeddingSize = 4, EpochCount = 1, StepCount = 1, BatchSize = 4 });
        yield return new PReNetDetector(new PReNetOptions { Seed = 1, HiddenSizes = [4], EpochCount = 1, StepCount = 1, BatchSize = 4 });
        yield return new CopodDetector();
        yield return new DeepIsolationForestDetector(new DeepIsolationForestOptions
        {
            Seed = 1, MemberCount = 2, HiddenSizes = [3], CodeSize = 2, TreeCount = 2, SampleSize = 8,
        });
        yield return new InneDetector(new InneOptions { Seed = 1, RoundCount = 2, SampleSize = 5 });
        yield return new NeighborDistanceDetector(new NeighborDistanceOptions { NeighborCount = 3 });
        yield return new GaussianProcessDetector(new GaussianProcessOptions { Seed = 1 });
        yield return new CombinedDetector(
            new CopodDetector(), new NeighborDistanceDetector(new NeighborDistanceOptions { Seed = 1, NeighborCount = 3 }));
    }
}
