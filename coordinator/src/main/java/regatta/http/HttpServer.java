package regatta.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
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
import regatta.tls.TlsFiles;
import regatta.tls.TlsIdentity;

/** The HTTP server of a coordinator; safe from any thread. */
public final class HttpServer {
    /** Pekko may close a connection before it has sent the whole of a stream that ended. */
    private static final Duration FLUSH = Duration.ofMillis(200);

    private final ActorSystem<?> system;
    private final ServerBinding binding;
    private final SharedKillSwitch streams;

    private HttpServer(ActorSystem<?> system, ServerBinding binding, SharedKillSwitch streams) {
        this.system = system;
        this.binding = binding;
        this.streams = streams;
    }

    /** Makes what answers requests. */
    @FunctionalInterface
    public interface Answering {
        /**
         * Makes it.
         *
         * @param streams ends every stream of events
         */
        Router router(SharedKillSwitch streams);
    }

    /**
     * Starts to listen; the stage fails when the address is in use.
     *
     * @throws IllegalArgumentException when the settings name an address that is unknown or that
     *     others could reach
     */
    public static CompletionStage<HttpServer> start(
            ActorSystem<?> system, HttpSettings settings, Answering answering) {
        InetAddress address = settings.bindAddress();
        SharedKillSwitch streams = KillSwitches.shared("http-streams");
        ServerBuilder server =
                Http.get(system)
                        .newServerAt(address.getHostAddress(), settings.port())
                        .withSettings(settings.server());
        TlsFiles tls = settings.tls();
        if (tls != null) {
            tls.checkOwn(Instant.now());
            server = server.enableHttps(https(new TlsIdentity(tls)));
        }
        return server.bind(answering.router(streams))
                .thenApply(binding -> new HttpServer(system, binding, streams));
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

    /** Refuses new connections, ends the event streams, and waits that long for requests. */
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
