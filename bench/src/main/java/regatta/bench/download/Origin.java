package regatta.bench.download;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** An nginx on the loopback address that serves files of random bytes. */
final class Origin implements AutoCloseable {
    private final Path folder;
    private final int port;
    private final Process nginx;

    /** Files of one size. */
    record FileSet(String name, List<OriginFile> files, int bytes) {
        long total() {
            return (long) bytes * files.size();
        }
    }

    record OriginFile(String url, String sha256) {}

    Origin(Path folder, int port) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.port = port;
        Path configuration = folder.resolve("nginx.conf");
        Files.writeString(
                configuration,
                """
                daemon off;
                worker_processes 1;
                pid %1$s/nginx.pid;
                error_log stderr warn;
                events { worker_connections 4096; }
                http {
                  access_log off; sendfile on; tcp_nopush on; tcp_nodelay on;
                  keepalive_requests 1000000;
                  client_body_temp_path %1$s/1; proxy_temp_path %1$s/2; fastcgi_temp_path %1$s/3;
                  uwsgi_temp_path %1$s/4; scgi_temp_path %1$s/5;
                  server { listen 127.0.0.1:%2$d backlog=4096; root %1$s/files; }
                }
                """
                        .formatted(folder, port));
        nginx =
                new ProcessBuilder("nginx", "-c", configuration.toString(), "-e", "stderr")
                        .inheritIO()
                        .start();
    }

    /** Writes the files of a set. Their content is the same in every run. */
    FileSet write(String name, int count, int bytes) throws IOException {
        Path files = Files.createDirectories(folder.resolve("files").resolve(name));
        Random random = new Random(count);
        byte[] content = new byte[bytes];
        List<OriginFile> written = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            String file = "%s%05d.bin".formatted(name, i);
            random.nextBytes(content);
            Files.write(files.resolve(file), content);
            String url = "http://127.0.0.1:%d/%s/%s".formatted(port, name, file);
            written.add(new OriginFile(url, sha256(content)));
        }
        return new FileSet(name, written, bytes);
    }

    static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException always) {
            throw new IllegalStateException(always);
        }
    }

    @Override
    public void close() throws IOException {
        nginx.destroy();
        try {
            nginx.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
