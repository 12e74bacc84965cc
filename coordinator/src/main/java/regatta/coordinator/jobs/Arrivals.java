package regatta.coordinator.jobs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import regatta.coordinator.api.IdempotencyKey;
import regatta.protocol.JobId;

/**
 * Submissions on their way to the store, and the permits of those and of all open jobs.
 *
 * <p>A repetition of a submission waits at the one under way, so that one key makes one job.
 */
final class Arrivals {
    /** A submission under way, and those that came with its key since. */
    record Arrival(JobEvent.Submit first, List<JobEvent.Submit> repeats) {}

    private final BookTerms terms;
    private final Map<JobId, Arrival> underWay = new HashMap<>();
    private final Map<String, Arrival> byKey = new HashMap<>();
    private int jobs;
    private long tasks;

    Arrivals(BookTerms terms) {
        this.terms = terms;
    }

    /** Whether a submission repeats one under way, and now waits at it. */
    boolean joins(JobEvent.Submit submit) {
        Optional<Arrival> same = submit.key().map(IdempotencyKey::value).map(byKey::get);
        same.ifPresent(arrival -> arrival.repeats().add(submit));
        return same.isPresent();
    }

    /** Takes the permits of a job; says why when there are none. */
    Optional<String> take(Job job) {
        if (jobs >= terms.maxJobs()) {
            return Optional.of(
                    "the limit of %d unfinished jobs is reached".formatted(terms.maxJobs()));
        }
        if (tasks + job.tasks() > terms.maxTasks()) {
            return Optional.of(
                    "%d more tasks would pass the limit of %d unfinished tasks"
                            .formatted(job.tasks(), terms.maxTasks()));
        }
        takeAlways(job);
        return Optional.empty();
    }

    /** Takes the permits of a job that was accepted before. */
    void takeAlways(Job job) {
        jobs++;
        tasks += job.tasks();
    }

    void giveBack(Job job) {
        jobs--;
        tasks -= job.tasks();
    }

    /** Whether every permit is back. */
    boolean quiet() {
        return jobs == 0 && tasks == 0 && underWay.isEmpty() && byKey.isEmpty();
    }

    void add(JobEvent.Submit submit) {
        Arrival arrival = new Arrival(submit, new ArrayList<>());
        underWay.put(submit.job().id(), arrival);
        submit.key().ifPresent(key -> byKey.put(key.value(), arrival));
    }

    /** The store has answered: takes a submission out with all that wait at it. */
    Arrival remove(Job job) {
        Arrival arrival = underWay.remove(job.id());
        if (arrival == null) {
            throw new IllegalStateException("job " + job.id() + " is not under way");
        }
        arrival.first().key().ifPresent(key -> byKey.remove(key.value()));
        return arrival;
    }
}
