using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.Forests;
using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Onnx;

namespace ActiveAnomaly.Onnx;

/// <summary>A model behind a graph that others made: one that halves what it is given.</summary>
[TestClass]
public sealed class AppendTests
{
    private static readonly TrainingRequest Request = DataSets.Read(DataSets.Shipped);

    [TestMethod]
    [DataRow("Deep SVDD", 12)]
    [DataRow("Deep SVDD", 17)]
    [DataRow("extra trees", 12)]
    [DataRow("ensemble, ranks", 12)]
    [DataRow("ensemble, ranks", 18)]
    public void Append_BehindAGraph_ScoresWhatThatComputes(string kind, int version)
    {
        var model = GivenModels.Of(kind);
        var onto = Halving(version);
        OnnxExport.Append(onto, "Halved", model);
        var actual = OnnxScores.Of(onto.ToByteArray(), Doubled(), model.FeatureCount);
        ModelKindTests.AssertSame(model, model.Score(Request.Pool), actual);
        Assert.AreEqual(version, OperatorSets.VersionOf(onto));
    }

    [TestMethod]
    public void Append_BehindAGraph_KeepsItsOutputs()
    {
        var onto = Halving(17);
        OnnxExport.Append(onto, "Halved", Forest(1));
        CollectionAssert.AreEqual(
            new[] { "Halved", "Score", "PredictedLabel" }, onto.Graph.Output.Select(output => output.Name).ToArray());
    }

    [TestMethod]
    public void Append_OfTwoModels_GivesBothTheirScores()
    {
        var (first, second) = (Forest(1), Forest(2));
        var onto = Halving(17);
        OnnxExport.Append(onto, "Halved", first);
        OnnxExport.Append(onto, "Halved", second, new OnnxOutputNames { Score = "OtherScore", PredictedLabel = "OtherLabel" });
        using var session = new InferenceSession(onto.ToByteArray());
        var features = new DenseTensor<float>(Doubled(), [Request.Pool.RowCount, 33]);
        using var results = session.Run([NamedOnnxValue.CreateFromTensor("Features", features)]);
        var outputs = results.ToDictionary(result => result.Name);
        CollectionAssert.AreEqual(first.Score(Request.Pool), outputs["Score"].AsTensor<float>().ToArray());
        CollectionAssert.AreEqual(second.Score(Request.Pool), outputs["OtherScore"].AsTensor<float>().ToArray());
    }

    [TestMethod]
    public void Append_BehindTreesOfAnOlderVersion_RaisesIt()
    {
        var onto = Halving(17);
        onto.OpsetImport.Add(new OperatorSetIdProto { Domain = "ai.onnx.ml", Version = 2 });
        var model = Forest(1);
        OnnxExport.Append(onto, "Halved", model);
        ModelKindTests.AssertSame(
            model, model.Score(Request.Pool), OnnxScores.Of(onto.ToByteArray(), Doubled(), model.FeatureCount));
    }

    [TestMethod]
    public void Append_ToAnOlderFormat_RaisesItToOneWithConstants()
    {
        var onto = Halving(12);
        onto.IrVersion = 3;
        var half = Rows("Half");
        half.Type.TensorType.Shape.Dim.Clear();
        onto.Graph.Input.Add(half);
        var model = Forest(1);
        OnnxExport.Append(onto, "Halved", model);
        Assert.AreEqual(4, onto.IrVersion);
        ModelKindTests.AssertSame(
            model, model.Score(Request.Pool), OnnxScores.Of(onto.ToByteArray(), Doubled(), model.FeatureCount));
    }

    [TestMethod]
    public void Append_BehindALabelEncoderOfVersionOne_SaysWhy()
    {
        var onto = Halving(17);
        onto.OpsetImport.Add(new OperatorSetIdProto { Domain = "ai.onnx.ml", Version = 1 });
        onto.Graph.Node.Add(new NodeProto { OpType = "LabelEncoder", Domain = "ai.onnx.ml", Name = "colours" });
        Refuses("colours", () => OnnxExport.Append(onto, "Halved", Forest(1)));
    }

    [TestMethod]
    public void Append_BehindOperatorsThatTreesAreNoMoreAmong_SaysWhichAreAllowed()
    {
        var onto = Halving(17);
        onto.OpsetImport.Add(new OperatorSetIdProto { Domain = "ai.onnx.ml", Version = 5 });
        Refuses("version 5 of ai.onnx.ml", () => OnnxExport.Append(onto, "Halved", Forest(1)));
    }

