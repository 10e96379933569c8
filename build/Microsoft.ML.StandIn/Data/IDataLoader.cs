using Microsoft.ML.Data;

namespace Microsoft.ML
{
    public interface IDataLoader<in TSource> : ICanSaveModel
    {
        IDataView Load(TSource input);

        DataViewSchema GetOutputSchema();
    }

    public static class DataLoaderExtensions
    {
        public static IDataView Load(this IDataLoader<IMultiStreamSource> loader, params string[] path) =>
            loader.Load(new MultiFileSource(path));
    }
}

namespace Microsoft.ML.Data
{
    public interface IMultiStreamSource
    {
        int Count { get; }

        string GetPathOrNull(int index);

        Stream Open(int index);

        TextReader OpenTextReader(int index);
    }

    public sealed class MultiFileSource : IMultiStreamSource
    {
        private readonly string[] _paths;

        public MultiFileSource(params string[] paths) => _paths = paths is null or [null] ? [] : paths;

        public int Count => _paths.Length;

        public string GetPathOrNull(int index) => _paths[index];

        public Stream Open(int index)
        {
            try
            {
                return File.OpenRead(_paths[index]);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw new IOException($"The file '{_paths[index]}' cannot be opened: {exception.Message}", exception);
            }
        }

        public TextReader OpenTextReader(int index) => new StreamReader(Open(index));
    }
}
