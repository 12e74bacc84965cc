package regatta.workload.handlers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Function;
import regatta.workload.EventLoop;
import regatta.workload.SelectorLoop;

/**
 * An HTTP service on a free port of the loopback address. One event loop accepts connections, reads
 * and writes; a handler serves {@code /work}.
 */
final class Service implements AutoCloseable {
    /**
     * How many connections may wait to be accepted. The generator opens fewer connections, so the
     * system refuses no connection while the loop is blocked.
     */
    private static final int BACKLOG = 4_096;

    private static final Duration PATIENCE = Duration.ofSeconds(12);

    private final ServerSocketChannel server;
    private final SelectorLoop loop = new SelectorLoop("handlers-loop");
    private final Handler handler;
    private final Set<ServedConnection> connections = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    private Service(Function<EventLoop, Handler> handler) throws IOException {
        this.handler = handler.apply(loop);
        this.server = ServerSocketChannel.open();
    }

    /**
     * Starts a service.
     *
     * @param handler makes the handler for the service's loop
     */
    static Service start(Function<EventLoop, Handler> handler)
            throws IOException, InterruptedException {
        Service service = new Service(handler);
        try {
            service.listen();
            return service;
        } catch (IOException | InterruptedException | RuntimeException failure) {
            service.close();
            throw failure;
        }
    }

    private void listen() throws IOException, InterruptedException {
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        server.configureBlocking(false);
        FutureTask<SelectionKey> registered =
                new FutureTask<>(
                        () -> loop.register(server, SelectionKey.OP_ACCEPT, _ -> accept()));
        loop.execute(registered);
        try {
            var _ = registered.get();
        } catch (ExecutionException failure) {
            throw new IOException(failure.getCause());
        }
    }

    InetSocketAddress address() throws IOException {
        return (InetSocketAddress) server.getLocalAddress();
    }

    private void accept() {
        try {
            for (SocketChannel next = server.accept(); next != null; next = server.accept()) {
                ServedConnection connection = new ServedConnection(next, this::handle);
                connections.add(connection);
                connection.open(loop, () -> connections.remove(connection));
            }
        } catch (IOException _) {
            // The client is gone, or the service ends.
        }
    }

    /**
     * Answers a request, or drops the request if the service is closed. A loop that was blocked may
     * still find many requests when the service is closed.
     */
    private void handle(String path, ServedConnection connection) {
        if (closed) {
            return;
        }
        switch (path) {
            case "/health" -> connection.answer(200, "ok");
            case "/work" -> handler.handle(() -> connection.answer(200, "done"));
            default -> connection.answer(404, "no such path");
        }
    }

    /**
     * Closes the service. Returns when the loop has ended, when {@link #PATIENCE} is over, or when
     * the caller is interrupted.
     */
    @Override
    public void close() throws IOException {
        closed = true;
        loop.close();
        handler.close();
        server.close();
        for (ServedConnection connection : connections) {
            connection.close();
        }
        try {
            boolean _ = loop.thread().join(PATIENCE);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
