using ActiveAnomaly.Torch.Objectives;

namespace ActiveAnomaly.Torch;

/// <summary>An objective of a run.</summary>
/// <param name="Objective">Its form on the device.</param>
/// <param name="Log">Its losses.</param>
/// <param name="FirstColumn">Where its columns begin among those of its pass's batches.</param>
internal sealed record TorchLoss(TorchObjective Objective, LossLog Log, int FirstColumn);
