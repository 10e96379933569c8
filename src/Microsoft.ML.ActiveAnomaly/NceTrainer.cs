using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.OneClass;

namespace Microsoft.ML.ActiveAnomaly;

/// <summary>Trains NCE, noise-contrastive estimation on top of Deep SVDD (<see cref="NceDetector"/>). Immutable and thread safe.</summary>
public sealed class NceTrainer : DetectorTrainer
{
    internal NceTrainer(MLContext mlContext, Options options)
        : base(mlContext, options, (options ?? throw new ArgumentNullException(nameof(options))).LabelColumnName) =>
        Detector = CreateDetector(options.Detector, static complete => new NceDetector(complete));

    /// <inheritdoc/>
    public override Detector Detector { get; }

    /// <summary>The options of <see cref="NceTrainer"/>.</summary>
    public sealed class Options : DetectorTrainerOptions
    {
        /// <summary>
        /// Gets the name of the label column, or null to train without labels. Single (NaN unlabelled, above 0 abnormal, else
        /// normal), Boolean (true abnormal) or a key of 2 values (missing unlabelled, 1 normal, 2 abnormal).
        /// </summary>
        public string? LabelColumnName { get; init; } = DefaultLabelColumnName;

        /// <summary>Gets the method's own options.</summary>
        public NceOptions Detector { get; init; } = new();

        internal override void Validate()
        {
            base.Validate();
            ArgumentNullException.ThrowIfNull(Detector, "options." + nameof(Detector));
            if (LabelColumnName is not null)
            {
                RequireName(LabelColumnName, nameof(LabelColumnName));
            }
        }
    }
}
