package regatta.coordinator.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import regatta.coordinator.api.IdempotencyKey;
import regatta.coordinator.api.JobState;
import regatta.coordinator.api.JobView;
import regatta.coordinator.api.Mode;
import regatta.coordinator.api.SubmitReply;
import regatta.coordinator.api.TokenShare;
import regatta.coordinator.jobs.Acceptance;
import regatta.coordinator.jobs.Asker;
import regatta.coordinator.jobs.BookTerms;
import regatta.coordinator.jobs.Effect;
import regatta.coordinator.jobs.Entry;
import regatta.coordinator.jobs.Job;
import regatta.coordinator.jobs.JobBook;
import regatta.coordinator.jobs.JobEnd;
import regatta.coordinator.jobs.JobEvent;
import regatta.coordinator.jobs.JobLists;
import regatta.coordinator.jobs.Moment;
import regatta.protocol.JobId;
import regatta.protocol.JobReport;
import regatta.protocol.WorkerId;

/**
 * One coordinator, from its start to its death: the actor's place around a {@link JobBook}. It
 * turns calls into events and carries effects out; every rule is the book's.
 */
final class SimulatedCoordinator {
    /** What this coordinator did about a job that has not ended, for the invariants. */
    static final class Live {
        final SimulatedJob job;

        /** The tasks that are settled, kept or not. */
        final BitSet settled = new BitSet();

        /** The greatest number of an attempt of each task that was dispatched. */
        final Map<Integer, Integer> dispatched = new HashMap<>();

        /** What was kept of the tasks that had come back when this coordinator began. */
        final Map<Integer, Retried> recovered;

        /** The same, and what came back since. */
        final Map<Integer, Retried> retried;

        boolean cancelled;

        Live(SimulatedJob job, Map<Integer, Retried> recovered) {
            this.job = job;
            this.recovered = Map.copyOf(recovered);
            this.retried = new HashMap<>(recovered);
        }

        boolean allSettled() {
            return settled.cardinality() == job.terms.tasks();
        }
    }

    private static final long MOST_TASKS = 10_000_000;
    private static final long SPEC_BYTES = 100;

    private final Simulation simulation;
    private final SimulatedTime time;
    private final RandomGenerator random;
    private final Invariants invariants;
    private final Schedule schedule;
    private final JobBook book;
    private final SimulatedStore.Session session;
    private final Map<JobId, Live> live = new HashMap<>();
    private final Map<Long, Integer> unkept = new HashMap<>();
    private final Map<WorkerId, NavigableMap<Long, List<Long>>> reports = new HashMap<>();
    private final long tickEvery;
    private final Standstill standstill;
    private long lastTickAt;
    private long wakesAt = Long.MAX_VALUE;
    private long bytes;
    private int backlog;
    private boolean dead;

    SimulatedCoordinator(Simulation simulation, ScheduleTerms terms, RandomGenerator random) {
        this.simulation = simulation;
        this.time = simulation.time;
        this.random = random;
        this.schedule = new Schedule(terms, random);
        this.invariants = new Invariants(simulation, schedule.board());
        this.standstill = new Standstill(time);
        this.tickEvery = terms.tick().toNanos();
        this.lastTickAt = time.now();
        this.session = simulation.store.open(() -> simulation.ended(this));
        BookTerms limits =
                new BookTerms(
                        simulation.busy.map(busy -> busy.maxJobs()).orElse(1_000),
                        MOST_TASKS,
                        new TokenShare(0.5),
                        simulation.maxBacklog,
                        terms.tick(),
                        Duration.ofNanos(simulation.rejoin));
        this.book = new JobBook(schedule, limits, moment());
        simulation.store.unfinished().forEach(this::recover);
        wakeInTime();
    }

    Schedule schedule() {
        return schedule;
    }

    Invariants invariants() {
        return invariants;
    }

    long epoch() {
        return session.epoch;
    }

    boolean dead() {
        return dead;
    }

    /** Whether every task of a job that has not ended is settled. */
    boolean allSettled(SimulatedJob job) {
        Live open = live.get(job.terms.id());
        return open != null && open.allSettled();
    }

    void freeze(long nanos) {
        standstill.freeze(nanos);
    }

    /** It is gone; of what it wrote last, some is kept. */
    void die() {
        dead = true;
        session.crash();
    }

