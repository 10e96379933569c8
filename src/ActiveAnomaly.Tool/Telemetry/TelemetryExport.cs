using ActiveAnomaly.Labeling;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace ActiveAnomaly.Tool.Telemetry;

/// <summary>
/// Sends measurements and activities to a collector (OpenTelemetry, OTLP), as long as it is not disposed; what is left then is sent first,
/// for a few seconds at most.
/// </summary>
internal sealed class TelemetryExport : IDisposable
{
    /// <summary>The environment variable of OpenTelemetry that says where the collector is; nothing is sent without it.</summary>
    public const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private const string ServiceName = "active-anomaly";

    /// <summary>The meter of silos, whose assembly the tool has or has not.</summary>
    private const string ClusterMeterName = "ActiveAnomaly.Cluster";

    private static readonly string[] Meters =
    [
        ToolMeter.Name, LabelingTelemetry.MeterName, ClusterMeterName, "Microsoft.AspNetCore.Hosting",
        "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime",
    ];

    private readonly MeterProvider _meters;
    private readonly TracerProvider _activities;

    private TelemetryExport()
    {
        _meters = Sdk.CreateMeterProviderBuilder().ConfigureResource(Name).AddMeter(Meters).AddOtlpExporter().Build();

        // Of this library alone: those of HTTP have addresses in them, and these what people search for.
        _activities = Sdk.CreateTracerProviderBuilder().ConfigureResource(Name).AddSource(LabelingTelemetry.ActivitySourceName)
            .AddOtlpExporter().Build();
    }

    /// <summary>Begins, where the environment names a collector.</summary>
    /// <returns>What sends; null where nothing is to be sent.</returns>
    /// <exception cref="UsageException">The collector's address is none.</exception>
    public static TelemetryExport? Start() => Start(Environment.GetEnvironmentVariable(EndpointVariable));

    /// <summary>Begins, where there is a collector; the environment says the rest, such as its protocol.</summary>
    /// <param name="endpoint">What the environment says of it; null or empty for nothing.</param>
    public static TelemetryExport? Start(string? endpoint) => string.IsNullOrEmpty(endpoint) ? null
        : Uri.TryCreate(endpoint, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? new TelemetryExport()
        : throw new UsageException(
            $"{EndpointVariable} is '{endpoint}'; the address of a collector is allowed, such as http://localhost:4317. Without it nothing "
            + "is sent.");

    public void Dispose()
    {
        _meters.Dispose();
        _activities.Dispose();
    }

    private static void Name(ResourceBuilder resource) =>
        resource.AddService(ServiceName, serviceVersion: typeof(TelemetryExport).Assembly.GetName().Version!.ToString());
}
