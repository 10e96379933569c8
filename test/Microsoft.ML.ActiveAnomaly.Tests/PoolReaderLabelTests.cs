using Microsoft.ML.Data;

namespace Microsoft.ML.ActiveAnomaly.Tests;

/// <summary>Label columns: every type that is taken means the same, and no other is taken.</summary>
[TestClass]
public sealed class PoolReaderLabelTests
{
    /// <summary>What the rows of the labelled pools are, row by row: nothing, normal, abnormal, and over again.</summary>
    private static readonly float[] Meaning = [float.NaN, 0, 1];

    [TestMethod]
    public void Fit_SingleLabels_NaNIsUnlabeled()
    {
        var mlContext = new MLContext(1);
        var log = new LogListener(mlContext);
        mlContext.NceTrainer().Fit(mlContext.View(Singles([float.NaN, 0, 1, float.NaN])));

        Assert.IsTrue(
            log.Messages.Any(message => message.RawMessage.Contains("20 labelled normal, 20 abnormal", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void Fit_SingleLabels_AnyNumberAboveZeroIsAbnormal() =>
        Assert.AreEqual(Fit(Singles(Meaning)), Fit(Singles([float.NaN, 0, 0.25f])));

    [TestMethod]
    public void Fit_SingleLabels_InfinityIsAbnormal() =>
        Assert.AreEqual(Fit(Singles(Meaning)), Fit(Singles([float.NaN, 0, float.PositiveInfinity])));

    [TestMethod]
    public void Fit_SingleLabels_NegativeIsNormal() => Assert.AreEqual(Fit(Singles(Meaning)), Fit(Singles([float.NaN, -3, 1])));

    [TestMethod]
    public void Fit_SingleLabels_NegativeZeroIsNormal() => Assert.AreEqual(Fit(Singles(Meaning)), Fit(Singles([float.NaN, -0f, 1])));

    [TestMethod]
    public void Fit_SingleLabels_NoneKnownEqualsNoLabelColumn()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.View(Singles([float.NaN]));
        var without = mlContext.ActiveAnomaly().Trainers.Nce(Fast.Nce, new DetectorTrainerOptions()).Fit(data);

        Assert.AreEqual(Bits.OfModel(without.Model), Fit(Singles([float.NaN])));
    }

    [TestMethod]
    public void Fit_NoSuchLabelColumn_TellsHowToLearnWithoutOne()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.Transforms.DropColumns("Label").Fit(mlContext.View(Singles(Meaning))).Transform(
            mlContext.View(Singles(Meaning)));

        Assert.Contains(
            "There is no label column 'Label'; the columns are 'Features'. Name one of them, or give a trainer that is to learn without "
            + "labels null (LabelColumnName).",
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => mlContext.ActiveAnomaly().Trainers.Default().Fit(data)).Message);
    }

    /// <summary>What the readme says of ML.NET's text loader, which alone knows that a cell was empty.</summary>
    [TestMethod]
    [DataRow(true, "20 labelled normal, 20 abnormal")]
    [DataRow(false, "40 labelled normal, 20 abnormal")]
    public void Fit_EmptyLabelsOfATextFile_AreUnlabeledWhereTheLoaderIsTold(bool missingRealsAsNaNs, string expected)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllLines(folder.File("rows.csv"), Enumerable.Range(0, 60).Select(row => $"{row},{row % 7},{Cell(row)}"));
        var mlContext = new MLContext(1);
        var log = new LogListener(mlContext);
        var data = mlContext.Data.LoadFromTextFile(folder.File("rows.csv"), new TextLoader.Options
        {
            MissingRealsAsNaNs = missingRealsAsNaNs,
            Separators = [','],
            Columns = [new TextLoader.Column("Features", DataKind.Single, 0, 1), new TextLoader.Column("Label", DataKind.Single, 2)],
        });
        mlContext.NceTrainer(Fast.Untrained).Fit(data);

        Assert.IsTrue(log.Messages.Any(message => message.RawMessage.Contains(expected, StringComparison.Ordinal)));

        static string Cell(int row) => (row % 3) switch { 0 => string.Empty, 1 => "0", _ => "1" };
    }

    [TestMethod]
    public void Fit_BooleanLabels_EqualSingleLabelsOfTheSameMeaning() =>
        Assert.AreEqual(Fit(Singles([0, 1])), Fit(Labeled<BooleanRow, bool>((row, label) => row.Label = label, [false, true])));

    // A row class counts keys from 0, and a value beyond the count is a missing key; a column counts from 1, and 0 is missing.
    [TestMethod]
    public void Fit_ByteKeyLabels_EqualSingleLabelsOfTheSameMeaning() =>
        Assert.AreEqual(Fit(Singles(Meaning)), Fit(Labeled<ByteKeyRow, byte>((row, label) => row.Label = label, [2, 0, 1])));

