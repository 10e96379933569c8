using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Where a transformer saves itself. Its only public member is Dispose: a third party hands it on to built-in transformers.</summary>
public sealed class ModelSaveContext : IDisposable
{
    internal ModelSaveContext(BinaryWriter writer) => Writer = writer;

    internal BinaryWriter Writer { get; }

    public void Dispose() { }

    /// <summary>Writes which loader reads what follows.</summary>
    internal void Begin(string format) => Writer.Write(format);

    internal void SaveModel(ITransformer transformer)
    {
        Check.NotNull(transformer, nameof(transformer));
        Writer.Flush();
        long start = Writer.BaseStream.Position;
        transformer.Save(this);
        Writer.Flush();
        Check.State(Writer.BaseStream.Position > start, $"{transformer.GetType()} saved nothing, so it cannot be loaded.");
    }

    internal void Write(IReadOnlyCollection<string> texts)
    {
        Writer.Write(texts.Count);
        foreach (string text in texts) Writer.Write(text);
    }

    internal void Write(IReadOnlyCollection<(string Output, string Input)> pairs) =>
        Write([.. pairs.SelectMany(pair => new[] { pair.Output, pair.Input })]);
}

/// <summary>What a saved transformer is read from.</summary>
internal sealed class ModelLoadContext(IHostEnvironment environment, BinaryReader reader)
{
    public IHostEnvironment Environment => environment;

    public BinaryReader Reader => reader;

    public ITransformer LoadModel() => ModelFormat.Load(this);

    public string[] ReadTexts()
    {
        var texts = new string[reader.ReadInt32()];
        for (int i = 0; i < texts.Length; i++) texts[i] = reader.ReadString();
        return texts;
    }

    public (string Output, string Input)[] ReadPairs() => [.. ReadTexts().Chunk(2).Select(pair => (pair[0], pair[1]))];
}
