using TorchSharp;

namespace ActiveAnomaly.Torch;

/// <summary>One objective's losses of an epoch, kept on the device until the epoch's end.</summary>
internal sealed class LossLog
{
    private const int ChunkSize = 1024;

    private readonly List<torch.Tensor> _losses = [];
    private readonly List<torch.Tensor> _chunks = [];
    private readonly List<int> _steps = [];

    /// <summary>Takes a step's loss out of the step's dispose scope.</summary>
    public void Add(int stepIndex, torch.Tensor loss)
    {
        _steps.Add(stepIndex);
        _losses.Add(loss.MoveToOuterDisposeScope());
    }

    /// <summary>Puts many losses into one tensor, outside a step's dispose scope.</summary>
    public void Compact()
    {
        if (_losses.Count >= ChunkSize)
        {
            Stack();
        }
    }

    /// <summary>Reads the epoch's losses and forgets them.</summary>
    /// <returns>Their mean (0 when there were none), and the first step whose loss is not finite, with that loss.</returns>
    public (double Mean, (int StepIndex, float Loss)? Diverged) Read()
    {
        if (_losses.Count > 0)
        {
            Stack();
        }

        var sum = 0.0;
        var count = 0;
        (int, float)? diverged = null;
        foreach (var chunk in _chunks)
        {
            foreach (var loss in HostMemory.Download(chunk))
            {
                if (diverged is null && !float.IsFinite(loss))
                {
                    diverged = (_steps[count], loss);
                }

                sum += loss;
                count++;
            }

            chunk.Dispose();
        }

        _chunks.Clear();
        _steps.Clear();
        return (count == 0 ? 0 : sum / count, diverged);
    }

    private void Stack()
    {
        _chunks.Add(torch.stack(_losses));
        _losses.ForEach(loss => loss.Dispose());
        _losses.Clear();
    }
}
