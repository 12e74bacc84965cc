package regatta.workload.download;

import static org.assertj.core.api.Assertions.assertThat;
import static regatta.workload.download.Fixture.OK;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Names that the locale of a worker's process cannot write. */
@Timeout(60)
class DownloadNamesIT {
    @TempDir Path directory;

    @Test
    void keepsAFileUnderAnAsciiNameInALocaleWithoutOthers() throws Exception {
        try (Fixture fixture = new Fixture(directory)) {
            fixture.origin.on("/%C3%BCber.bin", OK + "Content-Length: 5\r\n\r\nfirst");
            fixture.origin.on("/%C3%A4ber.bin", OK + "Content-Length: 6\r\n\r\nsecond");

            download(fixture.origin.url("/%C3%BCber.bin"));
            download(fixture.origin.url("/%C3%A4ber.bin"));

            assertThat(fixture.files()).containsExactly("_ber-0.bin", "_ber.bin");
            assertThat(fixture.folder.resolve("_ber.bin")).hasContent("first");
            assertThat(fixture.folder.resolve("_ber-0.bin")).hasContent("second");
            assertThat(fixture.origin.asked()).as("each fetched once").hasSize(2);
        }
    }

    private void download(String url) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                KilledDownload.class.getName(),
                                directory.toString(),
                                url)
                        .inheritIO();
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        try {
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        } finally {
            process.destroyForcibly().waitFor();
        }
    }
}
