namespace ActiveAnomaly.Examples.Demo;

/// <summary>A row of the CSV.</summary>
internal sealed class DemoRow
{
    public float[] Measurements { get; set; } = [];

    public float Label { get; set; }
}

/// <summary>What the saved model says of a row.</summary>
internal sealed class DemoPrediction
{
    public float Score { get; set; }

    public bool PredictedLabel { get; set; }
}
