using System.Diagnostics;
using Npgsql;

namespace ActiveAnomaly.Labeling.Stores;

/// <summary>
/// A PostgreSQL server of the tests' own: data and socket in a temporary folder, no port. It ends, and its folder goes, with the tests,
/// also when they are killed: it is run by a shell that reads their end of a pipe.
/// </summary>
internal sealed class PostgresServer : IDisposable
{
    public const string User = "store";
    public const string Password = "kept-for-good";

    // Started as root, the server would refuse to run.
    private const string Script = """
        bin=$1
        setting=$4
        folder=$(mktemp -d -t active-anomaly-postgres-XXXXXX) || exit 1
        start() {
          "$bin/postgres" -D "$folder/data" -k "$folder" -c listen_addresses= -c "$setting" >>"$folder/log" 2>&1 &
          pid=$!
          until "$bin/pg_isready" -q -h "$folder"; do
            if ! kill -0 $pid 2>/dev/null; then return 1; fi
            sleep 0.05
          done
        }
        cd "$folder"
        printf '%s' "$3" >password
        "$bin/initdb" -D data -U "$2" --auth=scram-sha-256 --pwfile=password -E UTF8 --no-locale --no-sync >log 2>&1 && start \
          || { cat log >&2; rm -rf "$folder"; exit 1; }
        echo "$folder"
        children=
        while read -r command; do
          case $command in
          crash)
            # What a power failure leaves of the server: nothing but its files.
            kill -KILL $pid
            wait $pid 2>/dev/null
            until start; do sleep 0.1; done
            ;;
          stop)
            kill -INT $pid
            wait $pid
            ;;
          start)
            until start; do sleep 0.1; done
            ;;
          pause)
            # The postmaster first: it makes no more processes then.
            kill -STOP $pid
            children=$(cat /proc/$pid/task/$pid/children)
            kill -STOP $children
            ;;
          resume)
            kill -CONT $children $pid
            children=
            ;;
          esac
          echo "$command"
        done
        kill -CONT $children $pid 2>/dev/null
        kill -INT $pid 2>/dev/null
        wait $pid
        cd /
        rm -rf "$folder"
        """;

    private static readonly Lazy<PostgresServer> LazyShared = new(() => new PostgresServer());
    private static int _schemaCount;
    private readonly Process _process;

    /// <param name="setting">A setting of the server's configuration.</param>
    public PostgresServer(string setting = "max_connections=200")
    {
        var bin = Programs() ?? throw new InvalidOperationException("Ask IsInstalled before.");
        string[] command = ["sh", "-c", Script, "sh", bin, User, Password, setting];
        if (Environment.IsPrivilegedProcess)
        {
            command = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", .. command];
        }

        _process = Process.Start(new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        })!;
        Folder = _process.StandardOutput.ReadLine()
            ?? throw new InvalidOperationException($"PostgreSQL did not start: {_process.StandardError.ReadToEnd()}");
    }

    /// <summary>Gets the server that tests share, or skips the test where there is none.</summary>
    public static PostgresServer Shared
    {
        get
        {
            RequireInstalled();
            return LazyShared.Value;
        }
    }

    /// <summary>Gets the folder of the socket.</summary>
    public string Folder { get; }

    /// <summary>Gets the connection string of the user who owns everything.</summary>
    public string ConnectionString => $"Host={Folder};Username={User};Password={Password};Database=postgres";

    /// <summary>Skips the test where Debian's package is not installed.</summary>
    public static void RequireInstalled()
    {
        if (Programs() is null)
        {
            Assert.Inconclusive("PostgreSQL is not on this machine: there is no /usr/lib/postgresql/*/bin/initdb.");
        }
    }

    /// <summary>Ends the shared server.</summary>
    public static void Stop()
    {
        if (LazyShared.IsValueCreated)
        {
            LazyShared.Value.Dispose();
        }
    }

    /// <summary>Makes an empty schema.</summary>
    /// <returns>A connection string whose tables lie there.</returns>
    public string CreateSchema()
    {
        var schema = $"test_{Interlocked.Increment(ref _schemaCount)}";
        Execute(ConnectionString, $"CREATE SCHEMA {schema}");
        return $"{ConnectionString};Search Path={schema};Application Name={schema}";
    }

    /// <summary>Runs a command.</summary>
    public static void Execute(string connectionString, string sql)
    {
        using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    /// <summary>Waits until the server has nothing more to do for a client that is gone.</summary>
    /// <param name="connectionString">Where.</param>
    /// <param name="applicationName">The name that the client gave.</param>
    public static void WaitUntilGone(string connectionString, string applicationName)
    {
        using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        connection.Open();
        using var command = new NpgsqlCommand(
            "SELECT count(*), pg_sleep(0.002) FROM pg_stat_activity WHERE application_name = $1", connection);
        command.Parameters.Add(new NpgsqlParameter { Value = applicationName });
        while ((long)command.ExecuteScalar()! > 0)
        {
        }
    }

    /// <summary>Kills the server (SIGKILL) and starts it on the files that are left.</summary>
    public void Crash() => Tell("crash");

    /// <summary>Stops the server; whoever is connected is thrown out.</summary>
    public void Halt() => Tell("stop");

    /// <summary>Starts it again.</summary>
    public void Restart() => Tell("start");

    /// <summary>Freezes the server (SIGSTOP): connections stay, and nothing is answered.</summary>
    public void Pause() => Tell("pause");

    /// <summary>Lets it go on.</summary>
    public void Resume() => Tell("resume");

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private void Tell(string command)
    {
        _process.StandardInput.WriteLine(command);
        Assert.AreEqual(command, _process.StandardOutput.ReadLine());
    }

    private static string? Programs() => !Directory.Exists("/usr/lib/postgresql")
        ? null
        : Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin"))
            .Where(bin => File.Exists(Path.Combine(bin, "initdb"))).Order(StringComparer.Ordinal).LastOrDefault();
}
