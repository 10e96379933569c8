using ActiveAnomaly.Labeling;

namespace ActiveAnomaly.Cluster.Pools;

/// <summary>
/// Files in a folder that every silo has, at this path or another. A session that began with /a/pools/eu/x.csv finds its file at
/// eu/x.csv below the folder: the longest end of its path that is there.
/// </summary>
internal sealed class FolderPools(string folder) : PoolPlace
{
    public override Task<PoolCopy> GetAsync(
        string sessionId, IReadOnlyDictionary<string, string>? properties, CancellationToken cancellationToken)
    {
        if (properties is null || LabelingPool.FileOf(properties) is not { } given)
        {
            return Task.FromResult(new PoolCopy(path: null));
        }

        // A drive's letter would lead out of the folder.
        var names = given.Split(['/', '\\'], StringSplitOptions.RemoveEmptyEntries)
            .Where(name => name is not ("." or "..") && !Path.IsPathRooted(name)).ToArray();
        for (var first = 0; first < names.Length; first++)
        {
            var path = Path.Combine([folder, .. names[first..]]);
            if (File.Exists(path))
            {
                return Task.FromResult(new PoolCopy(path));
            }
        }

        throw new FileNotFoundException(
            $"The session '{sessionId}' began with the file '{given}', and neither that path nor an end of it is below the folder "
            + $"'{folder}' of this machine. Put the file there, as it was then.");
    }
}
