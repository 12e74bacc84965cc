package regatta.workload.download;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import regatta.workload.download.http1.Limits;

/** Settings for tests: 127.0.0.1 alone may be reached, and limits can be made short. */
final class TestingSettings {
    private final Path directory;
    private Duration connect = Duration.ofSeconds(20);
    private Duration firstByte = Duration.ofSeconds(20);
    private Duration stall = Duration.ofSeconds(20);
    private Duration total = Duration.ofSeconds(60);
    private Duration maxRetryAfter = Duration.ofSeconds(2);
    private long maxBytes = 1L << 40;
    private long keepFree;
    private int maxRatio = 100;
    private boolean allowInsecureRedirects;
    static final int MAX_REDIRECTS = 3;

    private int maxUrls = 1_000;
    private int maxTasks = 1_000;
    private List<String> networks = List.of("127.0.0.1/32");
    private @Nullable InetSocketAddress proxy;
    private @Nullable Path caFile;
    private Resolver.Names names = InetAddress::getAllByName;
    private Executor readers = Threads.upTo(2, "download-test-files-");

    TestingSettings(Path directory) {
        this.directory = directory;
    }

    TestingSettings networks(String... allowed) {
        networks = List.of(allowed);
        return this;
    }

    TestingSettings connect(Duration limit) {
        connect = limit;
        return this;
    }

    TestingSettings firstByte(Duration limit) {
        firstByte = limit;
        return this;
    }

    TestingSettings stall(Duration limit) {
        stall = limit;
        return this;
    }

    TestingSettings total(Duration limit) {
        total = limit;
        return this;
    }

    TestingSettings maxRetryAfter(Duration limit) {
        maxRetryAfter = limit;
        return this;
    }

    TestingSettings maxBytes(long limit) {
        maxBytes = limit;
        return this;
    }

    TestingSettings maxRatio(int limit) {
        maxRatio = limit;
        return this;
    }

    TestingSettings allowInsecureRedirects() {
        allowInsecureRedirects = true;
        return this;
    }

    TestingSettings maxUrls(int limit) {
        maxUrls = limit;
        return this;
    }

    TestingSettings maxTasks(int limit) {
        maxTasks = limit;
        return this;
    }

    TestingSettings proxy(InetSocketAddress address) {
        proxy = address;
        return this;
    }

    TestingSettings caFile(@Nullable Path file) {
        caFile = file;
        return this;
    }

    TestingSettings names(Resolver.Names table) {
        names = table;
        return this;
    }

    TestingSettings readers(Executor threads) {
        readers = threads;
        return this;
    }

    DownloadSettings settings() {
        return new DownloadSettings(
                directory,
                networks.stream().map(Network::parse).toList(),
                List.of(new AddressGuard.PortRange(1, 65_535)),
                maxBytes,
                keepFree,
                new Limits(connect, firstByte, stall, 64, total),
                maxRatio,
                MAX_REDIRECTS,
                allowInsecureRedirects,
                maxRetryAfter,
                proxy,
                caFile,
                maxUrls,
                maxTasks);
    }

    Download download() {
        return new Download(settings(), names, readers);
    }
}
