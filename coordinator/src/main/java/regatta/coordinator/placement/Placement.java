package regatta.coordinator.placement;

import java.util.Optional;

/** The workers that the coordinator starts itself. */
public record Placement(InProcessWorkers inProcess, Optional<LocalProcesses> processes)
        implements AutoCloseable {

    @Override
    public void close() {
        processes.ifPresent(LocalProcesses::close);
        inProcess.close();
    }
}
