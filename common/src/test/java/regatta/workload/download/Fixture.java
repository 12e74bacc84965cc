package regatta.workload.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import regatta.workload.TaskFailedException;

/** An origin, a folder, and settings that a test may change. */
final class Fixture implements Closeable {
    static final String OK = "HTTP/1.1 200 OK\r\n";
    static final String CHUNKED = OK + "Transfer-Encoding: chunked\r\n\r\n";

    final TestingOrigin origin;
    final TestingSettings settings;
    final Path folder;

    Fixture(Path directory) throws IOException {
        origin = new TestingOrigin();
        settings = new TestingSettings(directory);
        folder = directory.resolve("job");
    }

    Source source(String path) {
        return Source.of(origin.url(path));
    }

    /** What is in the job's folder, hidden files too. */
    List<String> files() {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    TaskFailedException assertFails(Form form, String path, String kind, boolean retryable) {
        return assertFails(form, source(path), kind, retryable);
    }

    TaskFailedException assertFails(Form form, Source source, String kind, boolean retryable) {
        Download download = settings.download();
        TaskFailedException failure =
                catchThrowableOfType(TaskFailedException.class, () -> form.run(download, source));
        assertThat(failure).as("%s of %s", kind, source.url()).isNotNull();
        assertThat(failure.kind()).as(failure.getMessage()).isEqualTo(kind);
        assertThat(failure.retryable()).isEqualTo(retryable);
        return failure;
    }

    static InetAddress[] addresses(String... literals) throws UnknownHostException {
        InetAddress[] addresses = new InetAddress[literals.length];
        for (int i = 0; i < literals.length; i++) {
            addresses[i] = InetAddress.getByName(literals[i]);
        }
        return addresses;
    }

    static String sha256(String text) {
        return sha256(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    static String sha256(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(digest);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public void close() throws IOException {
        origin.close();
    }
}
