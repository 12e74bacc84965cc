package regatta.tls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Certificates that tests share, since keytool takes a second for each. */
final class TestingAuthorities {
    static final String COORDINATOR = "coordinator.example";
    static final String WORKER = "worker.example";
    static final String EXPIRED = "10.1.2.3";

    /** An address as people write it. The JDK returns it from a certificate in a longer form. */
    static final String IPV6 = "fd00::1";

    static final String EVERY_POD = "*.pods.example";

    /** Issued all of these names. */
    static final DevelopmentCa OURS = authority("ours");

    /** Issued the worker's name only. */
    static final DevelopmentCa THEIRS = authority("theirs");

    static {
        try {
            OURS.issue(COORDINATOR, 30, "-1H");
            OURS.issue(WORKER, 30, "-1H");
            OURS.issue(EXPIRED, 1, "-2d");
            OURS.issue(IPV6, 30, "-1H");
            OURS.issue(EVERY_POD, 30, "-1H");
            THEIRS.issue(WORKER, 30, "-1H");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private TestingAuthorities() {}

    private static DevelopmentCa authority(String name) {
        try {
            Path folder = Files.createTempDirectory("regatta-" + name);
            folder.toFile().deleteOnExit();
            return new DevelopmentCa(folder);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
