package regatta.coordinator.jobs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import regatta.coordinator.api.IdempotencyKey;
import regatta.protocol.JobId;

/**
 * The submissions that the store has not yet confirmed, and the permits of these and of all open
 * jobs. A job takes permits from the limits on unfinished jobs and tasks.
 *
 * <p>A submission with the key of an unconfirmed one waits for the same answer, so that one key
 * makes one job.
 */
final class Arrivals {
    /** A submission that the store has not yet confirmed, and later ones with the same key. */
    record Arrival(JobEvent.Submit first, List<JobEvent.Submit> repeats) {}

    private final BookTerms terms;
    private final Map<JobId, Arrival> underWay = new HashMap<>();
    private final Map<String, Arrival> byKey = new HashMap<>();
    private int jobs;
    private long tasks;

    Arrivals(BookTerms terms) {
        this.terms = terms;
    }

    /**
     * Attaches a submission to an earlier one with the same key that the store has not yet
     * confirmed. Returns false if there is none.
     */
    boolean joins(JobEvent.Submit submit) {
        Optional<Arrival> same = submit.key().map(IdempotencyKey::value).map(byKey::get);
        same.ifPresent(arrival -> arrival.repeats().add(submit));
        return same.isPresent();
    }

    /** Takes the permits of a job. Returns why there are none; empty if it got them. */
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

    /** Takes the permits of a job that was accepted before, even beyond the limits. */
    void takeAlways(Job job) {
        jobs++;
        tasks += job.tasks();
    }

    void giveBack(Job job) {
        jobs--;
        tasks -= job.tasks();
    }

    /** Returns whether every permit was given back. */
    boolean quiet() {
        return jobs == 0 && tasks == 0 && underWay.isEmpty() && byKey.isEmpty();
    }

    void add(JobEvent.Submit submit) {
        Arrival arrival = new Arrival(submit, new ArrayList<>());
        underWay.put(submit.job().id(), arrival);
        submit.key().ifPresent(key -> byKey.put(key.value(), arrival));
    }

    /**
     * Removes a submission that the store has answered, and returns it with those attached to it.
     */
    Arrival remove(Job job) {
        Arrival arrival = underWay.remove(job.id());
        if (arrival == null) {
            throw new IllegalStateException("job " + job.id() + " is not under way");
        }
        arrival.first().key().ifPresent(key -> byKey.remove(key.value()));
        return arrival;
    }
}
