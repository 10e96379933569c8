namespace ActiveAnomaly.Training;

/// <summary>On an assembly: names the training engine that it holds, so that the core finds it without a registration.</summary>
/// <param name="engineType">
/// A class that implements <see cref="ITrainingEngine"/> and has two public constructors: one without parameters, and one
/// that takes the index of a GPU.
/// </param>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class TrainingEngineAttribute(Type engineType) : Attribute
{
    /// <summary>Gets the engine's class.</summary>
    public Type EngineType { get; } = engineType;
}
