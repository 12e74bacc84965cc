package regatta.workload.download.http1;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import regatta.workload.EventLoop;

/**
 * Sends requests on an event loop, and keeps connections for later requests. Confined to the loop's
 * thread.
 */
public final class LoopClient {
    private static final int BUFFER_BYTES = 128 * 1024;

    private final EventLoop loop;
    private final Supplier<SSLContext> tls;
    private final IdleConnections<LoopConnection> idle = new IdleConnections<>();
    private boolean sweeping;

    /**
     * The buffer for received bytes. All connections share this buffer, because the loop handles
     * all bytes of one read before the next read.
     */
    private final ByteBuffer received = ByteBuffer.allocate(BUFFER_BYTES);

    /**
     * Makes a client.
     *
     * @param tls returns the TLS context; called for each secure connection
     */
    public LoopClient(EventLoop loop, Supplier<SSLContext> tls) {
        this.loop = loop;
        this.tls = tls;
    }

    /**
     * Sends a request. The listener gets the response or the failure.
     *
     * @param endpoints the endpoints of one host, at least one, in the order in which the client
     *     tries the endpoints
     * @return the exchange; the caller must call {@link LoopExchange#tick} of the exchange several
     *     times a second
     */
    public LoopExchange get(
            List<Endpoint> endpoints, Request request, Pace pace, LoopExchange.Listener listener) {
        LoopExchange exchange = new LoopExchange(this, endpoints, request, pace, listener);
        loop.execute(exchange::begin);
        return exchange;
    }

    EventLoop loop() {
        return loop;
    }

    ByteBuffer received() {
        return received;
    }

    SSLContext tls() {
        return tls.get();
    }

    /** Takes an idle connection that is still open and silent. */
    Optional<LoopConnection> take(Endpoint endpoint) {
        Optional<LoopConnection> taken = idle.take(endpoint);
        while (taken.isPresent() && !taken.get().quiet()) {
            taken.get().close();
            taken = idle.take(endpoint);
        }
        return taken;
    }

    void keep(Endpoint endpoint, LoopConnection connection) {
        idle.put(endpoint, connection, System.nanoTime());
        if (!sweeping) {
            sweeping = true;
            loop.schedule(Duration.ofSeconds(1), this::sweep);
        }
    }

    void forget(LoopConnection connection) {
        idle.remove(connection);
    }

    private void sweep() {
        sweeping = idle.expire(System.nanoTime());
        if (sweeping) {
            loop.schedule(Duration.ofSeconds(1), this::sweep);
        }
    }
}
