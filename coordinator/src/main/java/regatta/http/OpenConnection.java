package regatta.http;

import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.AttributeKeys;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.RemoteAddress;
import org.apache.pekko.http.javadsl.model.headers.Connection;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.SharedKillSwitch;
import org.apache.pekko.stream.TLSProtocol.SslTlsInbound;
import org.apache.pekko.stream.TLSProtocol.SslTlsOutbound;
import org.apache.pekko.stream.javadsl.BidiFlow;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Tcp;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/** One connection of a client; safe from any thread. */
final class OpenConnection {
    private static final int EVENTS_BUFFER = 8 << 10;
    private static final int ENTRIES_BUFFER = 256 << 10;

    private final Function<HttpRequest, CompletionStage<HttpResponse>> router;
    private final InetSocketAddress from;
    private final @Nullable Socket socket;
    private final Exchanges exchanges = new Exchanges();
    private final SharedKillSwitch end = KillSwitches.shared("http-connection");
    private final CompletableFuture<Done> over = new CompletableFuture<>();
    private volatile boolean last;

    /**
     * Makes a connection that is not served yet.
     *
     * @param socket its socket; null if nobody knows it
     */
    OpenConnection(
            Function<HttpRequest, CompletionStage<HttpResponse>> router,
            InetSocketAddress from,
            @Nullable Socket socket) {
        this.router = router;
        this.from = from;
        this.socket = socket;
    }

    /** Serves the requests of the connection. The stage completes when the connection ends. */
    CompletionStage<Done> run(
            Tcp.IncomingConnection connection,
            BidiFlow<HttpResponse, SslTlsOutbound, SslTlsInbound, HttpRequest, NotUsed> http,
            BidiFlow<SslTlsOutbound, ByteString, ByteString, SslTlsInbound, NotUsed> tls,
            HttpSettings settings,
            ActorSystem<?> system) {
        // A connection gets its parser with its first head. A client that sends none costs little.
        Flow<SslTlsInbound, SslTlsOutbound, ?> parsed =
                Flow.lazyFlow(
                        () -> Flow.of(HttpRequest.class).mapAsync(1, this::answer).join(http));
        Flow<ByteString, ByteString, CompletionStage<Done>> whole =
                parsed.join(BidiFlow.fromGraph(guard(settings)).atop(tls))
                        .via(new ReadDeadline(settings.readWithin(), over))
                        .watchTermination(Keep.right());
        return connection.flow().via(end.flow()).joinMat(whole, Keep.right()).run(system);
    }

    private ConnectionGuard guard(HttpSettings settings) {
        return new ConnectionGuard(
                exchanges,
                new ConnectionGuard.Limits(settings.headWithin(), settings.idleTimeout()),
                () -> over.complete(Done.done()));
    }

    CompletionStage<HttpResponse> answer(HttpRequest request) {
        exchanges.began();
        HttpRequest known =
                request.addAttribute(AttributeKeys.remoteAddress, RemoteAddress.create(from));
        return router.apply(known).thenApply(this::answered);
    }

    private HttpResponse answered(HttpResponse response) {
        if (EventStream.is(response)) {
            sendThroughBufferOf(EVENTS_BUFFER);
        } else if (response.entity().isChunked()) {
            sendThroughBufferOf(ENTRIES_BUFFER);
        }
        return exchanges.answered(last ? response.addHeader(Connection.create("close")) : response);
    }

    /**
     * Makes the system keep little of what the client has not read. Events are so small that they
     * would not fill the usual buffer for hours. Then a client that reads nothing would not be
     * noticed. Chunked answers are the entries of long lists, which would be written as JSON by the
     * megabyte before a client that reads slowly takes them.
     */
    private void sendThroughBufferOf(int bytes) {
        if (socket != null) {
            try {
                socket.setSendBufferSize(bytes);
            } catch (SocketException _) {
                // The client is gone.
            }
        }
    }

    /**
     * Ends the connection if no request on it is unfinished. Otherwise the connection ends after
     * its next answer, which has the header {@code Connection: close}.
     */
    void stopWhenIdle() {
        last = true;
        if (exchanges.isIdle()) {
            end.shutdown();
        }
    }

    void stop() {
        end.abort(new ConnectionGuard.EndedException("the server stops"));
    }
}
