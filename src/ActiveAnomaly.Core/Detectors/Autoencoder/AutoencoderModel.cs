using ActiveAnomaly.Detectors.Networks;
using ActiveAnomaly.Explanations;
using ActiveAnomaly.Networks;

namespace ActiveAnomaly.Detectors.Autoencoder;

/// <summary>
/// A trained autoencoder: a row's score is its mean squared reconstruction error, 1 / d sum of (y - x)^2, or the output of a
/// UAI head on top of it. Immutable and thread safe.
/// </summary>
public sealed class AutoencoderModel : NetworkModel
{
    private readonly ErrorContributions? _contributions;

    internal AutoencoderModel(NetworkParameters autoencoder, UaiHead? head, string engineName)
        : this(autoencoder, new NetworkScorer(autoencoder, EncoderLayerCount(autoencoder.Shape), head), head, engineName)
    {
    }

    private AutoencoderModel(NetworkParameters autoencoder, NetworkScorer scorer, UaiHead? head, string engineName)
        : base(autoencoder, scorer, head, engineName) =>
        _contributions = head?.Options.ScoreBy == UaiOutput.Head ? null : new ErrorContributions(this, scorer);

    /// <summary>Gets the weights and running statistics of encoder and decoder; the first half of the layers is the encoder.</summary>
    public NetworkParameters Autoencoder => Network;

    internal static int EncoderLayerCount(NetworkShape autoencoder) => autoencoder.Layers.Count / 2;

    /// <inheritdoc/>
    protected override T? Find<T>()
        where T : class => _contributions as T ?? base.Find<T>();

    /// <summary>
    /// The ability of a model that scores by the reconstruction error: each feature has its own, (y - x)^2 / d. A head's output is no sum.
    /// </summary>
    private sealed class ErrorContributions(AutoencoderModel model, NetworkScorer scorer) : IContributions
    {
        public void AddContributions(ReadOnlySpan<float> row, ReadOnlySpan<float> reference, Span<double> contributions)
        {
            model.RequireFeatures(row, reference, contributions);
            scorer.AddErrorContributions(row, reference, contributions);
        }
    }
}
