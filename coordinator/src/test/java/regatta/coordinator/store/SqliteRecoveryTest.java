package regatta.coordinator.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteRecoveryTest implements RecoveryContract {
    @TempDir Path folder;
    private Path file;
    private SqliteJobStore store;
    private int deaths;

    @BeforeEach
    void begin() {
        file = folder.resolve("a.db");
        open();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Override
    public JobStore store() {
        return store;
    }

    @Override
    public void reopen() {
        store.close();
        open();
    }

    @Override
    public void die() {
        try {
            Path left = StoreImage.of(file, folder.resolve("left" + deaths++));
            store.close();
            file = left;
            open();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void open() {
        store =
                SqliteJobStore.open(
                        new StoreSettings(file, true, 100, Duration.ofDays(1), Long.MAX_VALUE),
                        TestingJobs.WORKLOADS,
                        failure -> {
                            throw new AssertionError(failure);
                        },
                        System::nanoTime,
                        Schema.STEPS);
    }
}
