package regatta.coordinator.jobs;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import regatta.coordinator.api.IdempotencyKey;
import regatta.coordinator.api.JobSpec;
import regatta.coordinator.api.JobView;
import regatta.coordinator.api.Mode;
import regatta.coordinator.api.SubmitReply;
import regatta.coordinator.api.TokenShare;
import regatta.coordinator.schedule.JobTerms;
import regatta.coordinator.schedule.Schedule;
import regatta.coordinator.schedule.ScheduleTerms;
import regatta.coordinator.schedule.Settlement;
import regatta.coordinator.schedule.WorkerJoin;
import regatta.protocol.Ended;
import regatta.protocol.Failure;
import regatta.protocol.HeldAttempts;
import regatta.protocol.JobId;
import regatta.protocol.JobReport;
import regatta.protocol.Outcome;
import regatta.protocol.Payload;
import regatta.protocol.SlotOffer;
import regatta.protocol.Timings;
import regatta.protocol.WorkerId;
import regatta.workload.Demand;

/** A job book whose store keeps what a test lets it keep, with one worker of four slots. */
final class TestingBook {
    static final WorkerId WORKER = new WorkerId("w");
    static final Outcome SUCCESS = new Outcome.Succeeded(Payload.EMPTY);
    static final Record OUTPUT = new Spec();
    static final long SECOND = 1_000_000_000;

    private static final String POOL = "pool";
    private static final String KIND = "kind";

    final List<Effect> effects = new ArrayList<>();
    final List<SubmitReply> replies = new ArrayList<>();
    private final JobBook book;
    private final ScheduleTerms terms = ScheduleTerms.DEFAULTS;
    private long now;
    private long reports;

    private record Spec() {}

    TestingBook() {
        this(100);
    }

    TestingBook(int maxJobs) {
        Duration rejoin = Duration.ofSeconds(5);
        BookTerms limits =
                new BookTerms(maxJobs, 1_000, new TokenShare(0.5), 10, terms.tick(), rejoin);
        book = new JobBook(new Schedule(terms, new Random(1)), limits, moment());
    }

    /** Lets an event happen, and returns what follows from it. */
    List<Effect> on(JobEvent event) {
        List<Effect> made = book.on(event, moment());
        effects.addAll(made);
        made.forEach(effect -> {
            if (effect instanceof Effect.Answer<?> answer) {
                answer.give();
            } else if (effect instanceof Effect.Push(var asker, JobView job)) {
                asker.answer(job);
            }
        });
        return made;
    }

    void pass(long nanos) {
        long until = now + nanos;
        while (now < until) {
            now = Math.min(until, now + Math.max(1, book.wakeIn(now)));
            on(new JobEvent.Wake());
        }
    }

    void hello() {
        hello(List.of());
    }

    /** The worker says that it runs the first attempt of a task in its first slot. */
    void helloHolding(Job job, int task) {
        HeldAttempts.Held held = new HeldAttempts.Held(0, task, 1, HeldAttempts.State.RUNNING);
        hello(List.of(new HeldAttempts(job.id(), List.of(held))));
    }

    private void hello(List<HeldAttempts> held) {
        on(
                new JobEvent.Hello(
                        new WorkerJoin(
                                WORKER,
                                POOL,
                                SlotOffer.any(4),
                                "here",
                                List.of(KIND),
                                false,
                                true,
                                0,
                                0,
                                1,
                                held,
                                true,
                                false)));
    }

    static Job job(String id, int tasks) {
        JobSpec spec = new JobSpec(KIND, new Spec(), "", POOL, 4, 2, null, 0);
        return new Job(new JobId(id), 0, POOL, 4, spec, tasks, Instant.EPOCH);
    }

    private static JobTerms terms(Job job) {
        return new JobTerms(
                job.id(), KIND, POOL, job.tasks(), 4, Demand.COMPUTING, 0, 2, 0, 0, _ -> "");
    }

    List<Effect> submit(Job job, @Nullable String key, String body) {
        return on(
                new JobEvent.Submit(
                        job,
                        terms(job),
                        false,
                        100,
                        Optional.empty(),
                        Optional.ofNullable(key).map(value -> new IdempotencyKey(value, body)),
                        replies::add));
    }

    /** Submits a job, and lets the store accept it. */
    Job accepted(String id, int tasks) {
        return accepted(job(id, tasks));
    }

    /** Submits this job, and lets the store accept it. */
    Job accepted(Job job) {
        submit(job, null, "");
        Job kept = job.withOrder(1 + effects.size());
        on(new JobEvent.Accepted(last(Entry.Accept.class), new Acceptance.Kept(kept)));
        return kept;
    }

    List<Effect> recover(Job job, Mode.Placement placement, int deaths, Settlement... settled) {
        return on(
                new JobEvent.Recover(
                        job,
                        terms(job),
                        false,
                        Optional.of(placement),
                        Instant.EPOCH,
                        Stream.of(settled),
                        List.of(),
                        deaths));
    }

    static Settlement settlement(int task, Outcome outcome) {
        return new Settlement(task, 1, WORKER, outcome, 0, 0, 0, 0, 0);
    }

    static Outcome failure(String kind, boolean retryable) {
        return new Outcome.Failed(new Failure(kind, "it broke", retryable));
    }

    /** The worker reports in its next report that the first attempts of tasks ended so. */
    List<Effect> ends(Job job, Outcome outcome, int... tasks) {
        List<Ended> ended = new ArrayList<>();
        for (int task : tasks) {
            ended.add(ended(slot(task), task, outcome));
        }
        return report(job, ended);
    }

    /** The worker reports that the first attempt of a task ended so in a slot. */
    List<Effect> endsIn(Job job, Outcome outcome, int slot, int task) {
        return report(job, List.of(ended(slot, task, outcome)));
    }

    private static Ended ended(int slot, int task, Outcome outcome) {
        return new Ended(slot, task, 1, outcome, new Timings(0, 1, 1, 0, 0, 0, 0));
    }

    private List<Effect> report(Job job, List<Ended> ended) {
        JobReport report = new JobReport(job.id(), List.of(), ended, List.of());
        return on(new JobEvent.Report(WORKER, ++reports, List.of(report)));
    }

    /** The slot that a task was dispatched to. */
    private int slot(int task) {
        return made(Effect.Run.class)
                .flatMap(run -> run.run().attempts().stream())
                .filter(one -> one.task() == task)
                .findFirst()
                .orElseThrow()
                .slot();
    }

    <E extends Effect> Stream<E> made(Class<E> type) {
        return effects.stream().filter(type::isInstance).map(type::cast);
    }

    /** The number of the last entry of a kind. */
    long last(Class<? extends Entry> type) {
        return made(Effect.Keep.class)
                .filter(keep -> type.isInstance(keep.entry()))
                .reduce((_, later) -> later)
                .orElseThrow()
                .number();
    }

    /** The last end that was to be kept. */
    JobEnd lastEnd() {
        return made(Effect.Keep.class)
                .map(Effect.Keep::entry)
                .filter(Entry.End.class::isInstance)
                .map(entry -> ((Entry.End) entry).end())
                .reduce((_, later) -> later)
                .orElseThrow();
    }

    List<Effect> keeps(Class<? extends Entry> type) {
        return on(new JobEvent.Wrote(last(type)));
    }

    JobView view(Job job) {
        return book.find(job.id()).orElseThrow();
    }

    boolean open(Job job) {
        return book.find(job.id()).isPresent();
    }

    boolean quiet() {
        return book.quiet();
    }

    private Moment moment() {
        return new Moment(now, Instant.EPOCH.plusNanos(now));
    }
}
