package regatta.coordinator.schedule;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import regatta.coordinator.api.AttemptSample;
import regatta.protocol.JobId;
import regatta.protocol.WorkerId;

/** The schedule's state, without any rule of scheduling. */
final class Board {
    /**
     * The largest number of ended rounds whose samples of attempts wait for {@link #takeSample}. If
     * there are more samples, the oldest sample is dropped.
     */
    private static final int SAMPLES = 16;

    final ScheduleTerms terms;
    final Backoff backoff;
    final RandomGenerator random;
    final Decisions decisions = new Decisions();
    final Charges charges = new Charges();
    final Hosts hosts = new Hosts();
    final Map<JobId, ScheduledJob> jobs = new HashMap<>();
    final Map<WorkerId, ScheduledWorker> workers = new LinkedHashMap<>();
    private final Map<String, Pool> pools = new HashMap<>();
    private final Set<ScheduledJob> ending = new LinkedHashSet<>();
    private final LinkedHashMap<JobId, AttemptSample> samples = new LinkedHashMap<>();
    private final Set<ScheduledSlot> strays = new LinkedHashSet<>();
    private boolean paused;
    private long lateOutcomes;

    Board(ScheduleTerms terms, RandomGenerator random) {
        this.terms = terms;
        this.random = random;
        this.backoff = new Backoff(terms.backoff().toNanos(), terms.maxBackoff().toNanos());
    }

    /** Returns whether dispatch pauses. */
    boolean paused() {
        return paused;
    }

    void pause(boolean now) {
        paused = now;
    }

    // Jobs.

    void add(ScheduledJob job) {
        if (jobs.putIfAbsent(job.terms.id(), job) != null) {
            throw new IllegalArgumentException("job " + job.terms.id() + " is accepted already");
        }
        poolOf(job).jobs.add(job);
    }

    /**
     * Marks an ended job, so that {@link #forgetEnded} forgets the job once the last of the job's
     * attempts has stopped.
     */
    void forgetLater(ScheduledJob job) {
        ending.add(job);
    }

    boolean isAnyEnding() {
        return !ending.isEmpty();
    }

    void forgetEnded() {
        for (Iterator<ScheduledJob> all = ending.iterator(); all.hasNext(); ) {
            ScheduledJob job = all.next();
            if (job.inFlight().isEmpty()) {
                all.remove();
                jobs.remove(job.terms.id());
                poolOf(job).jobs.remove(job);
                poolOf(job).looking.remove(job);
                charges.forget(job);
                keepSample(job);
            }
        }
    }

    private void keepSample(ScheduledJob job) {
        if (job.terms.round()) {
            samples.put(job.terms.id(), job.account.sample());
            if (samples.size() > SAMPLES) {
                samples.pollFirstEntry();
            }
        }
    }

    /**
     * Returns and removes the sample of a round's attempts; {@link AttemptSample#NONE} if there is
     * no sample.
     */
    AttemptSample takeSample(JobId round) {
        AttemptSample kept = samples.remove(round);
        return kept == null ? AttemptSample.NONE : kept;
    }

    // Workers and their pools.

    @Nullable ScheduledWorker worker(WorkerId id) {
        return workers.get(id);
    }

    void add(ScheduledWorker worker) {
        workers.put(worker.id, worker);
        pool(worker.pool).workers.put(worker.id, worker);
    }

    void forget(ScheduledWorker worker) {
        workers.remove(worker.id);
        pool(worker.pool).workers.remove(worker.id);
    }

    Pool pool(String name) {
        return pools.computeIfAbsent(name, Pool::new);
    }

    Iterable<Pool> pools() {
        return pools.values();
    }

    Pool poolOf(ScheduledJob job) {
        return job.pool;
    }

    // Strays: attempts that run although the schedule has given them up or never knew them.

    void strayRuns(ScheduledSlot slot, ScheduledSlot.Stray stray) {
        slot.setStray(stray);
        strays.add(slot);
    }

    void strayEnded(ScheduledSlot slot) {
        slot.setStray(null);
        strays.remove(slot);
    }

    List<ScheduledSlot> slotsWithStrays() {
        return List.copyOf(strays);
    }

    // Outcomes that came too late or twice and were dropped.

    void countLate() {
        lateOutcomes++;
    }

    long lateOutcomes() {
        return lateOutcomes;
    }
}
