package regatta.coordinator.schedule;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import regatta.coordinator.api.WorkerView;
import regatta.protocol.Ended;
import regatta.protocol.Failure;
import regatta.protocol.JobId;
import regatta.protocol.JobReport;
import regatta.protocol.Outcome;
import regatta.protocol.Payload;
import regatta.protocol.SlotOffer;
import regatta.protocol.TaskAttempt;
import regatta.protocol.Timings;
import regatta.protocol.WorkerId;
import regatta.workload.FailureSide;

/**
 * A schedule with a clock that the test turns and workers that do what the test says. What was
 * dispatched and has not ended, as the workers see it, is in {@link #at}.
 */
final class TestingSchedule {
    static final Outcome SUCCESS = new Outcome.Succeeded(Payload.EMPTY);
    static final Outcome FAILURE = new Outcome.Failed(new Failure(Failure.ERROR, "no", true));
    static final Outcome HOPELESS = new Outcome.Failed(new Failure(Failure.ERROR, "never", false));
    static final Outcome CANCELLED = new Outcome.Cancelled();

    /** One attempt at a worker. */
    record Held(String worker, int slot, String job, int task, int attempt, boolean confirm) {
        TaskAttempt name() {
            return new TaskAttempt(task, attempt);
        }
    }

    private static final long SECOND = 1_000_000_000;
    private static final Set<Class<?>> KEPT_AND_ACKNOWLEDGED =
            Set.of(Decision.Retry.class, Decision.Settle.class, Decision.Acknowledge.class);

    final Schedule schedule;
    private final long tick;
    private final Map<String, TestingWorker> workers = new TreeMap<>();
    private final List<Decision> decisions = new ArrayList<>();
    private long now;

    TestingSchedule() {
        this(ScheduleTerms.DEFAULTS);
    }

    TestingSchedule(ScheduleTerms terms) {
        this.schedule = new Schedule(terms, new SplittableRandom(1));
        this.tick = terms.tick().toNanos();
    }

    long now() {
        return now;
    }

    /** Lets time pass, with a tick when one is due and a hello of every worker every second. */
    void pass(Duration time) {
        for (long until = now + time.toNanos(); now < until; ) {
            long next = Math.min(until, (now / tick + 1) * tick);
            boolean hellos = next / SECOND > now / SECOND;
            now = next;
            if (hellos) {
                workers.values().stream().filter(worker -> !worker.silent).forEach(this::hello);
            }
            if (now % tick == 0) {
                carryOut(schedule.tick(now));
            }
        }
    }

    /** The coordinator stands still; then a tick comes before anything else. */
    void freeze(Duration time) {
        now += time.toNanos();
        carryOut(schedule.tick(now));
    }

    void join(String worker, int slots) {
        join(worker, SlotOffer.any(slots), TestingJob.COMPUTES, TestingJob.WAITS);
    }

    void join(String worker, SlotOffer offer, String... kinds) {
        join(new TestingWorker(worker, offer, List.of(kinds), true));
    }

    void join(TestingWorker worker) {
        workers.put(worker.name, worker);
        hello(worker);
    }

    TestingWorker worker(String name) {
        return Optional.ofNullable(workers.get(name)).orElseThrow();
    }

    void hello(String worker) {
        hello(worker(worker));
    }

    private void hello(TestingWorker worker) {
        carryOut(schedule.hello(worker.hello(), now));
    }

    void accept(TestingJob job) {
        carryOut(schedule.accept(job.terms(), now));
    }

    void recover(TestingJob job, long startedAgo, Settlement... settled) {
        schedule.recover(job.terms(), Stream.of(settled), List.of(), startedAgo, now);
    }

    void recover(TestingJob job, Retried... retried) {
        schedule.recover(job.terms(), Stream.of(), List.of(retried), SECOND, now);
    }

    void resume(String job) {
        carryOut(schedule.resume(new JobId(job), now));
    }

    void cancel(String job) {
        carryOut(schedule.cancel(new JobId(job), now));
    }

    void forget(String job) {
        carryOut(schedule.forget(new JobId(job), now));
    }

    void drain(String worker) {
        carryOut(schedule.drain(new WorkerId(worker), now));
    }

    void exits(String worker) {
        worker(worker).dies();
        carryOut(schedule.exited(new WorkerId(worker), "exit 137", now));
    }

    void leaves(String worker) {
        worker(worker).dies();
        carryOut(schedule.left(new WorkerId(worker), now));
    }

    // What workers report.

    void starts(Held held) {
        worker(held.worker()).started.add(held);
        report(held, new JobReport(id(held), List.of(held.name()), List.of(), List.of()));
    }

