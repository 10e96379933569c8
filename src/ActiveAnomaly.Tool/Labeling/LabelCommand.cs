using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Net;
using ActiveAnomaly.Detectors.Ensembles;
using ActiveAnomaly.Labeling;
using ActiveAnomaly.Labeling.Clustering;
using ActiveAnomaly.Sessions;
using ActiveAnomaly.Tool.Benchmark;
using ActiveAnomaly.Tool.Clustering;
using ActiveAnomaly.Tool.Input;
using ActiveAnomaly.Tool.Telemetry;

namespace ActiveAnomaly.Tool.Labeling;

/// <summary>The command line of <see cref="LabelRun"/>.</summary>
internal static class LabelCommand
{
    public static Command Create()
    {
        var data = new Argument<string>("table")
        {
            Description = "ionosphere or glass (shipped, to try it out), or a file (CSV, plain, .gz or .zst, or Parquet).",
            DefaultValueFactory = _ => "ionosphere",
        };
        var store = Text("--store", "Where the answers are kept: a file, or a PostgreSQL connection string (Host=...;Database=...). By "
            + "default a file beside the table, NAME.labels.db.");
        var session = SessionPlace.SessionOption(
            "the table's name or, where the store has a single session and it is of this table, that one");
        var id = Text("--id", "The column that names the rows; by default one called id, key or uuid where each row has its own.");
        var noId = new Option<bool>("--no-id") { Description = "No column names the rows." };
        var labels = Text("--labels", "The labels that the table has: known (nobody is asked about these rows) or hidden (to try out what "
            + "a person would do). By default hidden where every row has one, else known.");
        labels.AcceptOnlyFromAmong("known", "hidden");
        var earlier = Text("--continues", "The store of an earlier session, such as last month's: its answers carry over, when the session "
            + "begins, to the rows with the same id, or to equal rows.");
        var earlierSession = Text("--continues-session", "With --continues: the session's id there; by default the only one that there "
            + "is.");
        var edited = new Option<bool>("--include-edited") { Description = "With --continues: answers of rows that were edited too." };
        var import = Text("--import", "A CSV of labels (id, answer and, if known, who, when, note, tags), as the page exports it.");
        var importEncoding = Text("--import-encoding", "With --import: the encoding of that file, such as windows-1252; by default UTF-8, "
            + "or UTF-16 where the file says so.");
        var policy = new Option<LabelPolicy?>("--policy")
        {
            Description = "What several people's answers of a row come to: latest (the default), majority:N (of at least N), or one:NAME "
                + "(nobody else answers).",
            CustomParser = Policy,
        };
        var detector = new Option<string?>("--detector")
        {
            Description = $"What learns from the answers: {string.Join(", ", SessionDetector.Words)}. By default gp, a Gaussian process; a "
                + "session goes on with its own.",
            CustomParser = Detector,
        };
        var ensemble = new Option<int?>("--ensemble")
        {
            Description = "Learns with so many detectors, which differ in their seed, as one detector with one score; by default a single "
                + "one. With --cluster the members are trained by all machines that help.",
        };
        PositiveNumber.Require(ensemble);
        var combination = new Option<EnsembleCombination?>("--combine")
        {
            Description = $"With --ensemble: how the scores become one; by default {new EnsembleOptions().Combination}.",
        };
        var seed = new Option<long?>("--seed") { Description = "The seed of everything random; by default 0." };
        var budget = new Option<int?>("--budget") { Description = "How many questions are meant to be asked; by default 5 % of the rows." };
        PositiveNumber.Require(budget);
        var audit = new Option<double?>("--audit")
        {
            Description = "The share of questions drawn at random, from 0 to below 1, to find out how good the model is; by default 0.",
            CustomParser = Share,
        };
        var port = new Option<int?>("--port")
        {
            Description = "The port; 0 for any. By default 5273, or any where that is taken.",
            CustomParser = Port,
        };
        var listen = new Option<IPAddress?>("--listen")
        {
            Description = "The address to listen on, for other machines; needs --token and --host, and a proxy that encrypts.",
            CustomParser = result => ClusterArguments.Address(
                "--listen", "an IP address of this machine, or 0.0.0.0 for all of them,", result),
        };
        var token = Text("--token", "The secret that opens the page, with --listen; by default drawn anew each time.");
        var hosts = new Option<string[]>("--host")
        {
            Description = "A name that people call this machine by, with --listen; may be repeated.",
        };
        var log = new Option<bool>("--log")
        {
            Description = "Writes failures of the server and of the store to standard error, a line of JSON each; nothing of what stands "
                + "in the table is among it.",
        };
        var cluster = Text("--cluster", "Serves every session of a PostgreSQL database (Host=...;Database=...), together with the other "
            + "machines that do: with --token, the same for all. A table begins its session there.");
        var poolFolder = Text("--pool-folder", "With --cluster: the folder, the same for all machines, that the tables are below; by "
            + "default tables are kept in the database.");
        var siloPort = ClusterArguments.SiloPortOption("11111", smallest: 1, "the other machines have to know it");
        var advertise = ClusterArguments.AdvertiseOption();
        var workSlots = new Option<int?>("--work-slots")
        {
            Description = "With --cluster: how many items of others' scoring, training and benchmarks this machine does at a time; by "
                + "default 0, none.",
            CustomParser = WorkSlots,
        };
        var noOpen = new Option<bool>("--no-open") { Description = "Opens no browser." };
        var json = CommandOutput.JsonOption();
        var command = new Command(
            "label",
            "Opens a page where people answer for a few rows, one key a row, and the model is trained anew between two answers. Every "
            + "answer is kept at once; the same command goes on another day.")
        {
            data, store, session, id, noId, labels, earlier, earlierSession, edited, import, importEncoding, policy, detector, ensemble,
            combination, seed, budget, audit, port, listen, token, hosts, cluster, poolFolder, siloPort, advertise, workSlots, log,
            noOpen, json,
        };
        var table = new TableArguments(command, TablePurpose.Labeling);
        Option[] ofSession =
        [
            session, id, noId, labels, earlier, earlierSession, edited, import, importEncoding, policy, detector, ensemble, combination,
            seed, budget, audit, .. table.All,
        ];
        command.SetAction((parsed, cancellationToken) => Guarded.Start(parsed, () =>
        {
            if (parsed.GetValue(noId) && parsed.GetValue(id) is not null)
            {
                throw new UsageException("--id and --no-id are both given; give one of both.");
            }

            var tables = table.Read(parsed);
            if (parsed.GetValue(id) is { } named && named == tables.LabelColumn)
            {
                throw new UsageException($"--id and --label are both '{named}'; name another column as one of both.");
            }

            RequireOther(parsed, earlier, [earlierSession, edited]);
            RequireOther(parsed, import, [importEncoding]);
            ClusterArguments.RequireCluster(parsed, cluster, [poolFolder, siloPort, advertise, workSlots]);
            var output = CommandOutput.Of(parsed, json);
            return new LabelRun(
                new LabelOptions
                {
                    Data = parsed.GetRequiredValue(data),
                    Table = tables,
                    Store = parsed.GetValue(store),
                    Session = parsed.GetValue(session),
                    IdColumn = parsed.GetValue(id),
                    HasNoId = parsed.GetValue(noId),
                    HidesLabels = parsed.GetValue(labels) is { } word ? word == "hidden" : null,
                    Earlier = parsed.GetValue(earlier),
                    EarlierSession = parsed.GetValue(earlierSession),
                    IncludesEdited = parsed.GetValue(edited),
                    Import = parsed.GetValue(import),
                    ImportEncoding = parsed.GetValue(importEncoding),
                    Policy = parsed.GetValue(policy),
                    Detector = parsed.GetValue(detector),
                    EnsembleSize = parsed.GetValue(ensemble),
                    Combination = parsed.GetValue(combination),
                    Seed = parsed.GetValue(seed),
                    Budget = parsed.GetValue(budget),
                    AuditShare = parsed.GetValue(audit),
                    Port = parsed.GetValue(port),
                    Listen = parsed.GetValue(listen),
                    Token = parsed.GetValue(token),
                    Hosts = parsed.GetValue(hosts) ?? [],
                    Logger = parsed.GetValue(log)
                        ? new JsonLineLogger(parsed.InvocationConfiguration.Error, TimeProvider.System)
                        : null,
                    OfSession = ClusterArguments.Given(parsed, ofSession),
                    Cluster = parsed.GetValue(cluster) is { } connectionString
                        ? new ClusterSettings(
                            connectionString,
                            parsed.GetValue(poolFolder),
                            parsed.GetValue(siloPort),
                            parsed.GetValue(advertise),
                            parsed.GetValue(workSlots) ?? SiloOptions.Defaults.SlotCount,
                            HasTable: parsed.GetResult(data) is { Implicit: false },
                            ClusterArguments.Given(parsed, ofSession))
                        : null,
                    OpensBrowser = !parsed.GetValue(noOpen) && !output.IsJson,
                },
                output).Run(cancellationToken);
        }));
        return command;
    }

