using Onnx;

namespace ActiveAnomaly.Onnx;

/// <summary>The versions of ONNX's operator sets, and what differs between them.</summary>
internal static class OperatorSets
{
    /// <summary>The first version with LessOrEqual, and with Min, Max and Clip of double and int64.</summary>
    private const int Oldest = 12;

    private const int Newest = 21;

    /// <summary>The first version of ai.onnx.ml whose trees have thresholds and leaves of double precision.</summary>
    private const int TreeVersion = 3;

    /// <summary>The last version of ai.onnx.ml with the operator that trees are written with; version 5 has another in its place.</summary>
    private const int NewestTreeVersion = 4;

    private const string Trees = "ai.onnx.ml";

    private const string TreeOperator = "TreeEnsembleRegressor";

    /// <summary>Throws unless a version is one that can be written.</summary>
    public static void Require(long version, string parameter) =>
        Require(version, parameter, "Leave the option out for the default, which every runtime of today reads.");

    /// <summary>Throws unless a model's version is one that can be written.</summary>
    public static void RequireOf(ModelProto model, string parameter) => Require(
        VersionOf(model),
        parameter,
        "Convert the model to one of these first (onnx.version_converter), or write the detector to a file of its own.");

    private static void Require(long version, string parameter, string remedy)
    {
        if (version is < Oldest or > Newest)
        {
            throw new ArgumentOutOfRangeException(
                parameter, version, $"The operator set is of version {version}; versions {Oldest} to {Newest} can be written. {remedy}");
        }
    }

    /// <summary>Tells whether an operator takes its axes as an input; in older versions they are an attribute.</summary>
    public static bool TakesAxesAsInput(string @operator, long version) => @operator switch
    {
        "ReduceSum" or "Squeeze" or "Unsqueeze" => version >= 13,
        "ReduceMean" or "ReduceMax" or "ReduceMin" => version >= 18,
        _ => false,
    };

    /// <summary>Gives the version of ai.onnx that a model uses.</summary>
    public static long VersionOf(ModelProto model) =>
        model.OpsetImport.FirstOrDefault(set => set.Domain is "" or "ai.onnx")?.Version ?? throw new ArgumentException(
            "The model names no version of ai.onnx's operator set, and is no valid ONNX model. Every ONNX model names one.", nameof(model));

    /// <summary>Makes a model import the operators of trees. Version 3 differs from 2 in nothing but the trees' double precision.</summary>
    public static void ImportTrees(ModelProto model)
    {
        var own = model.OpsetImport.FirstOrDefault(set => set.Domain == Trees);
        if (own is null)
        {
            model.OpsetImport.Add(new OperatorSetIdProto { Domain = Trees, Version = TreeVersion });
        }
        else if (own.Version > NewestTreeVersion && model.Graph.Node.Any(node => node.OpType == TreeOperator))
        {
            throw new ArgumentException(
                $"The model imports version {own.Version} of {Trees}, which has no {TreeOperator}, as the detector's trees are "
                + $"written; versions up to {NewestTreeVersion} have it. Make the model with version {NewestTreeVersion}, or write the "
                + "detector to a file of its own.",
                nameof(model));
        }
        else if (own.Version < TreeVersion)
        {
            if (own.Version < 2 && model.Graph.Node.FirstOrDefault(node => node.OpType == "LabelEncoder") is { } encoder)
            {
                throw new ArgumentException(
                    $"The model imports version {own.Version} of {Trees} and has the node '{encoder.Name}', a LabelEncoder, which means "
                    + $"something else in version {TreeVersion}. Convert the model to version 2 or later first.",
                    nameof(model));
            }

            own.Version = TreeVersion;
        }
    }
}
