package regatta.coordinator.jobs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import regatta.coordinator.api.IdempotencyKey;
import regatta.coordinator.api.TokenShare;
import regatta.protocol.JobId;

/**
 * The submissions that the store has not yet confirmed, and the permits of these submissions and of
 * all open jobs. A job takes permits from the limits on unfinished jobs and tasks.
 *
 * <p>A submission with the key of an unconfirmed submission waits for the same answer, so that one
 * key makes one job.
 */
final class Arrivals {
    /**
     * A submission that the store has not yet confirmed, and later submissions with the same key.
     */
    record Arrival(JobEvent.Submit first, List<JobEvent.Submit> repeats) {}

    private final BookTerms terms;
    private final Map<JobId, Arrival> underWay = new HashMap<>();
    private final Map<String, Arrival> byKey = new HashMap<>();
    private final Map<String, Use> byToken = new HashMap<>();
    private int jobs;
    private long tasks;

    /** The permits that the open jobs of a token use. */
    private record Use(int jobs, long tasks) {
        static final Use NONE = new Use(0, 0);

        Use with(int moreJobs, long moreTasks) {
            return new Use(jobs + moreJobs, tasks + moreTasks);
        }
    }

    Arrivals(BookTerms terms) {
        this.terms = terms;
    }

    /**
     * Attaches a submission to an earlier submission with the same key that the store has not yet
     * confirmed. Returns false if there is no such earlier submission.
     */
    boolean joins(JobEvent.Submit submit) {
        Optional<Arrival> same = submit.key().map(IdempotencyKey::value).map(byKey::get);
        same.ifPresent(arrival -> arrival.repeats().add(submit));
        return same.isPresent();
    }

    /**
     * Takes the permits of a job. Returns why the job gets no permits; empty if the job got its
     * permits.
     */
    Optional<String> take(Job job) {
        if (jobs >= terms.maxJobs()) {
            return Optional.of(
                    "the limit of %d unfinished jobs is reached".formatted(terms.maxJobs()));
        }
        if (tasks + job.tasks() > terms.maxTasks()) {
            return Optional.of(
                    "%d more tasks would exceed the limit of %d unfinished tasks"
                            .formatted(job.tasks(), terms.maxTasks()));
        }
        Optional<String> greedy = greedy(job);
        if (greedy.isEmpty()) {
            takeAlways(job);
        }
        return greedy;
    }

    private Optional<String> greedy(Job job) {
        String token = token(job);
        Use use = token == null ? Use.NONE : byToken.getOrDefault(token, Use.NONE);
        TokenShare share = terms.share();
        return share.refusal(token, use.jobs(), 1, terms.maxJobs(), "unfinished jobs")
                .or(() ->
                        share.refusal(
                                token,
                                use.tasks(),
                                job.tasks(),
                                terms.maxTasks(),
                                "unfinished tasks"));
    }

    /**
     * Returns the token whose share of the limits a job uses; null if the job uses no share. A
     * round of a comparison uses no share, because the comparison already uses the token's share.
     */
    private static @Nullable String token(Job job) {
        return job.spec().comparisonOrNull() == null ? job.spec().submitterOrNull() : null;
    }

    /** Takes the permits of a job that was accepted before, even beyond the limits. */
    void takeAlways(Job job) {
        use(job, 1, job.tasks());
    }

    void giveBack(Job job) {
        use(job, -1, -job.tasks());
    }

    private void use(Job job, int moreJobs, int moreTasks) {
        jobs += moreJobs;
        tasks += moreTasks;
        String token = token(job);
        if (token != null) {
            Use use = byToken.getOrDefault(token, Use.NONE).with(moreJobs, moreTasks);
            if (use.equals(Use.NONE)) {
                byToken.remove(token);
            } else {
                byToken.put(token, use);
            }
        }
    }

    /** Returns whether every permit was given back. */
    boolean quiet() {
        return jobs == 0
                && tasks == 0
                && byToken.isEmpty()
                && underWay.isEmpty()
                && byKey.isEmpty();
    }

    void add(JobEvent.Submit submit) {
        Arrival arrival = new Arrival(submit, new ArrayList<>());
        underWay.put(submit.job().id(), arrival);
        submit.key().ifPresent(key -> byKey.put(key.value(), arrival));
    }

    /**
     * Removes a submission that the store has answered, and returns it with the later submissions
     * that are attached to it.
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