    /// <summary>Refuses options that say nothing without another.</summary>
    private static void RequireOther(ParseResult parsed, Option<string?> other, IEnumerable<Option> options)
    {
        if (parsed.GetValue(other) is null && ClusterArguments.Given(parsed, options) is { Count: > 0 } alone)
        {
            throw new UsageException(
                $"{string.Join(", ", alone)} without {other.Name} says nothing; give {other.Name}, or leave it out.");
        }
    }

    private static Option<string?> Text(string name, string description) => new(name) { Description = description };

    private static LabelPolicy? Policy(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (text == "latest")
        {
            return new LatestAnswerPolicy();
        }

        var (word, rest) = text.Split(':', 2) is [var first, var second] ? (first, second) : (text, string.Empty);
        if (word == "majority" && int.TryParse(rest, NumberStyles.None, CultureInfo.InvariantCulture, out var fewest) && fewest > 0)
        {
            return new MajorityPolicy(fewest);
        }

        if (word == "one")
        {
            if (AnnotatorName.FaultOf(rest) is not { } fault)
            {
                return new OneAnnotatorPolicy(rest);
            }

            result.AddError($"The name in --policy one:NAME {fault}.");
            return null;
        }

        result.AddError($"--policy is '{text}'; latest, majority:N with N from 1, or one:NAME is allowed.");
        return null;
    }

    private static string? Detector(ArgumentResult result)
    {
        var word = result.Tokens[0].Value;
        if (SessionDetector.Words.Contains(word))
        {
            return word;
        }

        var allowed = string.Join(", ", SessionDetector.Words);
        result.AddError(BenchmarkMethods.Losses.Contains(word)
            ? $"--detector is '{word}', which learns from no answer; {allowed} do. Without answers, use it with train."
            : $"--detector is '{word}'; {allowed} are allowed.");
        return null;
    }

    private static double? Share(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var share) && share is >= 0 and < 1)
        {
            return share;
        }

        result.AddError($"--audit is '{text}'; a share from 0 to below 1 is allowed, such as 0.1.");
        return null;
    }

    private static int? Port(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= ClusterArguments.LargestPort)
        {
            return port;
        }

        result.AddError($"--port is '{text}'; a number from 0 to {ClusterArguments.LargestPort} is allowed.");
        return null;
    }

    private static int? WorkSlots(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
        {
            return count;
        }

        result.AddError($"--work-slots is '{text}'; a number from 0 is allowed.");
        return null;
    }
}
