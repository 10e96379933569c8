using Microsoft.ML.Data;

namespace Microsoft.ML
{
    public sealed class AnomalyDetectionCatalog
    {
        internal AnomalyDetectionCatalog() => Trainers = new AnomalyDetectionTrainers();

        public AnomalyDetectionTrainers Trainers { get; }

        public AnomalyDetectionMetrics Evaluate(
            IDataView data,
            string labelColumnName = "Label",
            string scoreColumnName = "Score",
            string predictedLabelColumnName = "PredictedLabel",
            int falsePositiveCount = 10)
        {
            Check.NotNull(data, nameof(data));
            Check.Argument(falsePositiveCount > 0, nameof(falsePositiveCount), "The count of false positives is positive.");
            var label = ScoredRows.Column(data, labelColumnName);
            var score = ScoredRows.Column(data, scoreColumnName);
            ScoredRows.Column(data, predictedLabelColumnName);
            if (score.Type != NumberDataViewType.Single)
                throw Check.WrongType(nameof(data), scoreColumnName, "Single", score.Type.ToString());
            if (label.Type != NumberDataViewType.Single && label.Type is not KeyDataViewType { Count: 2 })
                throw Check.WrongType(nameof(data), labelColumnName, "Single, or a key of count 2", label.Type.ToString());
            var rows = ScoredRows.Read(data, label, score);
            return new AnomalyDetectionMetrics(RankingMetrics.AreaUnderRocCurve(rows), DetectionRate(rows, falsePositiveCount));
        }

        /// <summary>The part of the anomalies that scores above the row which is one false positive too many.</summary>
        private static double DetectionRate(List<ScoredRow> rows, int falsePositives)
        {
            int anomalies = rows.Count(row => row.IsPositive);
            if (anomalies == 0 || anomalies == rows.Count) return double.NaN;
            int found = 0;
            foreach (var row in HighestScored(rows, Math.Max(Math.Max(falsePositives, anomalies),
                (int)Math.Ceiling(0.01 * (rows.Count - anomalies)))))
            {
                if (row.IsPositive) found++;
                else if (--falsePositives < 0) break;
            }
            return (double)found / anomalies;
        }

        /// <summary>
        /// The rows down to a number of normal ones, by score. As in ML.NET's one pass, an anomaly below the last of them may be in or out,
        /// depending on the order of the rows: so the rate is exact only where there are more anomalies than false positives.
        /// </summary>
        private static IEnumerable<ScoredRow> HighestScored(List<ScoredRow> rows, int normalCount)
        {
            var heap = new PriorityQueue<ScoredRow, float>();
            int normals = 0;
            foreach (var row in rows)
            {
                bool isFull = normals == normalCount;
                if (isFull && row.Score < heap.Peek().Score) continue;
                heap.Enqueue(row, row.Score);
                if (row.IsPositive) continue;
                if (!isFull) normals++;
                else
                    while (heap.Dequeue().IsPositive) { }
            }
            return heap.UnorderedItems.Select(item => item.Element).OrderByDescending(row => row.Score);
        }

        public sealed class AnomalyDetectionTrainers
        {
            internal AnomalyDetectionTrainers() { }
        }
    }
}

namespace Microsoft.ML.Data
{
    public sealed class AnomalyDetectionMetrics
    {
        internal AnomalyDetectionMetrics(double areaUnderRocCurve, double detectionRate) =>
            (AreaUnderRocCurve, DetectionRateAtFalsePositiveCount) = (areaUnderRocCurve, detectionRate);

        public double AreaUnderRocCurve { get; }

        public double DetectionRateAtFalsePositiveCount { get; }
    }
}
