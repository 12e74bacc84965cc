package regatta.coordinator.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.ConnectionContext;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.HttpsConnectionContext;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.ServerBuilder;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.SharedKillSwitch;
import regatta.coordinator.api.Cluster;
import regatta.coordinator.api.Jobs;
import regatta.coordinator.api.Mode;
import regatta.coordinator.files.FileSearch;
import regatta.coordinator.rounds.Comparisons;
import regatta.tls.TlsFiles;
import regatta.tls.TlsIdentity;
import regatta.workload.Workloads;

/** The HTTP server of a coordinator; safe from any thread. */
public final class HttpServer {
    /** Pekko closes a connection whose answer it has, though not all of its stream is sent. */
    private static final Duration FLUSH = Duration.ofMillis(200);

    private final ActorSystem<?> system;
    private final ServerBinding binding;
    private final SharedKillSwitch streams;

    private HttpServer(ActorSystem<?> system, ServerBinding binding, SharedKillSwitch streams) {
        this.system = system;
        this.binding = binding;
        this.streams = streams;
    }

    /**
     * Starts to listen; the stage fails when the address is in use.
     *
     * @param modes those that jobs may name
     * @param formats in which reports can be had, beside JSON
     * @throws IllegalArgumentException when the settings name an address that is unknown or that
     *     others could reach
     */
    public static CompletionStage<HttpServer> start(
            ActorSystem<?> system,
            Jobs jobs,
            Cluster cluster,
            Comparisons comparisons,
            Workloads workloads,
            List<Mode> modes,
            List<ReportFormat> formats,
            HttpSettings settings) {
        InetAddress address = settings.bindAddress();
        SharedKillSwitch streams = KillSwitches.shared("http-streams");
        Router router =
                router(
                        system,
                        jobs,
                        cluster,
                        comparisons,
                        workloads,
                        modes,
                        formats,
                        settings,
                        streams);
        ServerBuilder server =
                Http.get(system)
                        .newServerAt(address.getHostAddress(), settings.port())
                        .withSettings(settings.server());
        TlsFiles tls = settings.tls();
        if (tls != null) {
            tls.checkOwn(Instant.now());
        }
        return (tls == null ? server : server.enableHttps(https(new TlsIdentity(tls))))
                .bind(router)
                .thenApply(binding -> new HttpServer(system, binding, streams));
    }

    static Router router(
            ActorSystem<?> system,
            Jobs jobs,
            Cluster cluster,
            Comparisons comparisons,
            Workloads workloads,
            List<Mode> modes,
            List<ReportFormat> formats,
            HttpSettings settings,
            SharedKillSwitch streams) {
        Bodies bodies = new Bodies(settings, system);
        JobReader reader = new JobReader(workloads, modes);
        SubmissionReader submissions = new SubmissionReader(bodies, settings, reader);
        EventStream events = new EventStream(settings.eventSilence(), streams);
        List<Route> routes =
                Stream.of(
                                new JobRoutes(jobs, submissions).routes(),
                                new ResultRoutes(
                                                jobs,
                                                workloads,
                                                formats,
                                                new JobEvents(jobs, events))
                                        .routes(),
                                new FileRoutes(jobs, new FileSearch(system, workloads)).routes(),
                                new ComparisonRoutes(
                                                comparisons,
                                                cluster,
                                                submissions,
                                                new ComparisonReader(submissions, modes),
                                                events)
                                        .routes(),
                                new ClusterRoutes(cluster, submissions, workloads, modes).routes())
                        .flatMap(List::stream)
                        .toList();
        return new Router(
                new SystemRoutes(cluster, routes).routes(), new RequestGuard(settings),
                new TokenGate(settings.tokens()),
                bodies);
    }

    private static HttpsConnectionContext https(TlsIdentity identity) {
        return ConnectionContext.httpsServer(() -> {
            SSLEngine engine = identity.context(System.nanoTime()).createSSLEngine();
            engine.setUseClientMode(false);
            return engine;
        });
    }

    /** Where it listens, with the port that it really got. */
    public InetSocketAddress address() {
        return binding.localAddress();
    }

    /** Takes no new connections, ends the event streams, and lets requests end for that long. */
    public CompletionStage<?> stop(Duration atMost) {
        streams.shutdown();
        CompletableFuture<Done> flushed = new CompletableFuture<>();
        system.scheduler()
                .scheduleOnce(
                        FLUSH, () -> flushed.complete(Done.done()), system.executionContext());
        return binding.unbind()
                .thenCompose(_ -> flushed)
                .thenCompose(_ -> binding.terminate(atMost));
    }
}
