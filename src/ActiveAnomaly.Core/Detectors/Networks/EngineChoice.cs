namespace ActiveAnomaly.Detectors.Networks;

/// <summary>
/// What a network is trained with. The choice moves scores within the engines' tolerance; a trained model needs no engine.
/// </summary>
public enum EngineChoice
{
    /// <summary>The Torch engine where a GPU is asked for, else the managed engine.</summary>
    Auto = 0,

    /// <summary>The library's own SIMD engine: no native code, fastest for small networks.</summary>
    Managed = 1,

    /// <summary>The engine of the package ActiveAnomaly.TorchSharp, on a GPU when there is one.</summary>
    Torch = 2,
}
