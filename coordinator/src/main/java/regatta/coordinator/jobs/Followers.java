package regatta.coordinator.jobs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import regatta.coordinator.api.JobView;
import regatta.protocol.JobId;

/**
 * The followers of open jobs. A waiter gets an answer at the end of its job. A watcher is shown the
 * changes of its job: a look shows what has changed since the watcher's last look.
 */
final class Followers {
    /**
     * The shortest time between two looks of a watcher, in nanoseconds. A second has at most nine
     * looks, so a watcher is shown at most ten views in a second, including the view of the job's
     * end.
     */
    private static final long BETWEEN_LOOKS = 120_000_000;

    /** The least time between two views that are shown to any watchers, on average. */
    private static final long BETWEEN_VIEWS = 2_000_000;

    private record Waiter(long deadline, Asker<Optional<JobView>> asker) {}

    private static final class Watcher {
        private final Asker<JobView> asker;
        private String seen;
        private long lookAt;

        Watcher(Asker<JobView> asker, String seen, long lookAt) {
            this.asker = asker;
            this.seen = seen;
            this.lookAt = lookAt;
        }
    }

    private final Map<JobId, List<Waiter>> waiters = new HashMap<>();
    private final Map<JobId, List<Watcher>> watchers = new HashMap<>();

    /** The earliest time of a watcher's next look; valid only while there are watchers. */
    private long nextLookAt;

    private int watching;

    void await(JobId job, long deadline, Asker<Optional<JobView>> asker) {
        waiters.computeIfAbsent(job, _ -> new ArrayList<>()).add(new Waiter(deadline, asker));
    }

    void watch(JobView present, Asker<JobView> asker, long now, List<Effect> effects) {
        effects.add(new Effect.Push(asker, present));
        watching++;
        long lookAt = now + betweenLooks();
        nextLookAt = watchers.isEmpty() || lookAt - nextLookAt < 0 ? lookAt : nextLookAt;
        watchers.computeIfAbsent(present.id(), _ -> new ArrayList<>())
                .add(new Watcher(asker, present.revision(), lookAt));
    }

    @SuppressWarnings("ReferenceEquality") // the same asker is meant, not an equal one
    void unwatch(JobId job, Asker<JobView> asker) {
        List<Watcher> those = watchers.getOrDefault(job, new ArrayList<>());
        int before = those.size();
        those.removeIf(watcher -> watcher.asker == asker);
        watching -= before - those.size();
        if (those.isEmpty()) {
            watchers.remove(job);
        }
    }

    /** Answers the waiters whose deadline is over. */
    void answerOverdue(long now, Function<JobId, JobView> views, List<Effect> effects) {
        waiters.forEach((job, those) -> {
            for (Iterator<Waiter> all = those.iterator(); all.hasNext(); ) {
                Waiter waiter = all.next();
                if (waiter.deadline() - now <= 0) {
                    all.remove();
                    Optional<JobView> present = Optional.of(views.apply(job));
                    effects.add(new Effect.Answer<>(waiter.asker(), present));
                }
            }
        });
        waiters.values().removeIf(List::isEmpty);
    }

    /** Shows what has changed to each watcher whose next look is due. */
    void look(long now, Function<JobId, JobView> views, List<Effect> effects) {
        if (nextLookAt - now > 0) {
            return;
        }
        long between = betweenLooks();
        nextLookAt = now + between;
        watchers.forEach((job, those) -> {
            JobView present = null;
            for (Watcher watcher : those) {
                if (watcher.lookAt - now <= 0) {
                    present = present == null ? views.apply(job) : present;
                    watcher.lookAt = now + between;
                    if (!present.revision().equals(watcher.seen)) {
                        watcher.seen = present.revision();
                        effects.add(new Effect.Push(watcher.asker, present));
                    }
                }
                nextLookAt = Math.min(nextLookAt - now, watcher.lookAt - now) + now;
            }
        });
    }

    /** Returns the time between two looks of a watcher. The more watch, the longer it is. */
    private long betweenLooks() {
        return Math.max(BETWEEN_LOOKS, watching * BETWEEN_VIEWS);
    }

    /** Returns the nanoseconds until the next look; at most {@code atMost}. */
    long untilLook(long now, long atMost) {
        return watchers.isEmpty() ? atMost : Math.min(atMost, Math.max(0, nextLookAt - now));
    }

    /** Tells all followers of a job that the job's end is kept, and forgets the followers. */
    void ended(JobView end, List<Effect> effects) {
        for (Waiter waiter : removed(waiters, end.id())) {
            effects.add(new Effect.Answer<>(waiter.asker(), Optional.of(end)));
        }
        for (Watcher watcher : removed(watchers, end.id())) {
            watching--;
            effects.add(new Effect.Push(watcher.asker, end));
        }
    }

    private static <F> List<F> removed(Map<JobId, List<F>> from, JobId job) {
        List<F> those = from.remove(job);
        return those == null ? List.of() : those;
    }
}
