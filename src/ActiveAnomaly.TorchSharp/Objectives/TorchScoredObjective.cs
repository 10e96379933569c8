using TorchSharp;

namespace ActiveAnomaly.Torch.Objectives;

/// <summary>A loss that is a function of each row's score, in three parts between which a head can put its own.</summary>
internal abstract class TorchScoredObjective : TorchObjective
{
    /// <inheritdoc/>
    public sealed override TorchLoss Evaluate(in TorchPass pass, bool withLoss)
    {
        var (scores, difference) = Scores(pass);
        var (slopes, loss) = Slopes(pass, scores, withLoss);
        return new TorchLoss(OutputGradient(difference, slopes), null, loss);
    }

    /// <summary>Computes the scores s [b x 1], and the difference [b x h] that they are the squares of.</summary>
    public abstract (torch.Tensor Scores, torch.Tensor Difference) Scores(in TorchPass pass);

    /// <summary>Computes dL/ds, [b x 1] or the same for all rows [1 x 1], and the loss when it is wanted; changes no argument.</summary>
    public abstract (torch.Tensor Slopes, torch.Tensor? Loss) Slopes(in TorchPass pass, torch.Tensor scores, bool withLoss);

    /// <summary>Turns dL/ds into dL/d(outputs); the difference is used up.</summary>
    public abstract torch.Tensor OutputGradient(torch.Tensor difference, torch.Tensor slopes);
}
