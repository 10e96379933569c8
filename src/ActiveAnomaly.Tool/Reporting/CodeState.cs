namespace ActiveAnomaly.Tool.Reporting;

/// <summary>The kinds of rows that a map of codes tells apart, in drawing order.</summary>
internal enum CodeState
{
    UnlabelledNormal,
    UnlabelledAbnormal,
    LabelledNormal,
    LabelledAbnormal,
}
