using Microsoft.ML.Data;

namespace ActiveAnomaly.Onnx.Pages;

/// <summary>A row of the page's example, under the names of its columns.</summary>
internal sealed class Payment
{
    /// <summary>"None" is what Python makes a text of that is missing, where nobody sees to it.</summary>
    private static readonly string[] Currencies = ["EUR", "USD", "", "€UR", "None"];

    /// <summary>Gets or sets the amount; NaN where it is missing.</summary>
    [ColumnName("amount")]
    public float Amount { get; set; }

    /// <summary>Gets or sets the currency; empty where it is missing.</summary>
    [ColumnName("currency")]
    public string Currency { get; set; } = string.Empty;

    [ColumnName("items")]
    public int Items { get; set; }

    [ColumnName("is_new")]
    public bool IsNew { get; set; }

    /// <summary>Makes rows of which a seventh has no amount, and a fifth no currency.</summary>
    public static Payment[] Make(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => new Payment
        {
            Amount = random.Next(7) == 0 ? float.NaN : (float)Math.Exp(random.NextDouble() * 8),
            Currency = Currencies[random.Next(Currencies.Length)],
            Items = random.Next(1, 40),
            IsNew = random.Next(3) == 0,
        })];
    }
}
