package regatta.workload.download.http1;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests on the calling thread, and keeps connections for later requests; safe from any
 * thread.
 */
public final class BlockingClient {
    private final Supplier<SSLContext> tls;
    private final IdleConnections<BlockingConnection> idle = new IdleConnections<>();
    private final AtomicBoolean sweeping = new AtomicBoolean();

    /**
     * Makes a client.
     *
     * @param tls returns the TLS context; called for each secure connection
     */
    public BlockingClient(Supplier<SSLContext> tls) {
        this.tls = tls;
    }

    /**
     * Sends a request, and waits for the head of its response.
     *
     * @param endpoints the endpoints of one host, at least one, in the order in which the client
     *     tries the endpoints
     * @throws HttpException if no head arrived. The client sent the request twice only if the
     *     origin had closed an idle connection.
     */
    public BlockingResponse get(List<Endpoint> endpoints, Request request, Pace pace)
            throws HttpException, InterruptedException {
        try {
            for (Endpoint endpoint : endpoints) {
                Optional<BlockingResponse> response = reuse(endpoint, request, pace);
                if (response.isPresent()) {
                    return response.get();
                }
            }
            return connect(endpoints, request, pace);
        } catch (ClosedByInterruptException _) {
            throw interrupted();
        } catch (IOException failure) {
            throw Sockets.fault(failure);
        }
    }

    private Optional<BlockingResponse> reuse(Endpoint endpoint, Request request, Pace pace)
            throws IOException {
        BlockingConnection connection = takeQuiet(endpoint);
        if (connection == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(exchange(endpoint, connection, request, pace));
        } catch (IOException failure) {
            connection.close();
            if (connection.parser().begun() || Sockets.fault(failure).fault() != Fault.RESET) {
                throw failure;
            }
            return Optional.empty();
        }
    }

    private @Nullable BlockingConnection takeQuiet(Endpoint endpoint) {
        while (true) {
            Optional<BlockingConnection> taken = idle.take(endpoint);
            if (taken.isEmpty() || isQuiet(taken.get())) {
                return taken.orElse(null);
            }
            Sockets.close(taken.get());
        }
    }

    private static boolean isQuiet(BlockingConnection connection) {
        try {
            return connection.quiet();
        } catch (HttpException _) {
            return false;
        }
    }

    private BlockingResponse connect(List<Endpoint> endpoints, Request request, Pace pace)
            throws IOException {
        HttpException telling = null;
        for (Endpoint endpoint : endpoints) {
            BlockingConnection connection;
            try {
                pace.connecting(System.nanoTime());
                SSLContext context = endpoint.secure() ? tls.get() : null;
                connection = BlockingConnection.open(endpoint, context, pace);
            } catch (ClosedByInterruptException interrupted) {
                throw interrupted;
            } catch (IOException failure) {
                telling = Sockets.telling(telling, Sockets.fault(failure));
                continue;
            }
            try {
                return exchange(endpoint, connection, request, pace);
            } catch (Throwable failure) {
                connection.close();
                throw failure;
            }
        }
        throw telling == null
                ? new HttpException(Fault.CONNECT, "the host has no address")
                : telling;
    }

    private BlockingResponse exchange(
            Endpoint endpoint, BlockingConnection connection, Request request, Pace pace)
            throws IOException {
        pace.asked(System.nanoTime());
        connection.send(request.encode(endpoint));
        ResponseParser.Event event = connection.next(pace);
        if (event != ResponseParser.Event.HEAD) {
            throw new IllegalStateException("a response began with " + event);
        }
        pace.bodyBegins(System.nanoTime());
        return new BlockingResponse(this, endpoint, connection, pace);
    }

    void keep(Endpoint endpoint, BlockingConnection connection) {
        idle.put(endpoint, connection, System.nanoTime());
        if (sweeping.compareAndSet(false, true)) {
            sweepLater();
        }
    }

    private void sweepLater() {
        CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS, Runnable::run).execute(this::sweep);
    }

    private void sweep() {
        sweeping.set(false);
        if (idle.expire(System.nanoTime()) && sweeping.compareAndSet(false, true)) {
            sweepLater();
        }
    }

    /**
     * Clears the thread's interrupt and returns the exception that reports the interrupt. The
     * channel noticed the interrupt before the thread did.
     */
    static InterruptedException interrupted() {
        boolean _ = Thread.interrupted();
        return new InterruptedException();
    }
}
