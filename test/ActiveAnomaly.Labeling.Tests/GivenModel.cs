using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Sessions;

namespace ActiveAnomaly.Labeling;

/// <summary>Models that score rows as the test says.</summary>
internal static class GivenModel
{
    /// <summary>Makes the state of a model that learnt from so many answers.</summary>
    public static ModelState Of(float[] scores, int answerCount = 0, IReadOnlyList<bool>? truth = null) => new(
        new SessionStage
        {
            Stage = 3,
            Model = new FirstFeatureDetector()
                .Fit(new TrainingRequest(FeatureMatrix.Copy(scores, 1), PoolLabels.None(scores.Length))).Model,
            Scores = scores,
            QueryScores = scores,
            NormalCount = answerCount,
            AbnormalCount = 0,
            PseudoAbnormalRows = [],
            TrainingTime = TimeSpan.FromSeconds(2),
        },
        answerCount,
        seenSequence: 17,
        DateTimeOffset.UnixEpoch,
        truth);
}
