namespace ActiveAnomaly.Labeling.Notebooks;

/// <summary>
/// Says how a notebook of .NET Interactive shows a type. Notebooks find the attribute by its name and shape, so that a library needs
/// none of their packages; nothing else reads it.
/// </summary>
/// <param name="formatterSourceType">A class that has CreateTypeFormatters.</param>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
{
    public Type FormatterSourceType => formatterSourceType;

    /// <summary>Gets or sets what the type is shown as where nobody asks for anything else.</summary>
    public string[] PreferredMimeTypes { get; set; } = [];
}