    [TestMethod]
    [DataRow("extra trees", 4)]
    [DataRow("Deep SVDD", 5)]
    public void Append_BehindOperatorsThatItCanUse_ScoresWhatTheModelDoes(string kind, int version)
    {
        var onto = Halving(17);
        onto.OpsetImport.Add(new OperatorSetIdProto { Domain = "ai.onnx.ml", Version = version });
        var model = GivenModels.Of(kind);
        OnnxExport.Append(onto, "Halved", model);
        ModelKindTests.AssertSame(
            model, model.Score(Request.Pool), OnnxScores.Of(onto.ToByteArray(), Doubled(), model.FeatureCount));
    }

    [TestMethod]
    public void Append_ToAValueThatIsNotThere_NamesThoseThatAre() =>
        Refuses("'Features', 'Half', 'Halved'", () => OnnxExport.Append(Halving(17), "Thirds", Forest(1)));

    [TestMethod]
    public void Append_ToFeaturesOfAnotherNumber_SaysBoth()
    {
        var onto = Halving(17);
        onto.Graph.Input[0].Type.TensorType.Shape.Dim[1].DimValue = 32;
        Refuses("[rows x 33]", () => OnnxExport.Append(onto, "Features", Forest(1)));
    }

    [TestMethod]
    public void Append_ToFeaturesOfAnotherType_SaysSo()
    {
        var onto = Halving(17);
        onto.Graph.Input[0].Type.TensorType.ElemType = (int)TensorProto.Types.DataType.Double;
        Refuses("takes float", () => OnnxExport.Append(onto, "Features", Forest(1)));
    }

    [TestMethod]
    [DataRow("Halved")]
    [DataRow("PredictedLabel")]
    [DataRow("")]
    public void Append_OfAnOutputWhoseNameIsTaken_NamesIt(string name) => Refuses(
        $"'{name}'", () => OnnxExport.Append(Halving(17), "Halved", Forest(1), new OnnxOutputNames { Score = name }));

    [TestMethod]
    public void Append_ToAnOlderOperatorSet_SaysWhichAreAllowed()
    {
        var exception = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => OnnxExport.Append(Halving(11), "Halved", Forest(1)));
        Assert.Contains("version 11; versions 12 to 21", exception.Message);
    }

    [TestMethod]
    public void Append_ToAModelWithoutAnOperatorSet_SaysSo()
    {
        var onto = Halving(17);
        onto.OpsetImport.Clear();
        Refuses("names no version", () => OnnxExport.Append(onto, "Halved", Forest(1)));
    }

    private static void Refuses(string expected, Action action) =>
        Assert.Contains(expected, Assert.ThrowsExactly<ArgumentException>(action).Message);

    private static float[] Doubled() => [.. Request.Pool.Values.ToArray().Select(value => 2 * value)];

    private static DetectorModel Forest(int seed) =>
        new IsolationForestDetector(new IsolationForestOptions { Seed = seed }).Fit(Request).Model;

    /// <summary>A graph of one node, Halved = Features x 0.5, written by hand.</summary>
    private static ModelProto Halving(int version)
    {
        var half = new TensorProto { Name = "Half", DataType = (int)TensorProto.Types.DataType.Float };
        half.FloatData.Add(0.5f);
        var node = new NodeProto { OpType = "Mul", Name = "Halve" };
        node.Input.Add(["Features", "Half"]);
        node.Output.Add("Halved");
        var graph = new GraphProto { Name = "halving" };
        graph.Initializer.Add(half);
        graph.Node.Add(node);
        graph.Input.Add(Rows("Features"));
        graph.Output.Add(Rows("Halved"));
        var model = new ModelProto { IrVersion = 8, Graph = graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = string.Empty, Version = version });
        return model;
    }

    private static ValueInfoProto Rows(string name)
    {
        var shape = new TensorShapeProto();
        shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimParam = "N" });
        shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimValue = 33 });
        return new ValueInfoProto
        {
            Name = name,
            Type = new TypeProto
            {
                TensorType = new TypeProto.Types.Tensor { ElemType = (int)TensorProto.Types.DataType.Float, Shape = shape },
            },
        };
    }
}
