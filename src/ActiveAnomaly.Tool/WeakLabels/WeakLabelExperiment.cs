namespace ActiveAnomaly.Tool.WeakLabels;

/// <summary>The experiments of Xu et al. (RoSAS, 2023).</summary>
internal enum WeakLabelExperiment
{
    /// <summary>Methods side by side on data sets.</summary>
    Table = 0,

    /// <summary>RoSAS beside what is left of it without one of its parts.</summary>
    Ablations = 5,

    /// <summary>More and more anomalies hidden among the unlabelled rows.</summary>
    Contamination = 1,

    /// <summary>More and more labelled anomalies.</summary>
    Labels = 2,

    /// <summary>Seconds by the number of features, and of rows.</summary>
    Scalability = 3,

    /// <summary>Clustered, scattered and novel anomalies in two dimensions.</summary>
    Toys = 4,

    /// <summary>RoSAS with other values of its options.</summary>
    Sensitivity = 6,
}
