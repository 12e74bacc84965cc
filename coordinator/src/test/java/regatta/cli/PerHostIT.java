package regatta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Downloads a list sorted by host, two at a time from each host, with three workers: no host gets
 * more, and no slot is idle. {@code -Dregatta.perhost.urls=20000 -Dregatta.perhost.hosts=50} is the
 * long form.
 */
@Timeout(600)
class PerHostIT {
    private static final int URLS = Integer.getInteger("regatta.perhost.urls", 480);
    private static final int HOSTS = Integer.getInteger("regatta.perhost.hosts", 12);
    private static final int PER_HOST = 2;
    private static final int SLOTS = 12;
    private static final long DELAY_MILLIS = 150;

    @TempDir Path folder;

    @Test
    void sparesEveryHostAndLeavesNoSlotIdle() throws Exception {
        try (TestingNode nodes = new TestingNode(folder);
                Hosts hosts = new Hosts()) {
            String[] settings = {"--set", "regatta.download.allowed-networks=[\"127.0.1.0/24\"]"};
            nodes.startCoordinator(List.of(), settings);
            for (int worker = 0; worker < 3; worker++) {
                nodes.startWorker("--io-slots", "4", settings[0], settings[1]);
            }
            while (joined(nodes) < 3) {
                Thread.onSpinWait();
            }
            String id = nodes.submit("perhost", body(hosts)).json().at("/id").asText();
            JsonNode job = nodes.awaitEnd(id);
            assertThat(job.at("/state").asText()).isEqualTo("SUCCEEDED");
            assertThat(hosts.urls).as("each URL was asked for").hasSize(URLS);
            assertThat(hosts.requests.get()).as("once").isEqualTo(URLS);
            assertThat(hosts.most()).as("at one host at a time").isEqualTo(PER_HOST);
            JsonNode report = job.at("/report");
            double running = report.at("/slotAccount/running").asDouble();
            double handOver = report.at("/slotAccount/handOver").asDouble();
            System.out.printf("slots ran for %.1f s, were idle for %.1f s%n", running, handOver);
            assertThat(report.at("/slots").asInt()).isEqualTo(SLOTS);
            // If slots waited for one host, they would be idle five times as long as they ran.
            assertThat(handOver)
                    .as("idle while an allowed URL waits: %s", report)
                    .isLessThan(2 * running);
        }
    }

    private static long joined(TestingNode nodes) throws Exception {
        return nodes.get("/api/v1/workers")
                .json()
                .at("/items")
                .valueStream()
                .filter(worker -> worker.at("/pool").asText().equals("cluster"))
                .filter(worker -> worker.at("/state").asText().equals("JOINED"))
                .count();
    }

    private static String body(Hosts hosts) {
        String urls =
                IntStream.range(0, URLS)
                        .mapToObj(i -> "\"%s/%d\"".formatted(hosts.url(i * HOSTS / URLS), i))
                        .collect(Collectors.joining(","));
        return """
        {"workload": {"kind": "download", "urls": [%s], "perHost": %d},
         "mode": "cluster", "slots": %d}
        """
                .formatted(urls, PER_HOST, SLOTS);
    }

    /** Origins at addresses of their own. Each counts its simultaneous clients. */
    private static final class Hosts implements AutoCloseable {
        final AtomicInteger requests = new AtomicInteger();
        final Set<String> urls = ConcurrentHashMap.newKeySet();
        private final List<HttpServer> servers = new ArrayList<>();
        private final AtomicIntegerArray present = new AtomicIntegerArray(HOSTS);
        private final AtomicIntegerArray most = new AtomicIntegerArray(HOSTS);
        private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor();

        Hosts() throws IOException {
            for (int host = 0; host < HOSTS; host++) {
                int number = host;
                HttpServer server = HttpServer.create(address("127.0.1." + (host + 1)), 100);
                server.setExecutor(threads);
                server.createContext("/", exchange -> take(exchange, number));
                server.start();
                servers.add(server);
            }
        }

        private static InetSocketAddress address(String literal) throws IOException {
            return new InetSocketAddress(InetAddress.getAllByName(literal)[0], 0);
        }

        String url(int host) {
            InetSocketAddress address = servers.get(host).getAddress();
            return "http://%s:%d".formatted(address.getHostString(), address.getPort());
        }

        int most() {
            return IntStream.range(0, HOSTS).map(most::get).max().orElse(0);
        }

        private void take(HttpExchange exchange, int host) {
            requests.incrementAndGet();
            urls.add(exchange.getRequestURI().getPath());
            most.accumulateAndGet(host, present.incrementAndGet(host), Math::max);
            var _ =
                    later.schedule(
                            () -> threads.execute(() -> answer(exchange, host)),
                            DELAY_MILLIS,
                            TimeUnit.MILLISECONDS);
        }

        private void answer(HttpExchange exchange, int host) {
            present.decrementAndGet(host);
            try (exchange) {
                exchange.sendResponseHeaders(200, 2);
                exchange.getResponseBody().write(new byte[] {'o', 'k'});
            } catch (IOException _) {
                // The client disconnected. The job shows what is missing.
            }
        }

        @Override
        public void close() {
            servers.forEach(server -> server.stop(0));
            later.shutdownNow();
            threads.shutdownNow();
        }
    }
}
