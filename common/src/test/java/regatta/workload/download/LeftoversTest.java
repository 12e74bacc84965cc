package regatta.workload.download;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftoversTest {
    private static final Duration LONG = Duration.ofHours(25);

    @TempDir Path machine;
    @TempDir Path another;
    @TempDir Path elsewhere;

    @Test
    void removesWhatNobodyGoesOnWithForADay() throws IOException {
        Path part = leave(machine.resolve("went-elsewhere/.part-0-3"), LONG);
        Files.writeString(machine.resolve("went-elsewhere/.part-0-3.version"), "note");
        Path beside = leave(machine.resolve("has-files/.part-7-1"), LONG);
        Path file = leave(machine.resolve("has-files/file.bin"), LONG);
        Path recent = leave(machine.resolve("recent/.part-0-1"), Duration.ofHours(23));
        Path there = leave(another.resolve("went-elsewhere/.part-0-3"), LONG);

        sweep();

        assertThat(part.getParent()).doesNotExist();
        assertThat(beside).doesNotExist();
        assertThat(file).exists();
        assertThat(recent).exists();
        assertThat(there).as("another machine's").exists();
    }

    @Test
    void leavesAloneWhatSomebodyIsAt() throws IOException {
        Path folder = machine.resolve("busy");
        try (PartFile _ = PartFile.in(folder, 0, 1)) {
            Path part = age(folder.resolve(".part-0-1"), LONG);
            sweep();
            assertThat(part).exists();
        }
    }

    @Test
    void leavesAloneWhatNoDownloadLeft() throws IOException {
        Path outside = leave(elsewhere.resolve(".part-0-1"), LONG);
        Files.createSymbolicLink(machine.resolve("link"), elsewhere);
        Path job = Files.createDirectory(machine.resolve("job"));
        Path link = Files.createSymbolicLink(job.resolve(".part-0-1"), outside);
        Path collected = leave(job.resolve(".part-3-0123456789012345"), LONG);
        Path top = leave(machine.resolve(".part-0-1"), LONG);
        Path empty = Files.createDirectory(machine.resolve("empty"));

        sweep();

        assertThat(outside).exists();
        assertThat(link).isSymbolicLink();
        assertThat(collected).exists();
        assertThat(top).exists();
        assertThat(empty).exists();
    }

    @Test
    void takesADirectoryThatIsMissingForAnEmptyOne() {
        new TestingSettings(machine.resolve("none")).download().discardLeftovers();
        assertThat(machine).isEmptyDirectory();
    }

    private void sweep() {
        new TestingSettings(machine).download().discardLeftovers();
    }

    private static Path leave(Path file, Duration ago) throws IOException {
        Files.createDirectories(file.getParent());
        return age(Files.writeString(file, "half"), ago);
    }

    private static Path age(Path file, Duration ago) throws IOException {
        return Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(ago)));
    }
}
