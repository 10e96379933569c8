namespace ActiveAnomaly.Torch;

/// <summary>Where libtorch computes.</summary>
public enum TorchDevice
{
    /// <summary>An NVIDIA GPU when libtorch sees one, else the CPU.</summary>
    Auto = 0,

    /// <summary>The CPU.</summary>
    Cpu = 1,

    /// <summary>An NVIDIA GPU.</summary>
    Cuda = 2,
}
