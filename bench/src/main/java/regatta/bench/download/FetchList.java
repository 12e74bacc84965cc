package regatta.bench.download;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.stream.javadsl.FileIO;
import regatta.plugin.BlockSettings;
import regatta.workload.SelectorLoop;
import regatta.workload.TaskContext;
import regatta.workload.download.Download;
import regatta.workload.download.DownloadProvider;
import regatta.workload.download.DownloadTask;
import regatta.workload.download.Source;

/**
 * Fetches every URL of a list into a folder, N at a time: {@code LIST FOLDER N CLIENT}. CLIENT is
 * {@code blocking} or {@code async} (the two forms of Regatta's own client), {@code jdk} or {@code
 * pekko-http}.
 */
public final class FetchList {
    private final List<String> urls;
    private final Path folder;
    private final int atATime;
    private final AtomicInteger next = new AtomicInteger();

    private FetchList(List<String> urls, Path folder, int atATime) {
        this.urls = urls;
        this.folder = folder;
        this.atATime = atATime;
    }

    /** Fetches one URL completely. */
    private interface Client {
        void fetch(int index) throws Exception;
    }

    /** The context of a download that is never cancelled. */
    private record Context(String job, int index) implements TaskContext {
        @Override
        public int attempt() {
            return 1;
        }

        @Override
        public boolean isCancelled() {
            return false;
        }
    }

    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[1]).toAbsolutePath();
        FetchList list =
                new FetchList(
                        Files.readAllLines(Path.of(args[0])), folder, Integer.parseInt(args[2]));
        switch (args[3]) {
            case "blocking" -> list.blocking();
            case "async" -> list.async();
            case "jdk" -> list.jdk();
            case "pekko-http" -> list.pekkoHttp();
            default -> throw new IllegalArgumentException(args[3]);
        }
        System.exit(0);
    }

    private DownloadTask task(int index) {
        return new DownloadTask(Source.of(urls.get(index)), 0);
    }

    private void blocking() throws Exception {
        Download download = download();
        each(index -> download.run(task(index), context(index)));
    }

    private void async() throws Exception {
        Download download = download();
        Semaphore free = new Semaphore(atATime);
        CompletableFuture<?>[] all = new CompletableFuture<?>[urls.size()];
        try (SelectorLoop loop = new SelectorLoop("loop")) {
            for (int i = 0; i < all.length; i++) {
                int index = i;
                free.acquire();
                all[i] =
                        CompletableFuture.completedFuture(index)
                                .thenComposeAsync(
                                        _ -> download.start(task(index), context(index), loop),
                                        loop)
                                .whenComplete((_, _) -> free.release());
            }
            CompletableFuture.allOf(all).join();
        }
    }

    private void jdk() throws Exception {
        HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        each(index -> {
            HttpRequest request = HttpRequest.newBuilder(URI.create(urls.get(index))).build();
            int status = client.send(request, BodyHandlers.ofFile(file(index))).statusCode();
            require(status == 200, index);
        });
    }

    private void pekkoHttp() throws Exception {
        Config config =
                ConfigFactory.parseMap(
                                Map.of(
                                        "pekko.http.host-connection-pool.max-connections",
                                        atATime,
                                        "pekko.http.host-connection-pool.max-open-requests",
                                        1_024,
                                        "pekko.http.client.parsing.max-content-length",
                                        "infinite",
                                        "pekko.loglevel",
                                        "OFF"))
                        .withFallback(ConfigFactory.load());
        ActorSystem system = ActorSystem.create("fetch", config);
        Http http = Http.get(system);
        each(index -> {
            HttpResponse response =
                    http.singleRequest(
                                    org.apache.pekko.http.javadsl.model.HttpRequest.create(
                                            urls.get(index)))
                            .toCompletableFuture()
                            .get();
            require(response.status().intValue() == 200, index);
            var _ =
                    response.entity()
                            .getDataBytes()
                            .runWith(FileIO.toPath(file(index)), system)
                            .toCompletableFuture()
                            .get();
        });
    }

    /** Starts N virtual threads. Each takes the next URL until none remains. */
    private void each(Client client) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<Void>> all =
                    IntStream.range(0, atATime)
                            .mapToObj(_ -> CompletableFuture.runAsync(() -> drain(client), threads))
                            .toList();
            CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();
        }
    }

    private void drain(Client client) {
        for (int i = next.getAndIncrement(); i < urls.size(); i = next.getAndIncrement()) {
            try {
                client.fetch(i);
            } catch (Exception failure) {
                throw new IllegalStateException(urls.get(i), failure);
            }
        }
    }

    /** Creates the workload so that its job folder is the requested folder. */
    private Download download() {
        Config config =
                ConfigFactory.parseMap(
                                Map.of(
                                        "regatta.download.directory",
                                                folder.resolve("..").normalize().toString(),
                                        "regatta.download.allowed-networks",
                                                List.of("127.0.0.0/8")))
                        .withFallback(ConfigFactory.load())
                        .resolve();
        return new DownloadProvider().create(BlockSettings.of(config, Download.KIND));
    }

    private Context context(int index) {
        return new Context(String.valueOf(folder.getFileName()), index);
    }

    private Path file(int index) {
        String url = urls.get(index);
        return folder.resolve(url.substring(url.lastIndexOf('/') + 1));
    }

    private void require(boolean success, int index) {
        if (!success) {
            throw new IllegalStateException(urls.get(index));
        }
    }
}
