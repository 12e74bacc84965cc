package regatta.coordinator.store;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import java.nio.file.Path;
import java.time.Duration;

class SqliteJobStoreTest implements JobStoreContract {
    @TempDir Path folder;
    private SqliteJobStore store;

    @BeforeEach
    void open() {
        store = SqliteJobStore.open(new StoreSettings(folder.resolve("a b/r.db"), true, 100, Duration.ofDays(1)), TestingJobs.WORKLOADS, failure -> {throw new AssertionError(failure);});
    }

    @AfterEach
    void close() { store.close(); }

    @Override
    public JobStore store() {
        return store;
    }
}
