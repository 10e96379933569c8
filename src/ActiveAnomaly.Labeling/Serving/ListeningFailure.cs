using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace ActiveAnomaly.Labeling.Serving;

/// <summary>Says why an address cannot be listened on.</summary>
internal static class ListeningFailure
{
    /// <summary>
    /// Tells whether another port may do: this one is taken, or Windows keeps it for itself, as ranges that change with every start are.
    /// </summary>
    public static bool IsOfThePort(Exception exception) =>
        IsPortTaken(exception) || SocketErrorOf(exception) is SocketError.AccessDenied
        || (exception.InnerException is { } inner && SocketErrorOf(inner) is SocketError.AccessDenied);

    /// <summary>Gives the exception that users see; null where the reason is another.</summary>
    public static IOException? Explain(Exception exception, IPAddress address, int port)
    {
        if (IsPortTaken(exception))
        {
            return new IOException(
                $"Port {port} of {address} is taken by another program, or by this one, started before. Give another port (options.Port), "
                + "0 for any that is free, or stop the other.",
                exception);
        }

        return SocketErrorOf(exception) switch
        {
            SocketError.AccessDenied => new IOException(
                $"This user may not listen on port {port} of {address}: ports below 1024 are the system's, and on Windows ranges of others "
                + "too. Give another port (options.Port), or 0 for any that is free.",
                exception),
            SocketError.AddressNotAvailable => new IOException(
                $"{address} is no address of this machine. Give one that is (options.Listen), or 0.0.0.0 for all.", exception),
            _ => null,
        };
    }

    /// <summary>Tells whether somebody else listens there.</summary>
    private static bool IsPortTaken(Exception exception) => exception is IOException && exception.InnerException is AddressInUseException
        || exception.InnerException is IOException { InnerException: AddressInUseException };

    private static SocketError? SocketErrorOf(Exception exception) =>
        (exception as SocketException ?? exception.InnerException as SocketException)?.SocketErrorCode;
}
