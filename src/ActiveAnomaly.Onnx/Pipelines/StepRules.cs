using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace ActiveAnomaly.Onnx.Pipelines;

/// <summary>
/// Which of ML.NET's transforms are written. ML.NET converts more of them; but some of its graphs give other values than its transforms,
/// most of all for missing values and empty texts, and some cannot be run. So a transform is written where tests have compared both.
/// </summary>
internal static class StepRules
{
    private const string Before =
        "Do this step before, in the program that calls the model, and export the pipeline from there on";

    /// <summary>Throws for a step that makes a row of others.</summary>
    public static void RequireRowByRow(PipelineStep step, int index)
    {
        if (!step.Transformer.IsRowToRowMapper)
        {
            throw new NotSupportedException(
                $"Step {index + 1} of the pipeline, {step.Name}, makes its rows of other rows; an ONNX graph takes rows one by one. "
                + $"{Before}.");
        }
    }

    /// <summary>Throws unless the ONNX form of a step is known to give what ML.NET gives.</summary>
    /// <param name="step">The step.</param>
    /// <param name="index">Its place, from 0.</param>
    /// <param name="columns">The columns of it that are needed.</param>
    public static void RequireKnown(PipelineStep step, int index, IReadOnlyList<string> columns)
    {
        foreach (var column in columns)
        {
            DataViewType[] from = [.. step.Sources([column]).Select(name => ColumnValue.ItemType(step.Input[name].Type))];
            if (Reason(step, from, ColumnValue.ItemType(step.Output[column].Type)) is { } reason)
            {
                throw Refusal(step, index, [column], reason);
            }
        }
    }

    /// <summary>Says what cannot be written, why, and what to do.</summary>
    public static NotSupportedException Refusal(
        PipelineStep step, int index, IReadOnlyList<string> columns, string reason, Exception? inner = null) => new(
            $"Step {index + 1} of the pipeline, {step.Name} ({Listed(step.Sources(columns))} -> {Listed(columns)}), cannot be written as "
            + $"ONNX: {reason}",
            inner);

    private static string? Reason(PipelineStep step, DataViewType[] from, DataViewType to) => step.Transformer switch
    {
        ColumnCopyingTransformer => null,
        ColumnConcatenatingTransformer => from.All(IsNumber)
            ? null
            : "only numbers are concatenated there. Make numbers of the columns first (ConvertType, OneHotEncoding), or use "
                + "PrepareFeatures.",
        TypeConvertingTransformer => ConversionReason(from[0], to),
        OneHotEncodingTransformer or ValueToKeyMappingTransformer or KeyToVectorMappingTransformer => null,
        ValueMappingTransformer => to is KeyDataViewType or TextDataViewType
            ? $"ML.NET's ONNX form of maps to {to} cannot be run. Map to numbers, or use OneHotEncoding."
            : null,
        MissingValueReplacingTransformer or MissingValueIndicatorTransformer or NormalizingTransformer => IsSingle(from[0])
            ? null
            : $"ML.NET's ONNX form of it takes Single alone, and the column is {from[0]}. Convert the column to Single before "
                + "(ConvertType).",
        PrincipalComponentAnalysisTransformer => null,
        LpNormNormalizingTransformer =>
            $"its ONNX form gives numbers for rows with missing values, where ML.NET gives none. {Before}, or scale columns "
            + "(NormalizeMinMax).",
        HashingTransformer or OneHotHashEncodingTransformer =>
            "its ONNX form gives missing and empty texts other categories than ML.NET does. Use OneHotEncoding.",
        KeyToValueMappingTransformer =>
            $"its ONNX form gives missing keys a value. {Before}, or leave the column out.",
        _ => $"no test has shown that its ONNX form, if there is one, gives what ML.NET gives. {Before}; ConvertType, Concatenate, "
            + "OneHotEncoding, MapValue to numbers, ReplaceMissingValues, NormalizeMinMax and their like, and PrepareFeatures can be "
            + "written.",
    };

    private static string? ConversionReason(DataViewType from, DataViewType to) => (from, to) switch
    {
        (TextDataViewType, TextDataViewType) => null,
        (TextDataViewType, _) =>
            "ML.NET gives a missing number for a text that is none, and ONNX stops there. Read the column as numbers, or convert it "
            + "before, in the program that calls the model.",
        (not TextDataViewType, TextDataViewType) when !IsWholeNumber(from) =>
            $"ONNX writes {from} in other letters than ML.NET. Encode the column without this step.",
        _ => null,
    };

    private static bool IsNumber(DataViewType type) => type is NumberDataViewType;

    private static bool IsSingle(DataViewType type) => type.Equals(NumberDataViewType.Single);

    private static bool IsWholeNumber(DataViewType type) =>
        type is NumberDataViewType && type.RawType != typeof(float) && type.RawType != typeof(double);

    private static string Listed(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"'{name}'"));
}