    void succeeds(Held held, Duration ran) {
        ends(held, SUCCESS, ran);
    }

    void ends(Held held, Outcome outcome, Duration ran) {
        ends(held, outcome, new Timings(0, ran.toNanos(), ran.toNanos(), 0, 0, 0, 0));
    }

    /** An attempt fails by the fault of its worker, its host, or whatever lies between. */
    void failsBy(FailureSide side, Held held) {
        failsBy(side, held, Duration.ZERO);
    }

    void failsBy(FailureSide side, Held held, Duration pause) {
        Failure failure = new Failure("status", "refused", true, side, pause.toNanos());
        ends(held, new Outcome.Failed(failure), Duration.ofMillis(1));
    }

    void ends(Held held, Outcome outcome, Timings timings) {
        worker(held.worker()).remove(held);
        report(
                held,
                new JobReport(
                        id(held), List.of(), List.of(ended(held, outcome, timings)), List.of()));
    }

    void returns(Held... all) {
        for (Held held : all) {
            worker(held.worker()).remove(held);
        }
        List<TaskAttempt> names = Stream.of(all).map(Held::name).toList();
        report(all[0], new JobReport(id(all[0]), List.of(), List.of(), names));
    }

    private void report(Held of, JobReport report) {
        TestingWorker worker = worker(of.worker());
        report(of.worker(), ++worker.reports, report);
    }

    void report(String worker, long sequence, JobReport report) {
        carryOut(schedule.report(new WorkerId(worker), sequence, List.of(report), now));
    }

    static Ended ended(Held held, Outcome outcome, Timings timings) {
        return new Ended(held.slot(), held.task(), held.attempt(), outcome, timings);
    }

    private static JobId id(Held held) {
        return new JobId(held.job());
    }

    // What was decided.

    private void carryOut(List<Decision> all) {
        decisions.addAll(all);
        for (Decision decision : all) {
            if (decision instanceof Decision.Run run) {
                worker(run.worker().value()).run(run);
            } else if (decision instanceof Decision.Drain(WorkerId id)) {
                worker(id.value()).drain();
            }
        }
    }

    /** Decisions of a kind since the last time they were asked for. */
    <D extends Decision> List<D> decided(Class<D> kind) {
        List<D> found = decisions.stream().filter(kind::isInstance).map(kind::cast).toList();
        decisions.removeIf(kind::isInstance);
        return found;
    }

    /** What is to be kept of the tasks of a job that came back, since that was asked last. */
    List<Retried> retried(String job) {
        return decided(Decision.Retry.class).stream()
                .filter(retry -> retry.job().value().equals(job))
                .flatMap(retry -> retry.tasks().stream())
                .toList();
    }

    /** The kinds of what is to be kept, and of acknowledgements, in order. */
    List<Class<?>> keptAndAcknowledged() {
        return decisions.stream()
                .<Class<?>>map(Decision::getClass)
                .filter(KEPT_AND_ACKNOWLEDGED::contains)
                .toList();
    }

    List<Settlement> settled(String job) {
        return decisions.stream()
                .filter(Decision.Settle.class::isInstance)
                .map(Decision.Settle.class::cast)
                .filter(settle -> settle.job().value().equals(job))
                .flatMap(settle -> settle.settlements().stream())
                .toList();
    }

    boolean allSettled(String job) {
        return decisions.contains(new Decision.AllSettled(new JobId(job)));
    }

    /** What a slot of a worker holds, in order. */
    List<Held> at(String worker, int slot) {
        return worker(worker).held.stream().filter(held -> held.slot() == slot).toList();
    }

    List<Held> at(String worker) {
        return List.copyOf(worker(worker).held);
    }

    /** What all workers hold of a job. */
    List<Held> of(String job) {
        return workers.values().stream()
                .flatMap(worker -> worker.held.stream())
                .filter(held -> held.job().equals(job))
                .toList();
    }

    Held only(String job) {
        List<Held> all = of(job);
        if (all.size() != 1) {
            throw new AssertionError("not one attempt of " + job + ": " + all);
        }
        return all.getFirst();
    }

    WorkerView.State state(String worker) {
        return schedule.workers().stream()
                .filter(view -> view.id().equals(worker))
                .findFirst()
                .orElseThrow()
                .state();
    }

    List<Schedule.Unsettled> unsettled(String job) {
        return schedule.unsettled(new JobId(job));
    }

    int running(String job) {
        return schedule.running(new JobId(job));
    }

    Optional<String> waitingFor(String job) {
        return schedule.waitingFor(new JobId(job));
    }
}
