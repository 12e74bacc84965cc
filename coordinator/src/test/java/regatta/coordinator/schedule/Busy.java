package regatta.coordinator.schedule;

import java.util.SplittableRandom;
import java.util.function.Consumer;
import regatta.coordinator.jobs.JobEnd;
import regatta.coordinator.jobs.JobEvent;
import regatta.protocol.JobId;

/**
 * What a busy history has beside its workers and faults: clients, few permits, slow reads, outputs
 * that cannot be read or combined, and ends that the store refuses. Its random choices come from a
 * generator of its own.
 */
final class Busy {
    private static final long COMBINES_WITHIN = 300_000_000;
    private static final long READS_WITHIN = 30_000_000;

    private final Simulation simulation;
    private final SplittableRandom random;
    private final Clients clients;
    private final int maxJobs;

    Busy(Simulation simulation, SplittableRandom random) {
        this.simulation = simulation;
        this.random = random;
        this.clients = new Clients(simulation, random.split());
        this.maxJobs = random.nextInt(3) == 0 ? 1 : 1_000;
    }

    Clients clients() {
        return clients;
    }

    int maxJobs() {
        return maxJobs;
    }

    long readsWithin() {
        return random.nextLong(READS_WITHIN);
    }

    boolean refuses(JobEnd end) {
        return end.output() != null && random.nextInt(10) == 0;
    }

    /** Outputs are combined after a while, and not always. */
    void combined(JobId job, Record output, Consumer<JobEvent> to) {
        JobEvent event =
                switch (random.nextInt(10)) {
                    case 0 -> new JobEvent.Unreadable(job, "a bad sector");
                    case 1 -> new JobEvent.Combined(job, null, "contradictory");
                    default -> new JobEvent.Combined(job, output, "");
                };
        simulation.time.after(random.nextLong(COMBINES_WITHIN), () -> to.accept(event));
    }
}
