package regatta.comparison.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
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

    /**
     * The part of a URL before the number of milliseconds after which the server answers a request
     * for the URL.
     */
    private static final String DELAY = "?delay=";

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
        return base() + "/todos/1";
    }

    /**
     * Returns the URL of the document for requests that the server answers after {@code delay}
     * instead of the usual delay.
     */
    String url(Duration delay) {
        return url() + DELAY + delay.toMillis();
    }

    /** Returns the URL at this server of the document that {@code url} names at another server. */
    String sameAs(String url) {
        URI there = URI.create(url);
        String query = there.getRawQuery() == null ? "" : "?" + there.getRawQuery();
        return base() + there.getRawPath() + query;
    }

    private String base() {
        return "http://127.0.0.1:" + port();
    }

    private static Duration delay(String target, Duration otherwise) {
        int at = target.indexOf(DELAY);
        return at < 0
                ? otherwise
                : Duration.ofMillis(Long.parseLong(target.substring(at + DELAY.length())));
    }

    private static void answer(HttpExchange exchange, Duration delay) throws IOException {
        try (exchange) {
            Thread.sleep(delay(exchange.getRequestURI().toString(), delay));
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
