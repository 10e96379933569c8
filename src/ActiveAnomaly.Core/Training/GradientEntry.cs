namespace ActiveAnomaly.Training;

/// <summary>One number of a part, as <see cref="GradientCheck"/> compared it.</summary>
/// <param name="Layer">The layer, from 0.</param>
/// <param name="Index">Its place in the layer, from 0: the weights row-major [outputs x inputs], then the biases.</param>
/// <param name="Gradient">The derivative of the loss by it that training uses.</param>
/// <param name="Difference">The central difference of the loss.</param>
public readonly record struct GradientEntry(int Layer, int Index, float Gradient, double Difference);
