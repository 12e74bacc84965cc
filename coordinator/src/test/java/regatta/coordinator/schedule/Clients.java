package regatta.coordinator.schedule;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import regatta.coordinator.api.JobFilter;
import regatta.coordinator.api.JobPage;
import regatta.coordinator.api.JobState;
import regatta.coordinator.api.JobView;
import regatta.coordinator.api.SubmitReply;
import regatta.coordinator.jobs.Asker;
import regatta.coordinator.jobs.JobEvent;
import regatta.protocol.JobId;

/**
 * Clients of a busy history: they find, list, await, watch, cancel and submit again, while the disk
 * is full now and then. They have a generator of their own and hold every answer to what is kept.
 */
final class Clients {
    private enum Act {
        FIND,
        LIST,
        AWAIT,
        WATCH,
        REPEAT,
        REUSE_KEY,
        CANCEL,
        FILL_DISK
    }

    private static final long SECOND = 1_000_000_000;
    private static final int MOST_PUSHES = 10;

    private static final List<JobState> STATES = List.of(JobState.values());

    private final Simulation simulation;
    private final SplittableRandom random;
    private final List<Asked<?>> asked = new ArrayList<>();
    private final List<Watching> watching = new ArrayList<>();
    private final Map<JobId, JobView> latest = new HashMap<>();

    Clients(Simulation simulation, SplittableRandom random) {
        this.simulation = simulation;
        this.random = random;
    }

    /** Somebody who hears one answer, unless the coordinator dies before. */
    private final class Asked<A> implements Asker<A> {
        private final SimulatedCoordinator of = simulation.coordinator();
        private final String question;
        private final Consumer<A> checks;
        private int answers;

        Asked(String question, Consumer<A> checks) {
            this.question = question;
            this.checks = checks;
            asked.add(this);
        }

        @Override
        public void answer(A answer) {
            answers++;
            Invariants.check(answers == 1, () -> question + " is answered twice");
            checks.accept(answer);
        }
    }

    /** Somebody who is pushed what becomes of a job. */
    private final class Watching implements Asker<JobView> {
        private final SimulatedCoordinator of = simulation.coordinator();
        private final SimulatedJob job;
        private final ArrayDeque<Long> pushes = new ArrayDeque<>();
        private boolean ended;
        private boolean closed;

        Watching(SimulatedJob job) {
            this.job = job;
            watching.add(this);
        }

        @Override
        public void answer(JobView view) {
            Invariants.check(!ended, () -> "pushed after the end: " + view);
            ended = view.state().terminal();
            shown(of, view);
            pushes.add(simulation.time.now());
            while (pushes.getFirst() <= simulation.time.now() - SECOND) {
                pushes.removeFirst();
            }
            Invariants.check(
                    pushes.size() <= MOST_PUSHES, () -> pushes.size() + " pushes in a second");
        }
    }

    /** Clients cancel only where a history has no promise about how often tasks run. */
    void plan(List<SimulatedJob> jobs, boolean cancels, long until) {
        List<Act> acts = List.of(Act.values());
        for (int i = 10 + random.nextInt(40); i > 0; i--) {
            Act act = acts.get(random.nextInt(acts.size()));
            SimulatedJob job = jobs.get(random.nextInt(jobs.size()));
            long at = random.nextLong(until);
            if (act != Act.CANCEL || cancels) {
                simulation.time.at(at, () -> act(act, job));
            }
        }
    }

    /** Clients know a job once they heard that it was accepted. */
    private void act(Act act, SimulatedJob job) {
        SimulatedCoordinator coordinator = simulation.coordinator();
        if (!job.accepted || coordinator.dead()) {
            return;
        }
        simulation.trace.add(simulation.time, () -> "client: " + act + " " + job.terms.id());
        switch (act) {
            case FIND ->
                    coordinator.ask(
                            new JobEvent.Find(job.terms.id(), random.nextBoolean(), one("find")));
            case LIST -> list(coordinator);
            case AWAIT ->
                    coordinator.ask(
                            new JobEvent.Await(
                                    job.terms.id(), random.nextLong(3 * SECOND), one("await")));
            case WATCH -> watch(coordinator, job);
            case REPEAT ->
                    coordinator.submit(
                            job,
                            "body",
                            new Asked<SubmitReply>(
                                    "repeat", reply -> accepted(coordinator, reply)));
            case REUSE_KEY ->
                    coordinator.submit(
                            job,
                            "another",
                            new Asked<SubmitReply>(
                                    "reuse",
                                    reply ->
                                            Invariants.check(
                                                    reply instanceof SubmitReply.KeyReused,
                                                    () -> "a key is reused: " + reply)));
            case CANCEL -> {
                if (random.nextInt(4) == 0) {
                    coordinator.ask(new JobEvent.Cancel(job.terms.id(), one("cancel")));
                }
            }
            case FILL_DISK -> {
                if (random.nextInt(4) == 0) {
                    simulation.store.fill(random.nextLong(SECOND));
                }
            }
        }
    }

