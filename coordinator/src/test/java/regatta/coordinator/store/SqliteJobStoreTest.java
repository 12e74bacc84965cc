package regatta.coordinator.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static regatta.coordinator.store.TestingJobs.await;
import static regatta.coordinator.store.TestingJobs.keep;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import regatta.coordinator.api.Cut;
import regatta.coordinator.api.JobState;
import regatta.coordinator.api.JobView;
import regatta.coordinator.jobs.Job;
import regatta.workload.download.Download;
import regatta.workload.download.Source;

class SqliteJobStoreTest implements JobStoreContract {
    @TempDir Path folder;
    private final BlockingQueue<Throwable> fatal = new LinkedBlockingQueue<>();
    private SqliteJobStore store;

    @BeforeEach
    void open() {
        store = open(settings(folder.resolve("a folder/a store.db")));
    }

    private SqliteJobStore open(StoreSettings settings) {
        return SqliteJobStore.open(
                settings, TestingJobs.WORKLOADS, fatal::add, System::nanoTime, Schema.STEPS);
    }

    private static StoreSettings settings(Path file) {
        return new StoreSettings(file, true, 100, Duration.ofDays(1), Long.MAX_VALUE);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Override
    public JobStore store() {
        return store;
    }

    @Test
    void keepsPasswordsThatAreNotShown() {
        Source basic = new Source("https://a/", null, null, "user:word", null, Map.of());
        Source others =
                new Source("https://b/", null, null, null, "token", Map.of("X-Key", "secret"));
        Download.Spec spec = new Download.Spec(List.of(basic, others), 1, null, null);
        Job job = keep(store, TestingJobs.accepted("download", spec, 1, "async"));
        reopen();
        assertThat(store.find(job.id())).contains(TestingJobs.queued(job));
        assertThat(store.unfinished().getFirst().job()).isEqualTo(job);
    }

    @Test
    void showsTheBeginningOfALongListAndKeepsAllOfIt() throws Exception {
        Source secret = new Source("https://a/", null, null, "user:word", null, Map.of());
        Download.Spec spec = new Download.Spec(Collections.nCopies(1_001, secret), 1, null, null);
        Job job = keep(store, TestingJobs.accepted("download", spec, 1_001, "async"));
        reopen();
        assertThat(store.unfinished().getFirst().job()).isEqualTo(job);
        Download.Output output = new Download.Output(1_001, 5_005);
        await(store.end(TestingJobs.ended(job, JobState.SUCCEEDED, 1_001, 0, output)));

        JobView found = store.find(job.id()).orElseThrow();
        Record shown = found.spec().workload();

        String json = new ObjectMapper().writeValueAsString(shown);
        assertThat(json).contains("\"urlsCount\":1001").doesNotContain("user", "word");
        assertThat(json.split("https://a/", -1)).hasSize(11);
        assertThat(store.list(ALL, 1).getFirst().spec().workload()).isEqualTo(shown);
        assertThat(found.output())
                .isInstanceOfSatisfying(
                        Cut.class,
                        cut ->
                                assertThat(cut.answer())
                                        .containsExactly("1,001 files, 5,005 bytes, 0 failed"));
        JobView whole = store.whole(job.id()).orElseThrow();
        assertThat(whole.spec().workload()).isEqualTo(spec);
        assertThat(whole.output()).isEqualTo(output);
    }

    @Test
    void refusesASecondOpenerAndNamesTheFirst() {
        assertThatThrownBy(this::open)
                .isInstanceOfSatisfying(
                        StoreException.class,
                        refused -> {
                            assertThat(refused.kind()).isEqualTo(StoreException.Kind.IN_USE);
                            assertThat(refused)
                                    .hasMessageContaining("a store.db is in use by process")
                                    .hasMessageContaining(
                                            "process " + ProcessHandle.current().pid())
                                    .hasMessageContaining("host");
                        });
        // The first store still has its lock.
        assertThatThrownBy(this::open).isInstanceOf(StoreException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-wal"})
    void keepsNothingWhileItsFileIsElsewhere(String part) throws Exception {
        Job before = keep(store, TestingJobs.accepted(1));
        assertThat(store.find(before.id())).isPresent();
        Path file = folder.resolve("a folder/a store.db" + part);
        Path elsewhere = Files.move(file, folder.resolve("elsewhere"));

        assertThatThrownBy(() -> keep(store, TestingJobs.accepted(1)))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(file.getFileName() + " was deleted or moved");
        assertThat(store.unwritable().orElseThrow()).contains("was deleted or moved");
        assertThat(store.find(before.id())).isPresent();

        Files.writeString(file, "another file");
        assertThatThrownBy(() -> keep(store, TestingJobs.accepted(1)))
                .isInstanceOf(StoreException.class);
        while (!store.unwritable().orElseThrow().contains("was replaced")) {
            LockSupport.parkNanos(1_000_000);
        }

        var waiting = store.start(before.id(), TestingJobs.NOW);
        Files.move(elsewhere, file, StandardCopyOption.REPLACE_EXISTING);
        await(waiting);
        assertThat(store.unwritable()).isEmpty();
        Job after = keep(store, TestingJobs.accepted(1));
        reopen();
        assertThat(store.find(after.id())).isPresent();
        assertThat(store.list(ALL, 10)).hasSize(2);
    }

    /** The next start would follow the link to another store. */
    @Test
    void keepsNothingWhileALinkInItsPathLeadsElsewhere() throws Exception {
        Files.createDirectory(folder.resolve("one"));
        Files.createDirectory(folder.resolve("two"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("one"));
        try (SqliteJobStore linked = open(settings(link.resolve("store.db")))) {
            keep(linked, TestingJobs.accepted(1));
            Files.delete(link);
            Files.createSymbolicLink(link, folder.resolve("two"));
            assertThatThrownBy(() -> keep(linked, TestingJobs.accepted(1)))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining(link + "/store.db was deleted or moved");
        }
    }

    @Test
    void refusesAFileThatOthersCanRead() throws Exception {
        store.close();
        Path file = folder.resolve("a folder/a store.db");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(this::open)
                .isInstanceOf(StoreException.class)
                .hasMessageContainingAll("rw-r--r--", "chmod 600");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        open();
    }

    @Test
    void isCopiedWhileItIsOpenAndStartsAsIfItHadBeenClosed() throws Exception {
        Job running = keep(store, TestingJobs.accepted(1));
        await(store.start(running.id(), TestingJobs.NOW));
        Path copy = folder.resolve("copy.db");
        StoreBackup.run(settings(folder.resolve("a folder/a store.db")), copy);
        Job later = keep(store, TestingJobs.accepted(1));

        assertThat(permissions(copy)).isEqualTo("rw-------");
        assertThatThrownBy(() ->
                        StoreBackup.run(settings(folder.resolve("a folder/a store.db")), copy))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("copy.db exists");
        assertThat(StoreCheck.run(settings(copy)).findings()).isEmpty();
        try (SqliteJobStore restored = open(settings(copy))) {
            assertThat(restored.epoch()).isGreaterThan(store.epoch());
            assertThat(restored.unfinished())
                    .singleElement()
                    .satisfies(left -> {
                        assertThat(left.job().id()).isEqualTo(running.id());
                        assertThat(left.deaths()).isZero();
                    });
            assertThat(restored.find(later.id())).isEmpty();
        }
    }

    @Test
    void refusesWritesOnceANewerEpochIsTaken() throws Exception {
        Job job = keep(store, TestingJobs.accepted(1));
        sql("UPDATE store SET epoch = epoch + 1");
        assertThatThrownBy(() -> await(store.settle(job.id(), TestingJobs.successes(0, 1))))
                .isInstanceOf(StoreException.class);
        assertThat(fatal.poll(30, TimeUnit.SECONDS))
                .isInstanceOfSatisfying(
                        StoreException.class,
                        fenced -> assertThat(fenced.kind()).isEqualTo(StoreException.Kind.FENCED));
        assertThat(store.unwritable()).isPresent();
        assertThatThrownBy(() -> await(store.end(TestingJobs.succeeded(job))))
                .isInstanceOf(StoreException.class);
        assertThat(store.page(job.id(), 0, 1)).isEmpty();
        assertThat(store.find(job.id())).contains(TestingJobs.queued(job));
    }

    @Test
    void saysThatAnotherProgramHasLockedIt() throws Exception {
        String url = "jdbc:sqlite:" + folder.resolve("a folder/a store.db");
        try (Connection other = DriverManager.getConnection(url);
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            assertThatThrownBy(() -> keep(store, TestingJobs.accepted(1)))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("another program has locked it");
            statement.execute("ROLLBACK");
        }
        while (store.unwritable().isPresent()) {
            LockSupport.parkNanos(1_000_000);
        }
        keep(store, TestingJobs.accepted(1));
    }

    @Test
    void letsOnlyItsOwnerReadIt() throws IOException {
        keep(store, TestingJobs.accepted(1));
        Path parent = folder.resolve("a folder");
        try (var files = Files.list(parent)) {
            assertThat(files)
                    .hasSizeGreaterThanOrEqualTo(4)
                    .allSatisfy(file -> assertThat(permissions(file)).isEqualTo("rw-------"));
        }
        assertThat(permissions(parent)).isEqualTo("rwx------");
    }

    private void reopen() {
        store.close();
        open();
    }

    private void sql(String change) throws SQLException {
        StoreImage.sql(folder.resolve("a folder/a store.db"), change);
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
