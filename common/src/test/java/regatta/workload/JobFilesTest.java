package regatta.workload;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import regatta.workload.JobFiles.Found;

class JobFilesTest {
    private static final String JOB = "job";

    @TempDir Path folder;
    private Path directory;
    private JobFiles files;

    @BeforeEach
    void prepare() throws IOException {
        directory = folder.resolve("downloads");
        Files.createDirectories(directory.resolve(JOB));
        files = new JobFiles(directory);
    }

    private TaskFile wanted(String name, String text) throws Exception {
        byte[] bytes = text.getBytes(UTF_8);
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
        return new TaskFile(name, bytes.length, HexFormat.of().formatHex(digest));
    }

    private TaskFile write(String name, String text) throws Exception {
        Files.writeString(directory.resolve(JOB).resolve(name), text);
        return wanted(name, text);
    }

    @Test
    void findsAFileByWhatItHolds() throws Exception {
        TaskFile file = write("ä b.bin", "content");

        assertThat(files.find(JOB, file)).isInstanceOf(Found.Here.class);
        assertThat(files.find(JOB, wanted("ä b.bin", "CONTENT"))).isEqualTo(new Found.Changed());
        assertThat(files.find(JOB, wanted("ä b.bin", "more content")))
                .isEqualTo(new Found.Changed());
        assertThat(files.find(JOB, wanted("other", "content"))).isEqualTo(new Found.Missing());
        assertThat(files.find("other", file)).isEqualTo(new Found.Missing());
    }

    @Test
    void readsPiecesUntilTheFileIsTouched() throws Exception {
        TaskFile file = write("file", "0123456789");
        String stamp = ((Found.Here) files.find(JOB, file)).stamp();

        assertThat(files.read(JOB, "file", stamp, 3, 4)).asString(UTF_8).isEqualTo("3456");
        assertThatThrownBy(() -> files.read(JOB, "file", stamp, 8, 4))
                .isInstanceOf(IOException.class);
        Path path = directory.resolve(JOB).resolve("file");
        Files.writeString(path, "9876543210");
        Files.setLastModifiedTime(path, FileTime.fromMillis(1));
        assertThatThrownBy(() -> files.read(JOB, "file", stamp, 3, 4))
                .isInstanceOf(IOException.class);
        assertThat(files.find(JOB, file)).isEqualTo(new Found.Changed());
    }

    @ParameterizedTest
    @ValueSource(strings = {"../secret", "..", ".", "", "/etc/passwd", "a/b", "a\\b", "a\0b"})
    void neverTreatsANameAsAPath(String name) throws Exception {
        Files.writeString(directory.resolve("secret"), "s");
        TaskFile file = wanted(name, "s");

        assertThat(files.find(JOB, file)).isEqualTo(new Found.Missing());
        assertThat(files.find(name, wanted("secret", "s"))).isEqualTo(new Found.Missing());
    }

    @Test
    void followsNoLink() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "s");
        Files.createSymbolicLink(directory.resolve(JOB).resolve("link"), secret);
        Files.createSymbolicLink(directory.resolve("linked"), folder);

        assertThat(files.find(JOB, wanted("link", "s"))).isEqualTo(new Found.Missing());
        assertThat(files.find("linked", wanted("secret", "s"))).isEqualTo(new Found.Missing());
    }

    @Test
    void readsRegularFilesOnly() throws Exception {
        Files.createDirectory(directory.resolve(JOB).resolve("folder"));
        Process pipe =
                new ProcessBuilder("mkfifo", directory.resolve(JOB).resolve("pipe").toString())
                        .start();

        assertThat(pipe.waitFor()).isZero();
        assertThat(files.find(JOB, wanted("folder", ""))).isEqualTo(new Found.Missing());
        assertThat(files.find(JOB, wanted("pipe", ""))).isEqualTo(new Found.Missing());
    }
}