    private Asked<Optional<JobView>> one(String question) {
        SimulatedCoordinator of = simulation.coordinator();
        return new Asked<>(
                question,
                found -> {
                    Invariants.check(found.isPresent(), () -> question + " finds nothing");
                    found.ifPresent(view -> shown(of, view));
                });
    }

    private void accepted(SimulatedCoordinator of, SubmitReply reply) {
        if (reply instanceof SubmitReply.Accepted(JobView job)) {
            shown(of, job);
        } else {
            Invariants.check(false, () -> "a known key gets " + reply);
        }
    }

    private void watch(SimulatedCoordinator coordinator, SimulatedJob job) {
        Watching watcher = new Watching(job);
        coordinator.ask(new JobEvent.Watch(job.terms.id(), watcher));
        if (random.nextInt(3) == 0) {
            simulation.time.after(
                    random.nextLong(3 * SECOND),
                    () -> {
                        watcher.closed = true;
                        coordinator.ask(new JobEvent.Unwatch(job.terms.id(), watcher));
                    });
        }
    }

    private void list(SimulatedCoordinator coordinator) {
        Optional<JobState> state =
                random.nextBoolean()
                        ? Optional.empty()
                        : Optional.of(STATES.get(random.nextInt(STATES.size())));
        JobFilter filter =
                new JobFilter(state, Optional.empty(), Optional.empty(), Optional.empty());
        int limit = 1 + random.nextInt(6);
        List<JobId> known =
                simulation.jobs.values().stream()
                        .filter(job -> job.accepted)
                        .map(job -> job.terms.id())
                        .toList();
        coordinator.ask(
                new JobEvent.ListJobs(
                        filter,
                        limit,
                        new Asked<JobPage>("list", page -> listed(page, filter, limit, known))));
    }

    private void listed(JobPage page, JobFilter filter, int limit, List<JobId> known) {
        List<JobView> items = page.items();
        Invariants.check(items.size() <= limit, () -> "a long list: " + items);
        long before = Long.MAX_VALUE;
        for (JobView job : items) {
            long above = before;
            Invariants.check(job.order() < above, () -> "listed out of order or twice: " + items);
            before = job.order();
            kept(job);
            filter.state()
                    .ifPresent(state ->
                            Invariants.check(
                                    state == job.state(), () -> "listed as " + state + ": " + job));
        }
        if (filter.state().isEmpty() && page.next().isEmpty()) {
            List<JobId> ids = items.stream().map(JobView::id).toList();
            Invariants.check(ids.containsAll(known), () -> known + " are not all in " + ids);
        }
    }

    /** What is shown is kept, and nothing that the newest coordinator shows is taken back. */
    void shown(SimulatedCoordinator by, JobView view) {
        kept(view);
        if (by == simulation.coordinator()) {
            @Nullable JobView last = latest.put(view.id(), view);
            Invariants.check(
                    last == null
                            || (view.version() >= last.version()
                                    && settled(view) >= settled(last)
                                    && view.state().compareTo(last.state()) >= 0),
                    () -> "shown before: " + last + ", now: " + view);
        }
    }

    private static int settled(JobView view) {
        return view.progress().succeeded() + view.progress().failed();
    }

    private void kept(JobView view) {
        SimulatedStore.@Nullable Kept kept = simulation.store.kept(view.id());
        Invariants.check(kept != null, () -> "shown, though not kept: " + view);
        if (kept != null) {
            boolean known =
                    view.progress().succeeded() <= kept.succeeded()
                            && view.progress().failed() <= kept.failed()
                            && (view.startedAt() == null || kept.startedAt >= 0)
                            && (!view.state().terminal()
                                    || (kept.end != null && kept.end.state() == view.state()));
            Invariants.check(known, () -> "more is shown than is kept: " + view);
        }
    }

    /** Everybody has heard what they asked, from coordinators that live. */
    void atEnd() {
        for (Asked<?> one : asked) {
            Invariants.check(
                    one.of.dead() || one.answers == 1, () -> one.question + " has no answer");
        }
        Stream<Watching> open = watching.stream().filter(one -> !one.closed && !one.of.dead());
        open.forEach(one ->
                Invariants.check(one.ended, () -> "no end is pushed of " + one.job.terms.id()));
    }
}
