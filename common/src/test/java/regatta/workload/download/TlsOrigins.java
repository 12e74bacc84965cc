package regatta.workload.download;

import static regatta.workload.download.TestingOrigin.sized;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Origins that speak TLS, well and badly, for those who run them through a whole cluster. */
public final class TlsOrigins implements Closeable {
    private static final String HERE = "ip:127.0.0.1";

    private final Path folder;
    private final TestingCertificates certificates;
    private final List<TestingOrigin> origins = new ArrayList<>();
    private final List<HostileOrigin.Case> cases = new ArrayList<>();

    /** Makes certificates in a folder. */
    public TlsOrigins(Path folder) throws IOException {
        this.folder = folder;
        certificates = new TestingCertificates(folder);
        certificates.make("origin", "-0d", HERE);
        certificates.make("expired", "-60d", HERE);
        certificates.make("elsewhere", "-0d", "dns:origin.test");
        certificates.make("unknown", "-0d", HERE);
        String sha256 = Fixture.sha256("hello");
        add("trusted", sha256, "", socket -> certificates.layered("origin", socket));
        add("expired", "", "tls", socket -> certificates.layered("expired", socket));
        add("of another host", "", "tls", socket -> certificates.layered("elsewhere", socket));
        add("not trusted", "", "tls", socket -> certificates.layered("unknown", socket));
        add(
                "in the clear",
                "",
                "tls",
                socket -> {
                    TestingOrigin.write(socket, "HTTP/1.1 400 Bad Request\r\n\r\n");
                    return socket;
                });
        add(
                "broken off",
                "",
                "reset",
                socket -> {
                    int _ = socket.getInputStream().read();
                    TestingOrigin.reset(socket);
                    throw new IOException("broken on purpose");
                });
        add(
                "mute",
                "",
                "timeout",
                socket -> {
                    TestingOrigin.drip(socket, "");
                    return socket;
                });
    }

    private void add(String name, String sha256, String failure, TestingOrigin.Wrapper wrapper)
            throws IOException {
        TestingOrigin origin = new TestingOrigin("127.0.0.1", wrapper);
        origin.on("/a", sized("hello"));
        origins.add(origin);
        Source source = Source.of("https://127.0.0.1:" + origin.port() + "/a");
        cases.add(new HostileOrigin.Case("TLS " + name, source, sha256, failure));
    }

    /** Whom to trust: all but one. */
    public Path caFile() throws IOException {
        StringBuilder trusted = new StringBuilder();
        for (String name : List.of("origin", "expired", "elsewhere")) {
            trusted.append(Files.readString(certificates.pem(name), StandardCharsets.US_ASCII));
        }
        return Files.writeString(folder.resolve("trusted.pem"), trusted);
    }

    public List<HostileOrigin.Case> cases() {
        return List.copyOf(cases);
    }

    @Override
    public void close() throws IOException {
        for (TestingOrigin origin : origins) {
            origin.close();
        }
    }
}