    private void recover(SimulatedStore.Kept kept) {
        Live taken = new Live(kept.job, kept.retried);
        live.put(kept.job.terms.id(), taken);
        kept.settled.keySet().forEach(taken.settled::set);
        on(
                new JobEvent.Recover(
                        kept.accepted,
                        kept.job.terms,
                        false,
                        placement(kept.job),
                        kept.startedAt < 0 ? null : instant(kept.startedAt),
                        kept.settled.values().stream(),
                        List.copyOf(kept.retried.values()),
                        0));
    }

    private static Optional<Mode.Placement> placement(SimulatedJob job) {
        return Optional.of(
                switch (job.terms.pool()) {
                    case History.NODES -> Mode.Placement.NODES;
                    case History.CHILDREN -> Mode.Placement.LOCAL_PROCESSES;
                    default -> Mode.Placement.IN_PROCESS;
                });
    }

    /** A client submits a job, perhaps not for the first time. */
    void accept(SimulatedJob job) {
        submit(job, "body", reply -> accepted(job, reply));
    }

    void submit(SimulatedJob job, String body, Asker<SubmitReply> asker) {
        act(() -> {
            bytes += SPEC_BYTES;
            on(
                    new JobEvent.Submit(
                            job.submitted(instant(time.now())),
                            job.terms,
                            false,
                            SPEC_BYTES,
                            Optional.empty(),
                            Optional.of(new IdempotencyKey(job.terms.id().value(), body)),
                            asker));
        });
    }

    private void accepted(SimulatedJob job, SubmitReply reply) {
        if (reply instanceof SubmitReply.Accepted(JobView view)) {
            job.accepted = true;
            invariants.accepted(job);
            simulation.busy.ifPresent(busy -> busy.clients().shown(this, view));
        } else {
            Invariants.check(simulation.busy.isPresent(), () -> job.terms.id() + ": " + reply);
        }
    }

    /** Somebody asks. */
    void ask(JobEvent question) {
        act(() -> on(question));
    }

    /** Nothing is open, every permit and byte is back, and no entry is under way. */
    void atEnd() {
        Invariants.check(book.quiet(), () -> "permits are out");
        Invariants.check(bytes == 0, () -> bytes + " bytes are out");
        Invariants.check(unkept.isEmpty(), () -> "entries are out: " + unkept);
    }

    void cancel(SimulatedJob job) {
        act(() -> on(new JobEvent.Cancel(job.terms.id(), _ -> {})));
    }

    void drain(WorkerId worker) {
        act(() -> on(new JobEvent.Drain(worker)));
    }

    void hello(WorkerJoin join) {
        act(() -> {
            tell(join.id(), _ -> {});
            on(new JobEvent.Hello(join));
        });
    }

    void report(WorkerId worker, long sequence, List<JobReport> jobs) {
        act(() -> on(new JobEvent.Report(worker, sequence, jobs)));
    }

    void left(WorkerId worker) {
        act(() -> on(new JobEvent.Left(worker)));
    }

    void exited(WorkerId worker) {
        act(() -> on(new JobEvent.Exited(worker, "exit 1")));
    }

    private void wakeInTime() {
        long at = time.now() + book.wakeIn(time.now());
        if (at < wakesAt) {
            wakesAt = at;
            time.at(at, () -> wake(at));
        }
    }

    private void wake(long planned) {
        act(() -> {
            if (planned == wakesAt) {
                wakesAt = Long.MAX_VALUE;
                boolean ticks = time.now() - lastTickAt >= tickEvery;
                lastTickAt = ticks ? time.now() : lastTickAt;
                on(new JobEvent.Wake());
                if (ticks) {
                    invariants.afterTick();
                }
            }
        });
    }

    private void act(Runnable what) {
        standstill.act(() -> {
            if (!dead) {
                what.run();
                wakeInTime();
            }
        });
    }

    private void on(JobEvent event) {
        boolean full = backlog >= simulation.maxBacklog;
        List<Effect> effects = book.on(event, moment());
        watch(event, effects, full);
        if (!effects.isEmpty() || !(event instanceof JobEvent.Wake)) {
            simulation.trace.add(time, () -> "(" + epoch() + ") " + event + " -> " + effects);
        }
        effects.forEach(this::carryOut);
        invariants.afterCall();
    }

