package regatta.coordinator.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static regatta.coordinator.store.TestingJobs.await;
import static regatta.coordinator.store.TestingJobs.keep;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import regatta.coordinator.jobs.Job;

/** Opens databases that are torn, older, newer or not databases at all. */
class RecoveryTest {
    @TempDir Path folder;
    private int images;

    @Test
    void losesOnlyUnacknowledgedWritesOfATornLog() throws IOException {
        Path file = folder.resolve("a.db");
        Job kept;
        Path image;
        long acknowledged;
        try (SqliteJobStore store = open(file)) {
            kept = keep(store, TestingJobs.accepted(5));
            await(store.settle(kept.id(), TestingJobs.successes(0, 3)));
            acknowledged = Files.size(StoreImage.log(file));
            await(store.settle(kept.id(), TestingJobs.successes(3, 5)));
            image = image(file);
        }
        Path log = StoreImage.log(image);
        assertThat(Files.size(log)).isGreaterThan(acknowledged);
        for (long length = Files.size(log) - 1; length >= acknowledged; length -= 501) {
            Path torn = StoreImage.of(image, folder.resolve("torn" + length));
            try (RandomAccessFile tail =
                    new RandomAccessFile(StoreImage.log(torn).toFile(), "rw")) {
                tail.setLength(length);
            }
            if (length % 2 == 0) {
                Files.write(StoreImage.log(torn), new byte[4_096], StandardOpenOption.APPEND);
            }
            try (SqliteJobStore store = open(torn)) {
                assertThat(store.page(kept.id(), 0, 10)).isEqualTo(TestingJobs.successes(0, 3));
            }
            assertThat(StoreCheck.run(settings(torn)).findings()).isEmpty();
        }
    }

    @Test
    void bringsAnOlderStoreUpToDate() {
        Path file = folder.resolve("a.db");
        Job job;
        try (SqliteJobStore store = open(file)) {
            job = keep(store, TestingJobs.accepted(1));
        }
        String step = "ALTER TABLE job ADD COLUMN note TEXT; CREATE TABLE more (a INTEGER);";
        List<String> steps = with(step);
        try (SqliteJobStore store = open(file, steps)) {
            assertThat(store.find(job.id())).contains(TestingJobs.queued(job));
            await(store.end(TestingJobs.succeeded(job)));
        }
        try (SqliteJobStore store = open(file, steps)) {
            assertThat(store.find(job.id())).contains(TestingJobs.succeeded(job).view());
        }
        assertThatThrownBy(() -> open(file))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("version 6, but this program knows versions up to 5");
    }

    @Test
    void changesNothingWhenAStepFails() {
        Path file = folder.resolve("a.db");
        try (SqliteJobStore store = open(file)) {
            keep(store, TestingJobs.accepted(1));
        }
        String step = "CREATE TABLE more (a INTEGER); ALTER TABLE nothing ADD COLUMN note TEXT;";
        assertThatThrownBy(() -> open(file, with(step))).isInstanceOf(StoreException.class);
        try (SqliteJobStore store = open(file)) {
            assertThat(store.unfinished()).hasSize(1);
        }
    }

    @Test
    void refusesAFileThatIsNotAStore() throws IOException {
        Path file = folder.resolve("a.db");
        Files.writeString(file, "This is no database, but it is long enough to be one.".repeat(99));
        assertThatThrownBy(() -> open(file))
                .isInstanceOfSatisfying(
                        StoreException.class,
                        damaged ->
                                assertThat(damaged.kind()).isEqualTo(StoreException.Kind.DAMAGED));
    }

    private Path image(Path file) throws IOException {
        return StoreImage.of(file, folder.resolve("image" + images++));
    }

    private static SqliteJobStore open(Path file) {
        return open(file, Schema.STEPS);
    }

    private static List<String> with(String step) {
        List<String> steps = new ArrayList<>(Schema.STEPS);
        steps.add(step);
        return steps;
    }

    private static SqliteJobStore open(Path file, List<String> steps) {
        return SqliteJobStore.open(
                settings(file),
                TestingJobs.WORKLOADS,
                failure -> {
                    throw new AssertionError(failure);
                },
                System::nanoTime,
                steps);
    }

    private static StoreSettings settings(Path file) {
        return new StoreSettings(file, true, 100, Duration.ofDays(1), Long.MAX_VALUE);
    }
}
