package regatta.comparison.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A server on the loopback address that answers each request after a delay with a small JSON
 * document, as the endpoint in the Python post does.
 */
public final class SlowOrigin implements AutoCloseable {
    private static final int BACKLOG = 1024;
    private static final byte[] DOCUMENT =
            "{\"userId\": 1, \"id\": 1, \"title\": \"slow\", \"completed\": true}\n"
                    .getBytes(StandardCharsets.UTF_8);

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private SlowOrigin(HttpServer server) {
        this.server = server;
    }

    /** Starts a server on a free port. */
    public static SlowOrigin start(Duration delay) throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        SlowOrigin origin = new SlowOrigin(HttpServer.create(address, BACKLOG));
        origin.server.createContext("/", exchange -> answer(exchange, delay));
        origin.server.setExecutor(origin.threads);
        origin.server.start();
        return origin;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** Returns the URL of the document. */
    public String url() {
        return "http://127.0.0.1:" + port() + "/todos/1";
    }

    private static void answer(HttpExchange exchange, Duration delay) throws IOException {
        try (exchange) {
            Thread.sleep(delay);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, DOCUMENT.length);
            exchange.getResponseBody().write(DOCUMENT);
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
