using ActiveAnomaly.Objectives;

namespace ActiveAnomaly.Engines;

/// <summary>One pass of a training step: rows that go through the network, and the loss of what comes out. A step's gradients add up.</summary>
/// <param name="Source">Which rows.</param>
/// <param name="Objective">Which loss.</param>
public sealed record TrainingTerm(BatchSource Source, Objective Objective);