    /** Notes what is under way because of whose report. */
    private void watch(JobEvent event, List<Effect> effects, boolean full) {
        switch (event) {
            case JobEvent.Wrote(long number) -> kept(number);
            case JobEvent.Accepted(long number, var _) -> kept(number);
            case JobEvent.Refused(long number, var _) -> kept(number);
            default -> {}
        }
        List<Long> entries = new ArrayList<>();
        for (Effect effect : effects) {
            if (effect instanceof Effect.Keep(long number, Entry entry)) {
                unkept.put(number, entry.tasks());
                backlog += entry.tasks();
                if (entry.tasks() > 0) {
                    entries.add(number);
                }
            }
        }
        if (event instanceof JobEvent.Report(WorkerId worker, long sequence, var _)) {
            reports.computeIfAbsent(worker, _ -> new TreeMap<>())
                    .computeIfAbsent(sequence, _ -> new ArrayList<>())
                    .addAll(entries);
        }
        if (event instanceof JobEvent.Report
                || (event instanceof JobEvent.Wake && lastTickAt == time.now())) {
            boolean runs = effects.stream().anyMatch(Effect.Run.class::isInstance);
            Invariants.check(!full || !runs, () -> "dispatched behind a store that is behind");
        }
    }

    private void kept(long number) {
        backlog -= Objects.requireNonNull(unkept.remove(number));
    }

    private void acknowledge(WorkerId id, long report) {
        NavigableMap<Long, List<Long>> open = reports.getOrDefault(id, new TreeMap<>());
        NavigableMap<Long, List<Long>> upTo = open.headMap(report, true);
        upTo.values()
                .forEach(entries ->
                        Invariants.check(
                                entries.stream().noneMatch(unkept::containsKey),
                                () -> "acknowledged before it is kept: " + id + " " + report));
        upTo.clear();
        tell(id, worker -> worker.acknowledge(report));
    }

    private void carryOut(Effect effect) {
        switch (effect) {
            case Effect.Keep(long number, Entry entry) -> keep(number, entry);
            case Effect.Run(Job job, Decision.Run run) -> run(live(job.id()), run);
            case Effect.Tell(Decision.AboutWorker decision) -> tell(decision);
            case Effect.Acknowledge(WorkerId id, long report, boolean _) -> acknowledge(id, report);
            case Effect.Combine(Job job) -> {
                invariants.complete(live(job.id()));
                Record output = job.spec().workload();
                simulation.busy.ifPresentOrElse(
                        busy -> busy.combined(job.id(), output, this::ask),
                        () -> on(new JobEvent.Combined(job.id(), output, "")));
            }
            case Effect.Answer<?> answer -> answer.give();
            case Effect.ReadJob(JobId id, boolean _, var asker) ->
                    read(() -> asker.answer(simulation.store.find(id)));
            case Effect.ReadKey(var submit, var key, var otherwise) ->
                    read(() ->
                            ask(
                                    new JobEvent.KeyRead(
                                            submit, simulation.store.known(key), otherwise)));
            case Effect.ReadWatched(JobId id, var asker) ->
                    read(() ->
                            simulation
                                    .store
                                    .find(id)
                                    .filter(job -> job.state().terminal())
                                    .ifPresentOrElse(
                                            asker::answer,
                                            () -> ask(new JobEvent.Watch(id, asker))));
            case Effect.ReadList(var filter, int limit, var open, var asker) ->
                    read(() -> {
                        List<JobView> rows = simulation.store.list(filter, limit + 1);
                        asker.answer(JobLists.join(open, rows, limit));
                    });
            case Effect.Push(var asker, JobView job) -> asker.answer(job);
            case Effect.FreeBytes(var _, long freed) -> bytes -= freed;
        }
    }

    /** Reads take a while, during which much may happen; a dead reader answers nobody. */
    private void read(Runnable reading) {
        time.after(
                simulation.busy.map(Busy::readsWithin).orElse(0L),
                () -> {
                    if (!dead) {
                        reading.run();
                    }
                });
    }

