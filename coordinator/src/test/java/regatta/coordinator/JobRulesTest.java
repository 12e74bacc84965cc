package regatta.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import regatta.coordinator.api.JobRules;
import regatta.coordinator.api.Mode;
import regatta.coordinator.api.WorkerView;
import regatta.http.Json;
import regatta.plugin.BlockSettings;
import regatta.workload.TypedSpec;
import regatta.workload.Violation;
import regatta.workload.Workload;
import regatta.workload.Workloads;

/** What workloads rule about jobs beyond their specs. */
class JobRulesTest {
    private static final Workloads WORKLOADS =
            Workloads.load(kind -> BlockSettings.of(ConfigFactory.load(), kind));

    private static TypedSpec<?, ?, ?, ?> counter(String discipline) {
        Workload<?, ?, ?, ?> workload = WORKLOADS.find("shared-counter").orElseThrow();
        Record spec =
                Json.MAPPER.convertValue(Map.of("discipline", discipline), workload.specType());
        return TypedSpec.of(workload, spec);
    }

    private static Mode mode(Mode.Placement placement) {
        return new Mode("cluster", placement, Mode.Style.THREADS, 8, false, "Somewhere.");
    }

    private static WorkerView worker(String pool, String address, WorkerView.State state) {
        return new WorkerView(address, pool, state, 1, 0, 0, address, null);
    }

    @Test
    void nodesOfOneMachineShareACounterWhateverItIsCalled() {
        Mode nodes = mode(Mode.Placement.NODES);
        List<WorkerView> here =
                List.of(
                        worker("cluster", "localhost:1", WorkerView.State.JOINED),
                        worker("cluster", "127.0.0.1:2", WorkerView.State.DRAINING),
                        worker("cluster", "10.0.0.9:3", WorkerView.State.LOST),
                        worker("other", "10.0.0.8:4", WorkerView.State.JOINED));

        assertThat(JobRules.machine(counter("file-lock"), nodes, here)).isEmpty();
        assertThat(JobRules.machine(counter("file-lock"), nodes, List.of())).isEmpty();
    }

    @Test
    void nodesOfSeveralMachinesShareNothing() {
        Mode nodes = mode(Mode.Placement.NODES);
        List<WorkerView> apart =
                List.of(
                        worker("cluster", "10.0.0.1:7355", WorkerView.State.JOINED),
                        worker("cluster", "10.0.0.2:7355", WorkerView.State.JOINED));

        assertThat(JobRules.machine(counter("atomic"), nodes, apart))
                .map(Violation::pointer)
                .contains("/mode");
        assertThat(JobRules.machine(counter("partitioned"), nodes, apart)).isEmpty();
        assertThat(JobRules.machine(counter("atomic"), mode(Mode.Placement.IN_PROCESS), apart))
                .isEmpty();
    }

    @Test
    void aSecondAttemptIsRefusedWhereItWouldDoHarm() {
        Workload<?, ?, ?, ?> counter = WORKLOADS.find("shared-counter").orElseThrow();
        Workload<?, ?, ?, ?> sums = WORKLOADS.find("sum-of-squares").orElseThrow();

        assertThat(JobRules.attempts(counter, 1)).isEmpty();
        assertThat(JobRules.attempts(counter, 2))
                .isEqualTo(
                        Optional.of(
                                new Violation(
                                        "/maxAttempts", "must be at most 1 for shared-counter")));
        assertThat(JobRules.attempts(sums, 100)).isEmpty();
    }
}
