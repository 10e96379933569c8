namespace ActiveAnomaly.Labeling.Clustering;

/// <summary>Names the <see cref="ISiloHost"/> of an assembly, which has a constructor without parameters.</summary>
/// <param name="hostType">The type.</param>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class SiloHostAttribute(Type hostType) : Attribute
{
    /// <summary>Gets the type.</summary>
    public Type HostType { get; } = hostType;
}
