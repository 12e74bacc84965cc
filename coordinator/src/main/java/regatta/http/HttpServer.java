package regatta.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLEngine;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.settings.ServerSettings;
import org.apache.pekko.io.Inet;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.SharedKillSwitch;
import org.apache.pekko.stream.TLSClosing;
import org.apache.pekko.stream.TLSProtocol.SessionBytes;
import org.apache.pekko.stream.TLSProtocol.SslTlsInbound;
import org.apache.pekko.stream.TLSProtocol.SslTlsOutbound;
import org.apache.pekko.stream.javadsl.BidiFlow;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.stream.javadsl.TLS;
import org.apache.pekko.stream.javadsl.TLSPlacebo;
import org.apache.pekko.stream.javadsl.Tcp;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import regatta.tls.TlsFiles;
import regatta.tls.TlsIdentity;

/**
 * The HTTP server of a coordinator; safe from any thread. This class binds the port itself, because
 * with Pekko HTTP's own binding no {@link ConnectionGuard} could stand before the parser.
 */
public final class HttpServer {
    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);

    /**
     * How long a stopping server waits before it closes connections. Without this wait Pekko may
     * close a connection whose client has not yet got the end of an event stream.
     */
    private static final Duration FLUSH = Duration.ofMillis(200);

    private static final Duration LOOK = Duration.ofMillis(50);

    private final ActorSystem<?> system;
    private final HttpSettings settings;
    private final Router router;
    private final SharedKillSwitch streams;
    private final BidiFlow<HttpResponse, SslTlsOutbound, SslTlsInbound, HttpRequest, NotUsed> http;
    private final BidiFlow<SslTlsOutbound, ByteString, ByteString, SslTlsInbound, NotUsed> tls;
    private final Connections counted;
    private final Sockets sockets = new Sockets();
    private final Set<OpenConnection> open = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;
    private volatile Tcp.@Nullable ServerBinding binding;

    private HttpServer(
            ActorSystem<?> system, HttpSettings settings, Router router, SharedKillSwitch streams) {
        this.system = system;
        this.settings = settings;
        this.router = router;
        this.streams = streams;
        this.counted = new Connections(settings.maxConnectionsPerAddress());
        // All connections share this layer, because each further layer would build its own parser
        // of headers.
        this.http = Http.get(system.classicSystem()).serverLayer(settings.server());
        TlsFiles files = settings.tls();
        if (files == null) {
            this.tls = plain();
        } else {
            files.checkOwn(Instant.now());
            TlsIdentity identity = new TlsIdentity(files);
            this.tls =
                    TLS.create(() -> engine(identity), TLSClosing.eagerClose())
                            .atop(BidiFlow.fromGraph(new PlainRequests()));
        }
    }

    /** A factory of the router that answers requests. */
    @FunctionalInterface
    public interface Answering {
        /**
         * Returns a new router.
         *
         * @param streams the switch that ends every stream of events
         */
        Router router(SharedKillSwitch streams);
    }

    /**
     * Starts a server that listens at the address in the settings. The stage fails if the address
     * is in use.
     *
     * @throws IllegalArgumentException if the address in the settings is unknown, or if other
     *     machines could reach the server although tokens or encryption are missing
     */
    public static CompletionStage<HttpServer> start(
            ActorSystem<?> system, HttpSettings settings, Answering answering) {
        InetAddress address = settings.bindAddress();
        SharedKillSwitch streams = KillSwitches.shared("http-streams");
        return new HttpServer(system, settings, answering.router(streams), streams).bind(address);
    }

    private CompletionStage<HttpServer> bind(InetAddress address) {
        ServerSettings server = settings.server();
        List<Inet.SocketOption> options = new ArrayList<>(List.of(sockets));
        server.getSocketOptions().forEach(options::add);
        return Tcp.get(system.classicSystem())
                .bind(
                        address.getHostAddress(),
                        settings.port(),
                        server.getBacklog(),
                        options,
                        false,
                        Optional.empty())
                .mapAsyncUnordered(server.getMaxConnections(), this::serve)
                .to(Sink.ignore())
                .run(system)
                .thenApply(bound -> {
                    binding = bound;
                    return this;
                });
    }

    private static BidiFlow<SslTlsOutbound, ByteString, ByteString, SslTlsInbound, NotUsed>
            plain() {
        return BidiFlow
                .<SslTlsOutbound, SslTlsOutbound, SessionBytes, SslTlsInbound, NotUsed, NotUsed>
                        fromFlows(
                                Flow.of(SslTlsOutbound.class),
                                Flow.of(SessionBytes.class).<SslTlsInbound>map(bytes -> bytes))
                .atop(TLSPlacebo.getInstance());
    }

    private static SSLEngine engine(TlsIdentity identity) {
        SSLEngine engine = identity.context(System.nanoTime()).createSSLEngine();
        engine.setUseClientMode(false);
        return engine;
    }

    /** Serves a connection. The stage completes when the connection ends, and never fails. */
    private CompletionStage<Done> serve(Tcp.IncomingConnection connection) {
        InetAddress from = connection.remoteAddress().getAddress();
        Socket socket = sockets.take(connection.remoteAddress());
        if (!counted.open(from)) {
            LOG.warn(
                    "refused a connection from {}: this address has too many connections"
                            + " (regatta.http.max-connections-per-address)",
                    from);
            return closed(connection);
        }
        OpenConnection served =
                new OpenConnection(router::apply, connection.remoteAddress(), socket);
        open.add(served);
        CompletionStage<Done> end = run(served, connection);
        if (stopping) {
            served.stopWhenIdle();
        }
        return end.handle((_, _) -> {
            open.remove(served);
            counted.close(from);
            return Done.done();
        });
    }

    private CompletionStage<Done> run(OpenConnection served, Tcp.IncomingConnection connection) {
        try {
            return served.run(connection, http, tls, settings, system);
        } catch (RuntimeException failure) {
            // If the caller got this exception, the exception would end the whole server.
            LOG.error("a connection cannot be served", failure);
            return CompletableFuture.failedStage(failure);
        }
    }

    private CompletionStage<Done> closed(Tcp.IncomingConnection connection) {
        return Source.<ByteString>empty()
                .via(connection.flow())
                .toMat(Sink.ignore(), Keep.right())
                .run(system)
                .exceptionally(_ -> Done.done());
    }

    /** Returns https if the server has a certificate, and http otherwise. */
    public String scheme() {
        return settings.tls() == null ? "http" : "https";
    }

    /** Returns the address where the server listens, with the actual port. */
    public InetSocketAddress address() {
        return bound().localAddress();
    }

    private Tcp.ServerBinding bound() {
        Tcp.ServerBinding known = binding;
        if (known == null) {
            throw new IllegalStateException("it does not listen yet");
        }
        return known;
    }

    /**
     * Refuses new connections, ends the event streams, and waits at most {@code atMost} for
     * requests to end.
     */
    public CompletionStage<?> stop(Duration atMost) {
        stopping = true;
        streams.shutdown();
        long until = System.nanoTime() + FLUSH.plus(atMost).toNanos();
        CompletableFuture<Done> ended = new CompletableFuture<>();
        return bound().unbind()
                .thenCompose(_ -> {
                    after(FLUSH, () -> endIdle(until, ended));
                    return ended;
                });
    }

    private void endIdle(long until, CompletableFuture<Done> ended) {
        boolean late = System.nanoTime() - until >= 0;
        for (OpenConnection each : List.copyOf(open)) {
            if (late) {
                each.stop();
            } else {
                each.stopWhenIdle();
            }
        }
        if (late || open.isEmpty()) {
            ended.complete(Done.done());
        } else {
            after(LOOK, () -> endIdle(until, ended));
        }
    }

    private void after(Duration time, Runnable action) {
        system.scheduler().scheduleOnce(time, action, system.executionContext());
    }
}
