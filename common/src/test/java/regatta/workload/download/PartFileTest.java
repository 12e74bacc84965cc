package regatta.workload.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartFileTest {
    @TempDir Path directory;
    private Path folder = Path.of("");

    @BeforeEach
    void nameFolder() {
        folder = directory.resolve("downloads").resolve("job");
    }

    @Test
    void appearsUnderItsNameOnlyWhenPublished() throws IOException {
        try (PartFile part = PartFile.in(folder, 7, 1)) {
            write(part, "hello");
            assertThat(names()).singleElement().asString().startsWith(PartFile.PREFIX);
            assertThat(part.bytes()).isEqualTo(5);
            assertThat(HexFormat.of().formatHex(part.digest(PartFile.SHA_256)))
                    .startsWith("2cf24dba5fb0a30e");
            assertThat(part.publish(List.of("a.txt"))).isEqualTo("a.txt");
        }
        assertThat(names()).containsExactly("a.txt");
        assertThat(folder.resolve("a.txt")).hasContent("hello");
    }

    @Test
    void leavesNothingWhenItIsNotPublished() throws IOException {
        try (PartFile part = PartFile.in(folder, 7, 1)) {
            write(part, "half");
        }
        assertThat(names()).isEmpty();
    }

    @Test
    void takesTheNextNameRatherThanOverwrite() throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("a"), "first");
        Path dangling = folder.resolve("a-1");
        Files.createSymbolicLink(dangling, directory.resolve("elsewhere"));
        try (PartFile part = PartFile.in(folder, 7, 1)) {
            write(part, "second");
            assertThat(part.publish(List.of("a", "a-1", "a-1-2"))).isEqualTo("a-1-2");
        }
        assertThat(folder.resolve("a")).hasContent("first");
        assertThat(folder.resolve("a-1-2")).hasContent("second");
        assertThat(directory.resolve("elsewhere")).doesNotExist();
    }

    @Test
    void failsWhenEveryNameIsTaken() throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("a"), "first");
        try (PartFile part = PartFile.in(folder, 7, 1)) {
            assertThatThrownBy(() -> part.publish(List.of("a")))
                    .isInstanceOf(FileAlreadyExistsException.class);
        }
        assertThat(names()).containsExactly("a");
    }

    @Test
    void refusesAFolderThatIsALink() throws IOException {
        Path target = Files.createDirectories(directory.resolve("target"));
        Files.createDirectories(directory.resolve("downloads"));
        Files.createSymbolicLink(folder, target);
        assertThatThrownBy(() -> PartFile.in(folder, 7, 1))
                .isInstanceOf(NotDirectoryException.class);
        assertThat(target).isEmptyDirectory();
    }

    private static void write(PartFile part, String text) throws IOException {
        part.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
