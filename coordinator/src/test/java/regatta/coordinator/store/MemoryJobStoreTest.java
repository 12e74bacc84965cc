package regatta.coordinator.store;

import static org.assertj.core.api.Assertions.assertThat;
import static regatta.coordinator.store.TestingJobs.await;
import static regatta.coordinator.store.TestingJobs.keep;

import org.junit.jupiter.api.Test;
import regatta.coordinator.api.JobView;

class MemoryJobStoreTest implements JobStoreContract {
    private final MemoryJobStore store = new MemoryJobStore(3, 1 << 20);

    @Override
    public JobStore store() {
        return store;
    }

    @Test
    void forgetsTheOldestEndedJobs() {
        JobView running = keep(store, TestingJobs.accepted(1));
        for (int i = 0; i < 5; i++) {
            await(store.end(TestingJobs.succeeded(keep(store, TestingJobs.accepted(1)))));
        }
        assertThat(store.list(ALL, 10)).hasSize(4).contains(running);
    }
}