    private void keep(long number, Entry entry) {
        Runnable kept = () -> act(() -> on(new JobEvent.Wrote(number)));
        switch (entry) {
            case Entry.Accept accept ->
                    session.accept(
                            simulation.job(accept.job().id()),
                            accept,
                            acceptance -> act(() -> accepted(number, acceptance)),
                            () -> ask(new JobEvent.Refused(number, "the disk is full")));
            case Entry.Start(JobId id, Instant at) ->
                    session.start(simulation.job(id), nanos(at), kept);
            case Entry.Retry(JobId id, List<Retried> tasks) -> {
                Live job = live(id);
                invariants.retried(job, tasks);
                simulation.settles();
                session.retry(job.job, tasks, kept);
            }
            case Entry.Settle(JobId id, List<Settlement> settlements) -> {
                Live job = live(id);
                invariants.settled(job, settlements);
                simulation.settles();
                session.settle(
                        job.job, settlements, () -> act(() -> settled(number, job, settlements)));
            }
            case Entry.End(JobEnd end) -> {
                Live job = live(end.job().id());
                if (simulation.busy.filter(busy -> busy.refuses(end)).isPresent()) {
                    session.refuse(() -> ask(new JobEvent.Refused(number, "no JSON")));
                    return;
                }
                job.cancelled = end.state() == JobState.CANCELLED;
                Invariants.check(
                        job.cancelled || job.allSettled(), () -> "ended early: " + end.job().id());
                session.end(job.job, end, () -> act(() -> ended(number, job, end)));
            }
        }
    }

    private void accepted(long number, Acceptance acceptance) {
        if (acceptance instanceof Acceptance.Kept(Job job)) {
            live.put(job.id(), new Live(simulation.job(job.id()), Map.of()));
        }
        on(new JobEvent.Accepted(number, acceptance));
    }

    private void settled(long number, Live job, List<Settlement> settlements) {
        settlements.forEach(one -> job.job.shown.set(one.task()));
        on(new JobEvent.Wrote(number));
    }

    private void ended(long number, Live job, JobEnd end) {
        job.job.shownEnd = SimulatedStore.End.of(end);
        on(new JobEvent.Wrote(number));
        live.remove(job.job.terms.id());
    }

    private Live live(JobId id) {
        return Objects.requireNonNull(live.get(id));
    }

    private void tell(Decision.AboutWorker decision) {
        switch (decision) {
            case Decision.Recall(WorkerId id, JobId job, int slot, int count) -> {
                simulation.tally.recalls++;
                tell(id, worker -> worker.recall(simulation.job(job), slot, count));
            }
            case Decision.Cancel(WorkerId id, var attempts) ->
                    tell(
                            id,
                            worker ->
                                    worker.cancel(
                                            simulation.job(attempts.job()), attempts.attempts()));
            case Decision.WriteOff(WorkerId id, int _, JobId _, int _) -> {
                simulation.tally.writeOffs++;
                simulation.writtenOff(id);
            }
            case Decision.Drain(WorkerId id) -> tell(id, SimulatedWorker::drain);
            case Decision.Health _ -> {}
            case Decision.Lost _ -> simulation.tally.losses++;
        }
    }

    /** A dispatch may go in parts; only the last says the number of the whole. */
    private void run(Live job, Decision.Run run) {
        invariants.dispatched(job, epoch(), run.attempts());
        invariants.hears(run.worker(), epoch());
        List<Decision.Assignment> all = run.attempts();
        int first = all.size() > 1 && random.nextInt(4) == 0 ? random.nextInt(all.size()) : 0;
        if (first > 0) {
            List<Decision.Assignment> part = List.copyOf(all.subList(0, first));
            send(run, run.sequence() - 1, job, part);
        }
        List<Decision.Assignment> rest = List.copyOf(all.subList(first, all.size()));
        send(run, run.sequence(), job, rest);
    }

    /**
     * Sends attempts to a worker. Although the link repeats messages, this one arrives once. A
     * repeated dispatch would bring back attempts that ended or were handed back, and links of real
     * nodes repeat no message.
     */
    private void send(
            Decision.Run run, long sequence, Live job, List<Decision.Assignment> attempts) {
        AtomicBoolean arrived = new AtomicBoolean();
        tell(
                run.worker(),
                worker -> {
                    if (!arrived.getAndSet(true)) {
                        worker.run(sequence, job.job, attempts);
                    }
                });
    }

    private Moment moment() {
        return new Moment(time.now(), instant(time.now()));
    }

    private static Instant instant(long nanos) {
        return Instant.EPOCH.plusNanos(nanos);
    }

    private static long nanos(Instant instant) {
        return Duration.between(Instant.EPOCH, instant).toNanos();
    }

    /** What a worker is told. */
    interface Telling {
        void tell(SimulatedWorker worker);
    }

    private void tell(WorkerId id, Telling message) {
        @Nullable SimulatedWorker worker = simulation.workers.get(id);
        if (worker != null) {
            simulation.send(this, worker, message);
        }
    }
}
