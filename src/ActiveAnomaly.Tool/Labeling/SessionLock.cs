using System.Security.Cryptography;
using System.Text;

namespace ActiveAnomaly.Tool.Labeling;

/// <summary>
/// Says, as long as a session in a file is labelled, that it is: a second program would begin without a complaint, and could then keep
/// nothing. Other sessions of the file are free.
/// </summary>
internal static class SessionLock
{
    private const int HashLength = 8;

    /// <summary>Takes the lock of a session.</summary>
    /// <param name="place">The store; a database has no such lock.</param>
    /// <param name="id">The session.</param>
    /// <returns>The lock; null for a database.</returns>
    /// <exception cref="InputException">Somebody else has it.</exception>
    public static FileStream? Take(string place, string id)
    {
        if (SessionPlace.IsDatabase(place))
        {
            return null;
        }

        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(id)).AsSpan(0, HashLength);
        var path = $"{RealPath.Of(place)}-{Convert.ToHexStringLower(hash)}.lock";
        try
        {
            return LockFile.Take(path);
        }
        catch (IOException exception)
        {
            throw new InputException(
                $"The session '{id}' in '{Path.GetFullPath(place)}' is labelled by another program now, which keeps '{path}' meanwhile "
                + $"({exception.Message}) Open the page that the other one serves, stop it first, or give another --session.");
        }
    }
}
