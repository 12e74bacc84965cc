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
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import regatta.coordinator.api.JobView;
import regatta.coordinator.store.JobStore.Recovered;
import regatta.protocol.Failure;

class RecoveryTest {
    @TempDir Path folder;
    private int images;

    @Test
    void tellsHowFarUnfinishedJobsCame() throws IOException {
        Path file = folder.resolve("a.db");
        JobView begun;
        JobView waiting;
        try (SqliteJobStore store = open(file)) {
            begun = keep(store, TestingJobs.accepted(10_000));
            JobView ended = keep(store, TestingJobs.accepted(1));
            waiting = keep(store, TestingJobs.accepted(1));
            await(store.start(begun.id(), TestingJobs.NOW));
            await(store.start(begun.id(), TestingJobs.NOW.plusSeconds(1)));
            await(store.settle(begun.id(), TestingJobs.successes(5_000, 8_000)));
            await(store.settle(begun.id(), List.of(TestingJobs.failure(4_000, "error"))));
            await(store.settle(begun.id(), List.of(TestingJobs.failure(3_000, "timeout"))));
            await(store.end(TestingJobs.succeeded(ended)));
            file = image(file);
        }
        try (SqliteJobStore store = open(file)) {
            assertThat(store.unfinished()).hasSize(2);
            Recovered first = store.unfinished().getFirst();
            Instant started = TestingJobs.NOW.truncatedTo(ChronoUnit.MILLIS);
            assertThat(first.job().startedAt()).isEqualTo(started);
            assertThat(first.job().spec()).isEqualTo(begun.spec());
            assertThat(first.settled().stream()).hasSize(3_002).contains(3_000, 4_000, 7_999);
            assertThat(first.succeeded()).isEqualTo(3_000);
            assertThat(first.failed()).isEqualTo(2);
            assertThat(first.firstFailure()).isEqualTo(TestingJobs.failure(3_000, "timeout"));
            Recovered second = store.unfinished().getLast();
            assertThat(second.job()).isEqualTo(waiting);
            assertThat(second.settled().isEmpty()).isTrue();
            assertThat(second.firstFailure()).isNull();
        }
    }

    @Test
    void namesPoisonBeforeOtherFailures() {
        Path file = folder.resolve("a.db");
        try (SqliteJobStore store = open(file)) {
            JobView job = keep(store, TestingJobs.accepted(10));
            await(store.settle(job.id(), List.of(TestingJobs.failure(1, "error"))));
            await(store.settle(job.id(), List.of(TestingJobs.failure(2, Failure.POISON))));
            await(store.settle(job.id(), List.of(TestingJobs.failure(3, Failure.POISON))));
            assertThat(store.unfinished().getFirst().firstFailure())
                    .isEqualTo(TestingJobs.failure(2, Failure.POISON));
        }
    }

    @Test
    void resumesWithJobsRecoveredBefore() throws IOException {
        Path file = folder.resolve("a.db");
        JobView job;
        try (SqliteJobStore store = open(file)) {
            job = keep(store, TestingJobs.accepted(2));
            await(store.settle(job.id(), TestingJobs.successes(0, 1)));
            file = image(file);
        }
        try (SqliteJobStore store = open(file)) {
            await(store.settle(job.id(), TestingJobs.successes(1, 2)));
            await(store.end(TestingJobs.succeeded(job)));
            assertThat(store.page(job.id(), 0, 10)).isEqualTo(TestingJobs.successes(0, 2));
            assertThat(store.unfinished()).isEmpty();
        }
    }

    @Test
    void chargesADeathToStartedJobsThatSettledNothingSince() throws IOException {
        Path file = folder.resolve("a.db");
        JobView stuck;
        JobView moving;
        try (SqliteJobStore store = open(file)) {
            stuck = keep(store, TestingJobs.accepted(10));
            moving = keep(store, TestingJobs.accepted(10));
            keep(store, TestingJobs.accepted(10));
            await(store.settle(stuck.id(), TestingJobs.successes(0, 1)));
        }
        for (int died = 0; died < 4; died++) {
            try (SqliteJobStore store = open(file)) {
                assertThat(store.unfinished())
                        .extracting(Recovered::deaths)
                        .containsExactly(died, Math.min(died, 1), 0);
                await(store.start(stuck.id(), TestingJobs.NOW));
                await(store.start(moving.id(), TestingJobs.NOW));
                await(store.settle(moving.id(), TestingJobs.successes(died, died + 1)));
                file = image(file);
            }
        }
    }

    @Test
    void chargesNoDeathForAStop() {
        Path file = folder.resolve("a.db");
        for (int stopped = 0; stopped < 3; stopped++) {
            try (SqliteJobStore store = open(file)) {
                JobView job = keep(store, TestingJobs.accepted(10));
                await(store.start(job.id(), TestingJobs.NOW));
                assertThat(store.unfinished()).extracting(Recovered::deaths).containsOnly(0);
            }
        }
    }

    @Test
    void losesOnlyWhatATornLogDidNotAcknowledge() throws IOException {
        Path file = folder.resolve("a.db");
        JobView kept;
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
        JobView job;
        try (SqliteJobStore store = open(file)) {
            job = keep(store, TestingJobs.accepted(1));
        }
        String step = "ALTER TABLE job ADD COLUMN note TEXT; CREATE TABLE more (a INTEGER);";
        List<String> steps = with(step);
        try (SqliteJobStore store = open(file, steps)) {
            assertThat(store.find(job.id())).contains(job);
            await(store.end(TestingJobs.succeeded(job)));
        }
        try (SqliteJobStore store = open(file, steps)) {
            assertThat(store.find(job.id())).contains(TestingJobs.succeeded(job));
        }
        assertThatThrownBy(() -> open(file))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("version 3, this program knows versions up to 2");
    }

    @Test
    void leavesAStoreAsItWasWhenAStepFails() {
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
    void refusesAFileThatIsNoStore() throws IOException {
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
                Clock.fixed(TestingJobs.NOW, ZoneOffset.UTC),
                steps);
    }

    private static StoreSettings settings(Path file) {
        return new StoreSettings(file, true, 100, Duration.ofDays(1));
    }
}