    [TestMethod]
    public void Fit_UInt32KeyLabels_EqualSingleLabelsOfTheSameMeaning() =>
        Assert.AreEqual(Fit(Singles(Meaning)), Fit(Labeled<UInt32KeyRow, uint>((row, label) => row.Label = label, [2, 0, 1])));

    [TestMethod]
    public void Fit_UInt64KeyLabels_EqualSingleLabelsOfTheSameMeaning() =>
        Assert.AreEqual(Fit(Singles(Meaning)), Fit(Labeled<UInt64KeyRow, ulong>((row, label) => row.Label = label, [2, 0, 1])));

    [TestMethod]
    public void Fit_TextMadeKeysByOccurrence_EqualsSingleLabelsOfTheSameMeaning()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.View(Labeled<TextRow, string>((row, label) => row.Label = label, ["good", "bad"]));
        var chain = mlContext.Transforms.Conversion.MapValueToKey("Key", "Label")
            .Append(mlContext.ActiveAnomaly().Trainers.Nce(Fast.Nce, new DetectorTrainerOptions { LabelColumnName = "Key" }))
            .Fit(data);

        Assert.AreEqual(Fit(Singles([0, 1])), Bits.OfModel(chain.LastTransformer.Model));
    }

    [TestMethod]
    public void Fit_KeysOfOwnWords_WarnsWhichMeansAbnormal()
    {
        var mlContext = new MLContext(1);
        var log = new LogListener(mlContext);
        FitKeys(mlContext, Labeled<TextRow, string>((row, label) => row.Label = label, ["good", "bad"]));

        Contains(["'Key'", "'bad' means abnormal and 'good' normal"], Assert.ContainsSingle(log.Warnings).RawMessage);
    }

    [TestMethod]
    public void Fit_KeysWhoseWordsSayTheSame_WarnsOfNothing()
    {
        var mlContext = new MLContext(1);
        var log = new LogListener(mlContext);
        FitKeys(mlContext, Labeled<TextRow, string>((row, label) => row.Label = label, ["Normal", "Anomaly"]));

        Assert.IsEmpty(log.Warnings);
    }

    [TestMethod]
    [DataRow("anomaly", "normal")]
    [DataRow("1", "good")]
    [DataRow("bad", "FALSE")]
    public void Fit_KeysWhoseWordsSayTheOpposite_Throws(string first, string second) => Contains(
        [$"'{first}' (1) and '{second}' (2)", "'Key'", "keyData", "MapValue"],
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => FitKeys(
            new MLContext(1), Labeled<TextRow, string>((row, label) => row.Label = label, [first, second]))).Message);

    [TestMethod]
    public void Fit_TruthValuesMadeKeysAbnormalFirst_Throws() => Contains(
        ["'true' (1) and 'false' (2)"],
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => FitKeys(
            new MLContext(1), Labeled<BooleanRow, bool>((row, label) => row.Label = label, [true, false]))).Message);

    [TestMethod]
    public void Fit_NumbersMadeKeysAbnormalFirst_Throws() => Contains(
        ["'1' (1) and '0' (2)"],
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => FitKeys(new MLContext(1), Singles([1, 0]))).Message);

    [TestMethod]
    public void Fit_TextMappedToKeys_EqualsSingleLabelsOfTheSameMeaning()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.View(Labeled<TextRow, string>((row, label) => row.Label = label, ["?", "good", "bad"]));
        var chain = mlContext.Transforms.Conversion.MapValue(
            "Key", [KeyValuePair.Create("good", 1u), KeyValuePair.Create("bad", 2u)], "Label", treatValuesAsKeyType: true)
            .Append(mlContext.ActiveAnomaly().Trainers.Nce(Fast.Nce, new DetectorTrainerOptions { LabelColumnName = "Key" }))
            .Fit(data);

        Assert.AreEqual(Fit(Singles(Meaning)), Bits.OfModel(chain.LastTransformer.Model));
    }

    [TestMethod]
    public void Fit_TextMappedToSingles_EqualsSingleLabelsOfTheSameMeaning()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.View(Labeled<TextRow, string>((row, label) => row.Label = label, ["?", "good", "bad"]));
        var chain = mlContext.Transforms.Conversion
            .MapValue(
                "Number", [KeyValuePair.Create("good", 0f), KeyValuePair.Create("bad", 1f), KeyValuePair.Create("?", float.NaN)], "Label")
            .Append(mlContext.ActiveAnomaly().Trainers.Nce(Fast.Nce, new DetectorTrainerOptions { LabelColumnName = "Number" }))
            .Fit(data);

        Assert.AreEqual(Fit(Singles(Meaning)), Bits.OfModel(chain.LastTransformer.Model));
    }

    [TestMethod]
    public void Fit_TextLabels_ThrowsWithColumnAndAllowedTypes() =>
        Throws(Labeled<TextRow, string>((row, label) => row.Label = label, ["good", "bad"]));

    [TestMethod]
    public void Fit_KeyOfThreeLabels_ThrowsWithColumnAndAllowedTypes() =>
        Throws(Labeled<ThreeKeyRow, uint>((row, label) => row.Label = label, [0, 1]));

    [TestMethod]
    public void Fit_DoubleLabels_ThrowsWithColumnAndAllowedTypes() =>
        Throws(Labeled<DoubleRow, double>((row, label) => row.Label = label, [0, 1]));

    [TestMethod]
    public void Fit_VectorLabels_ThrowsWithColumnAndAllowedTypes() =>
        Throws(Labeled<VectorRow, float[]>((row, label) => row.Label = label, [[0, 0], [1, 1]]));

    [TestMethod]
    public void Fit_LabelColumnMissing_ThrowsWithItsName()
    {
        var mlContext = new MLContext(1);
        var trainer = mlContext.ActiveAnomaly().Trainers.Nce(Fast.Nce, new DetectorTrainerOptions { LabelColumnName = "Truth" });

        Contains(
            ["'Truth'", "'Features'", "'Label'"],
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => trainer.Fit(mlContext.Pool())).Message);
    }

    [TestMethod]
    public void GetOutputSchema_TextLabels_ThrowsWithColumnAndAllowedTypes() => ShapeThrows<TextRow>();

    [TestMethod]
    public void GetOutputSchema_DoubleLabels_ThrowsWithColumnAndAllowedTypes() => ShapeThrows<DoubleRow>();

    [TestMethod]
    public void GetOutputSchema_VectorLabels_ThrowsWithColumnAndAllowedTypes() => ShapeThrows<VectorRow>();

    [TestMethod]
    public void GetOutputSchema_LabelColumnMissing_ThrowsWithItsName()
    {
        var mlContext = new MLContext(1);
        var trainer = mlContext.ActiveAnomaly().Trainers.Nce(Fast.Nce, new DetectorTrainerOptions { LabelColumnName = "Truth" });

        Contains(
            ["'Truth'"],
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => trainer.GetOutputSchema(Shapes.Of<PoolRow>(mlContext))).Message);
    }

    [TestMethod]
    public void GetOutputSchema_BooleanLabels_IsTaken() => ShapeIsTaken<BooleanRow>();

    [TestMethod]
    public void GetOutputSchema_KeyLabels_IsTaken() => ShapeIsTaken<UInt32KeyRow>();

    [TestMethod]
    public void Fit_DeepSvddWithoutALabelColumn_DoesNotReadOne()
    {
        var mlContext = new MLContext(1);
        var rows = Labeled<TextRow, string>((row, label) => row.Label = label, ["good", "bad"]);

        Assert.AreEqual(
            Bits.OfModel(mlContext.DeepSvddTrainer().Fit(mlContext.Pool()).Model),
            Bits.OfModel(mlContext.DeepSvddTrainer().Fit(mlContext.View(rows)).Model));
    }

    [TestMethod]
    public void Fit_NceWithoutALabelColumn_EqualsDeepSvdd()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.Pool();
        var nce = mlContext.ActiveAnomaly().Trainers.Nce(Fast.Nce, new DetectorTrainerOptions());

        CollectionAssert.AreEqual(mlContext.DeepSvddTrainer().Fit(data).OfScores(data), nce.Fit(data).OfScores(data));
    }

    [TestMethod]
    public void Fit_AllLabelsNormal_IsTrainingWithoutLabels()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.View(Rows.Pool().Select(row => new PoolRow { Features = row.Features, Label = 0 }).ToArray());
        var trainers = mlContext.ActiveAnomaly().Trainers;

        CollectionAssert.AreEqual(
            trainers.Nce(Fast.Nce, new DetectorTrainerOptions()).Fit(data).OfScores(data), trainers.Nce(Fast.Nce).Fit(data).OfScores(data));
    }

    [TestMethod]
    public void Fit_AllLabelsAbnormal_LeavesTheseRowsOutOfTheLoss()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.View(
            Rows.Pool().Select((row, index) => new PoolRow { Features = row.Features, Label = index % 2 == 0 ? float.NaN : 1 }).ToArray());
        var trainers = mlContext.ActiveAnomaly().Trainers;
        var scores = trainers.Nce(Fast.Nce).Fit(data).Transform(data).GetColumn<float>("Score").ToArray();

        Assert.IsTrue(scores.All(float.IsFinite), string.Join(' ', scores));
        CollectionAssert.AreNotEqual(trainers.Nce(Fast.Nce, new DetectorTrainerOptions()).Fit(data).OfScores(data), Bits.Of(scores));
    }

    [TestMethod]
    public void Fit_AllLabelsNormal_WarnsOnce() => Assert.HasCount(1, Warnings([0]));

    [TestMethod]
    public void Fit_AllLabelsAbnormal_WarnsOnce() => Assert.HasCount(1, Warnings([float.NaN, 1]));

    [TestMethod]
    public void Fit_AllLabelsOfOneKind_WarnsWithTheColumn() => Contains(["Nce; Fit", "'Label'"], Warnings([0])[0]);

    [TestMethod]
    public void Fit_LabelsOfBothKinds_WarnsOfNothing() => Assert.IsEmpty(Warnings(Meaning));

    /// <summary>Trains on rows and gives the model's bits.</summary>
    private static string Fit<T>(T[] rows)
        where T : class
    {
        var mlContext = new MLContext(1);
        return Bits.OfModel(mlContext.NceTrainer().Fit(mlContext.View(rows)).Model);
    }

    /// <summary>Trains on labels that MapValueToKey made of the column Label.</summary>
    private static void FitKeys<T>(MLContext mlContext, T[] rows)
        where T : class => mlContext.Transforms.Conversion.MapValueToKey("Key", "Label")
            .Append(mlContext.ActiveAnomaly().Trainers.Nce(Fast.Untrained, new DetectorTrainerOptions { LabelColumnName = "Key" }))
            .Fit(mlContext.View(rows));

    private static PoolRow[] Singles(float[] labels) => Labeled<PoolRow, float>((row, label) => row.Label = label, labels);

    private static T[] Labeled<T, TLabel>(Action<T, TLabel> set, TLabel[] labels)
        where T : class, new()
    {
        var features = typeof(T).GetProperty("Features")!;
        return [.. Enumerable.Range(0, Rows.DefaultCount).Select(index =>
        {
            var row = new T();
            features.SetValue(row, Rows.Features(index));
            set(row, labels[index % labels.Length]);
            return row;
        })];
    }

    private static string[] Warnings(float[] labels)
    {
        var mlContext = new MLContext(1);
        var log = new LogListener(mlContext);
        mlContext.NceTrainer().Fit(mlContext.View(Singles(labels)));
        return [.. log.Warnings.Select(message => message.Message)];
    }

    private static void Throws<T>(T[] rows)
        where T : class
    {
        var mlContext = new MLContext(1);
        var exception = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => mlContext.NceTrainer().Fit(mlContext.View(rows)));
        Contains(["'Label'", "Single", "Boolean", "key of 2"], exception.Message);
    }

    private static void ShapeThrows<T>()
        where T : class, new()
    {
        var mlContext = new MLContext(1);
        var exception = Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => mlContext.NceTrainer().GetOutputSchema(Shapes.Of<T>(mlContext)));
        Contains(["'Label'", "Single", "Boolean", "key of 2"], exception.Message);
    }

    private static void ShapeIsTaken<T>()
        where T : class, new()
    {
        var mlContext = new MLContext(1);
        Assert.IsTrue(mlContext.NceTrainer().GetOutputSchema(Shapes.Of<T>(mlContext)).Any(column => column.Name == "Score"));
    }

    private static void Contains(string[] parts, string message)
    {
        foreach (var part in parts)
        {
            Assert.Contains(part, message);
        }
    }

    private sealed class BooleanRow
    {
        [VectorType(PoolRow.FeatureCount)]
        public float[] Features { get; set; } = [];

        public bool Label { get; set; }
    }

    private sealed class ByteKeyRow
    {
        [VectorType(PoolRow.FeatureCount)]
        public float[] Features { get; set; } = [];

        [KeyType(2)]
        public byte Label { get; set; }
    }

    private sealed class UInt32KeyRow
    {
        [VectorType(PoolRow.FeatureCount)]
        public float[] Features { get; set; } = [];

        [KeyType(2)]
        public uint Label { get; set; }
    }

    private sealed class UInt64KeyRow
    {
        [VectorType(PoolRow.FeatureCount)]
        public float[] Features { get; set; } = [];

        [KeyType(2)]
        public ulong Label { get; set; }
    }

    private sealed class ThreeKeyRow
    {
        [VectorType(PoolRow.FeatureCount)]
        public float[] Features { get; set; } = [];

        [KeyType(3)]
        public uint Label { get; set; }
    }

    private sealed class TextRow
    {
        [VectorType(PoolRow.FeatureCount)]
        public float[] Features { get; set; } = [];

        public string Label { get; set; } = string.Empty;
    }

    private sealed class DoubleRow
    {
        [VectorType(PoolRow.FeatureCount)]
        public float[] Features { get; set; } = [];

        public double Label { get; set; }
    }

    private sealed class VectorRow
    {
        [VectorType(PoolRow.FeatureCount)]
        public float[] Features { get; set; } = [];

        [VectorType(2)]
        public float[] Label { get; set; } = [];
    }
}
