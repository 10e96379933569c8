using Microsoft.ML.Data;

namespace Microsoft.ML
{
    public sealed class BinaryClassificationCatalog
    {
        internal BinaryClassificationCatalog() { }

        public BinaryClassificationMetrics EvaluateNonCalibrated(
            IDataView data,
            string labelColumnName = "Label",
            string scoreColumnName = "Score",
            string predictedLabelColumnName = "PredictedLabel")
        {
            Check.NotNull(data, nameof(data));
            var label = ScoredRows.Column(data, labelColumnName);
            var score = ScoredRows.Column(data, scoreColumnName);
            ScoredRows.Column(data, predictedLabelColumnName);
            if (score.Type != NumberDataViewType.Single)
                throw Check.WrongType(nameof(data), scoreColumnName, "Single", score.Type.ToString());
            if (label.Type != NumberDataViewType.Single && label.Type != NumberDataViewType.Double
                && label.Type is not BooleanDataViewType and not KeyDataViewType { Count: 2 })
                throw Check.WrongType(nameof(data), labelColumnName, "Single, Double, Boolean, or a key of count 2", label.Type.ToString());
            return new BinaryClassificationMetrics(ScoredRows.Read(data, label, score));
        }
    }
}

namespace Microsoft.ML.Data
{
    /// <summary>Counts take a score above 0 as positive; AUC does not.</summary>
    public class BinaryClassificationMetrics
    {
        internal BinaryClassificationMetrics(List<ScoredRow> rows)
        {
            double truePositives = rows.Count(row => row.IsPositive && row.Score > 0);
            double falsePositives = rows.Count(row => !row.IsPositive && row.Score > 0);
            double falseNegatives = rows.Count(row => row.IsPositive) - truePositives;
            double trueNegatives = rows.Count - truePositives - falsePositives - falseNegatives;
            AreaUnderRocCurve = RankingMetrics.AreaUnderRocCurve(rows);
            AreaUnderPrecisionRecallCurve = RankingMetrics.AreaUnderPrecisionRecallCurve(rows);
            Accuracy = (truePositives + trueNegatives) / rows.Count;
            PositivePrecision = Ratio(truePositives, truePositives + falsePositives);
            PositiveRecall = Ratio(truePositives, truePositives + falseNegatives);
            NegativePrecision = Ratio(trueNegatives, trueNegatives + falseNegatives);
            NegativeRecall = Ratio(trueNegatives, trueNegatives + falsePositives);
            F1Score = Ratio(2 * PositivePrecision * PositiveRecall, PositivePrecision + PositiveRecall);
        }

        public double AreaUnderRocCurve { get; }

        public double Accuracy { get; }

        public double PositivePrecision { get; }

        public double PositiveRecall { get; }

        public double NegativePrecision { get; }

        public double NegativeRecall { get; }

        public double F1Score { get; }

        public double AreaUnderPrecisionRecallCurve { get; }

        private static double Ratio(double part, double whole) => whole > 0 ? part / whole : 0;
    }
}
