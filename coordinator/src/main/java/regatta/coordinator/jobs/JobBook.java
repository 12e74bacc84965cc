package regatta.coordinator.jobs;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import regatta.coordinator.api.JobFilter;
import regatta.coordinator.api.JobState;
import regatta.coordinator.api.JobView;
import regatta.coordinator.api.Mode;
import regatta.coordinator.api.RunReport;
import regatta.coordinator.api.SubmitReply;
import regatta.coordinator.schedule.Decision;
import regatta.coordinator.schedule.Schedule;
import regatta.protocol.Failure;
import regatta.protocol.JobId;
import regatta.protocol.WorkerId;

/**
 * The state of all open jobs. A job is open until its end is kept. The book takes events and
 * returns the effects of each event.
 *
 * <p>Not thread-safe. Time must never go back.
 */
public final class JobBook {
    private static final int DEATHS_TO_FAIL = 3;
    private static final long READ_AGAIN_NANOS = 1_000_000_000;
    private static final int LONGEST_REASON = 1_000;

    /**
     * How long the answer to a cancellation waits for the job's end to be kept. After this time the
     * answer shows the job as it is.
     */
    private static final long CANCEL_WITHIN_NANOS = 2_000_000_000;

    private final Schedule schedule;
    private final BookTerms terms;

    /** The open jobs. The oldest jobs come first, because the store keeps acceptances in order. */
    private final SequencedMap<JobId, OpenJob> open = new LinkedHashMap<>();

    private final Arrivals arrivals;
    private final Acknowledgements acknowledgements = new Acknowledgements();
    private final Followers followers = new Followers();
    private final Map<Long, Entry> unkept = new HashMap<>();
    private final Set<OpenJob> held = new LinkedHashSet<>();
    private final Set<OpenJob> unreadable = new LinkedHashSet<>();
    private final long resumeAt;
    private long lastTickAt;
    private long lastEntry = Acknowledgements.NO_ENTRY;
    private int backlog;
    private List<Effect> effects = new ArrayList<>();

    /**
     * Makes a book without jobs.
     *
     * @param schedule a schedule without jobs, which only this book uses from now on
     */
    public JobBook(Schedule schedule, BookTerms terms, Moment now) {
        this.schedule = schedule;
        this.terms = terms;
        this.arrivals = new Arrivals(terms);
        this.lastTickAt = now.nanos();
        this.resumeAt = now.nanos() + terms.rejoin().toNanos();
    }

    /**
     * Takes an event and returns its effects. The caller carries out the effects in order before it
     * passes the next event.
     */
    public List<Effect> on(JobEvent event, Moment now) {
        effects = new ArrayList<>();
        switch (event) {
            case JobEvent.Submit submit -> submit(submit);
            case JobEvent.KeyRead read -> keyRead(read);
            case JobEvent.Recover recover -> recover(recover, now);
            case JobEvent.Strand strand -> strand(strand);
            case JobEvent.Accepted accepted -> accepted(accepted, now);
            case JobEvent.Wrote(long number) -> wrote(number, now);
            case JobEvent.Refused refused -> refused(refused, now);
            case JobEvent.Combined combined -> combined(combined, now);
            case JobEvent.Unreadable(JobId job, String why) -> unreadable(job, why, now);
            case JobEvent.Broken(JobId job, String why) -> broken(job, why, now);
            case JobEvent.Find(JobId job, boolean whole, var asker) -> find(job, whole, asker);
            case JobEvent.Await(JobId job, long atMost, var asker) ->
                    await(job, now.nanos() + atMost, asker);
            case JobEvent.Cancel(JobId job, var asker) -> cancel(job, asker, now);
            case JobEvent.ListJobs list -> list(list);
            case JobEvent.Watch(JobId job, var asker) -> watch(job, asker, now);
            case JobEvent.Unwatch(JobId job, var asker) -> followers.unwatch(job, asker);
            case JobEvent.Hello(var join) -> follow(schedule.hello(join, now.nanos()), now);
            case JobEvent.Report report -> report(report, now);
            case JobEvent.Left(WorkerId worker) -> {
                follow(schedule.left(worker, now.nanos()), now);
                acknowledgements.forget(worker);
            }
            case JobEvent.Exited(WorkerId worker, String how) -> {
                follow(schedule.exited(worker, how, now.nanos()), now);
                acknowledgements.forget(worker);
            }
            case JobEvent.Drain(WorkerId worker) ->
                    follow(schedule.drain(worker, now.nanos()), now);
            case JobEvent.Wake() -> wake(now);
        }
        return effects;
    }

    /**
     * Returns after how many nanoseconds the caller must wake the book if no other event comes
     * before.
     */
    public long wakeIn(long now) {
        long until = Math.max(0, lastTickAt + terms.tick().toNanos() - now);
        if (!held.isEmpty()) {
            until = Math.min(until, Math.max(0, resumeAt - now));
        }
        return followers.untilLook(now, until);
    }

    /** Returns an open job as it may be shown; empty if the job is not open. */
    public Optional<JobView> find(JobId id) {
        return Optional.ofNullable(open.get(id)).map(this::view);
    }

    /**
     * The number of open jobs and tasks.
     *
     * @param queued jobs that have not started
     * @param running jobs that have started
     * @param tasks tasks of queued and running jobs that are not settled
     */
    public record Extent(int queued, int running, long tasks) {}

    /** Counts the open jobs and their tasks. */
    public Extent extent() {
        int running = 0;
        long tasks = 0;
        for (OpenJob job : open.values()) {
            running += job.isShownStarted() ? 1 : 0;
            tasks += job.left();
        }
        return new Extent(open.size() - running, running, tasks);
    }

    /** Returns whether no job is open and every permit was given back. */
    public boolean quiet() {
        return open.isEmpty() && arrivals.quiet();
    }

    private JobView view(OpenJob job) {
        JobId id = job.id();
        return job.view(schedule.running(id), schedule.waitingFor(id).orElse(null));
    }

    private JobView view(JobId id) {
        return find(id).orElseThrow(() -> new IllegalStateException("job " + id + " is not open"));
    }

    // Submissions.

    private void submit(JobEvent.Submit submit) {
        if (arrivals.joins(submit)) {
            free(submit);
            return;
        }
        Optional<String> full = submit.full().or(() -> arrivals.take(submit.job()));
        if (full.isPresent()) {
            free(submit);
            answerUnlessKnown(submit, new SubmitReply.Full(full.get()));
        } else {
            arrivals.add(submit);
            keep(new Entry.Accept(submit.job(), submit.key()));
        }
    }

    /**
     * Answers a submission that cannot be accepted. If the store knows the submission's key, the
     * answer is the earlier job with this key, even while a limit is reached or the disk is full.
     */
    private void answerUnlessKnown(JobEvent.Submit submit, SubmitReply otherwise) {
        submit.key()
                .ifPresentOrElse(
                        key -> effects.add(new Effect.ReadKey(submit, key, otherwise)),
                        () -> answer(submit.asker(), otherwise));
    }

    private void keyRead(JobEvent.KeyRead read) {
        read.known()
                .ifPresentOrElse(
                        known -> answer(read.submit(), known),
                        () -> answer(read.submit().asker(), read.otherwise()));
    }

    private void accepted(JobEvent.Accepted event, Moment now) {
        Entry.Accept accept = (Entry.Accept) kept(event.number());
        Arrivals.Arrival arrival = arrivals.remove(accept.job());
        JobEvent.Submit first = arrival.first();
        if (event.acceptance() instanceof Acceptance.Kept(Job job)) {
            open.put(job.id(), new OpenJob(job, first.cpuShared(), first.bytes()));
            follow(schedule.accept(first.terms(), now.nanos()), now);
        } else {
            arrivals.giveBack(accept.job());
            free(first);
        }
        answer(first, event.acceptance());
        for (JobEvent.Submit repeat : arrival.repeats()) {
            if (repeat.key().equals(first.key())) {
                answer(repeat, event.acceptance());
            } else {
                answerUnlessKnown(repeat, new SubmitReply.KeyReused());
            }
        }
    }

    private void answer(JobEvent.Submit submit, Acceptance acceptance) {
        switch (acceptance) {
            case Acceptance.KeyReused() -> answer(submit.asker(), new SubmitReply.KeyReused());
            case Acceptance.Kept(Job job) ->
                    answer(submit.asker(), new SubmitReply.Accepted(view(job.id())));
            case Acceptance.Known(JobId id) ->
                    find(
                            id,
                            false,
                            found ->
                                    found.ifPresent(job ->
                                            submit.asker().answer(new SubmitReply.Accepted(job))));
        }
    }

    private void free(JobEvent.Submit submit) {
        free(submit.job(), submit.bytes());
    }

    private void free(Job job, long bytes) {
        if (bytes > 0) {
            effects.add(new Effect.FreeBytes(job.spec().submitterOrNull(), bytes));
        }
    }

    private void refused(JobEvent.Refused refused, Moment now) {
        switch (kept(refused.number())) {
            case Entry.Accept(Job job, var _) -> {
                Arrivals.Arrival arrival = arrivals.remove(job);
                arrivals.giveBack(job);
                free(arrival.first());
                SubmitReply busy = new SubmitReply.Busy(refused.why());
                answerUnlessKnown(arrival.first(), busy);
                arrival.repeats().forEach(repeat -> answerUnlessKnown(repeat, busy));
            }
            case Entry.End(JobEnd end) -> endRefused(end, refused.why(), now);
            case Entry.Start _, Entry.Retry _, Entry.Settle _ ->
                    throw new IllegalStateException("the store refused what it must keep");
        }
    }

    // Recovery.

    private void recover(JobEvent.Recover recover, Moment now) {
        OpenJob job = OpenJob.recovered(recover.job(), recover.cpuShared(), recover.startedAt());
        open.put(job.id(), job);
        arrivals.takeAlways(job.job());
        schedule.recover(
                recover.terms(),
                job.takeUp(recover.settlements()),
                recover.retried(),
                startedAgo(recover.startedAt(), now.wall()),
                now.nanos());
        job.takenUp();
        if (job.complete()) {
            finish(job, now);
        } else if (recover.placement().equals(Optional.of(Mode.Placement.NODES))) {
            job.become(OpenJob.Stage.HELD);
            held.add(job);
        } else if (recover.placement().equals(Optional.of(Mode.Placement.IN_PROCESS))) {
            recoverInProcess(job, recover.deaths(), now);
        } else {
            resume(job, now);
        }
    }

    /**
     * Adds a job whose spec no installed workload can read. The job is shown and can be cancelled,
     * but the schedule does not get the job.
     */
    private void strand(JobEvent.Strand strand) {
        OpenJob job = OpenJob.recovered(strand.job(), false, strand.startedAt());
        open.put(job.id(), job);
        arrivals.takeAlways(job.job());
        job.takeUp(strand.settlements()).forEach(_ -> {});
        job.takenUp();
        job.become(OpenJob.Stage.STRANDED);
    }

    /**
     * Returns how many nanoseconds ago a job started; −1 if the job has not started. The wall clock
     * measures this time, because no other clock runs on while no coordinator runs. If the wall
     * clock was set back, the result is 0.
     */
    private static long startedAgo(@Nullable Instant startedAt, Instant now) {
        return startedAt == null ? -1 : Math.max(0, Duration.between(startedAt, now).toNanos());
    }

    /**
     * Recovers a job that runs in this process. One of the job's tasks may have crashed the last
     * coordinator's process, and may crash this process, too. Therefore the store keeps the job's
     * new start before the job runs.
     */
    private void recoverInProcess(OpenJob job, int deaths, Moment now) {
        if (deaths >= DEATHS_TO_FAIL) {
            follow(schedule.cancel(job.id(), now.nanos()), now);
            String message =
                    "the coordinator died "
                            + deaths
                            + " times while this job ran in its process,"
                            + " and no task was settled in between";
            Failure failure = new Failure(Failure.POISON, message, false);
            end(job, JobState.FAILED, null, failure, now);
        } else {
            job.become(OpenJob.Stage.STARTS);
            job.begin(now.wall());
            keep(new Entry.Start(job.id(), now.wall()));
        }
    }

    private void resume(OpenJob job, Moment now) {
        job.resume();
        pauseWhileTheStoreIsBehind();
        follow(schedule.resume(job.id(), now.nanos()), now);
    }

    // Decisions of the schedule, and entries that are kept.

    private void report(JobEvent.Report report, Moment now) {
        pauseWhileTheStoreIsBehind();
        follow(
                schedule.report(report.worker(), report.sequence(), report.jobs(), now.nanos()),
                now);
    }

    private void pauseWhileTheStoreIsBehind() {
        schedule.pause(backlog >= terms.maxBacklog());
    }

    private void follow(List<Decision> decisions, Moment now) {
        long last = Acknowledgements.NO_ENTRY;
        for (Decision decision : decisions) {
            switch (decision) {
                case Decision.Run run -> run(run, now);
                case Decision.Retry(JobId job, var tasks) ->
                        last = keep(new Entry.Retry(job, tasks));
                case Decision.Settle(JobId job, var settlements) -> {
                    opened(job).issue(settlements);
                    last = keep(new Entry.Settle(job, settlements));
                }
                case Decision.AllSettled(JobId job) -> opened(job).settled();
                case Decision.Acknowledge(WorkerId worker, long report) ->
                        acknowledgements.reported(worker, report, last, effects);
                case Decision.AboutWorker about -> effects.add(new Effect.Tell(about));
            }
        }
    }

    private OpenJob opened(JobId id) {
        OpenJob job = open.get(id);
        if (job == null) {
            throw new IllegalStateException("job " + id + " is not open");
        }
        return job;
    }

    private void run(Decision.Run run, Moment now) {
        OpenJob job = opened(run.job());
        if (job.begin(now.wall())) {
            keep(new Entry.Start(job.id(), now.wall()));
        }
        effects.add(new Effect.Run(job.job(), run));
    }

    private long keep(Entry entry) {
        long number = ++lastEntry;
        unkept.put(number, entry);
        backlog += entry.tasks();
        effects.add(new Effect.Keep(number, entry));
        return number;
    }

    private Entry kept(long number) {
        Entry entry = unkept.remove(number);
        if (entry == null) {
            throw new IllegalStateException("entry %d is not waiting to be kept".formatted(number));
        }
        backlog -= entry.tasks();
        return entry;
    }

    private void wrote(long number, Moment now) {
        switch (kept(number)) {
            case Entry.Accept _ -> throw new IllegalStateException("an acceptance has an answer");
            case Entry.Start(JobId id, var _) -> started(id, now);
            case Entry.Retry _ -> {}
            case Entry.Settle(JobId id, var settlements) -> {
                OpenJob job = open.get(id);
                if (job != null) {
                    job.show(settlements);
                    finish(job, now);
                }
            }
            case Entry.End(JobEnd end) -> ended(end, now);
        }
        acknowledgements.kept(number, effects);
    }

    private void started(JobId id, Moment now) {
        OpenJob job = open.get(id);
        if (job != null) {
            job.started();
            if (job.stage() == OpenJob.Stage.STARTS) {
                resume(job, now);
            }
        }
    }

    // Ends.

    /** Combines or fails a job once every task is settled and kept. */
    private void finish(OpenJob job, Moment now) {
        if (job.complete()) {
            Optional<Failure> failure = job.failure();
            if (failure.isPresent()) {
                end(job, JobState.FAILED, null, failure.get(), now);
            } else {
                combine(job);
            }
        }
    }

    private void combine(OpenJob job) {
        job.become(OpenJob.Stage.COMBINING);
        effects.add(new Effect.Combine(job.job()));
    }

    private void combined(JobEvent.Combined combined, Moment now) {
        OpenJob job = open.get(combined.job());
        if (job != null && job.stage() == OpenJob.Stage.COMBINING) {
            if (combined.output() == null) {
                end(job, JobState.FAILED, null, outputs(combined.why()), now);
            } else {
                end(job, JobState.SUCCEEDED, combined.output(), null, now);
            }
        }
    }

    /**
     * Lets a job wait if the outputs of its tasks cannot be read, because a later read may succeed
     * and a failure of the job would be final. The view of the job says what the job waits for.
     */
    private void unreadable(JobId id, String why, Moment now) {
        OpenJob job = open.get(id);
        if (job != null && job.stage() == OpenJob.Stage.COMBINING) {
            job.unreadable(why, now.nanos() + READ_AGAIN_NANOS);
            unreadable.add(job);
        }
    }

    /** Cancels a job, unless the job's end is already on its way to the store. */
    private void cancel(JobId id, Asker<Optional<JobView>> asker, Moment now) {
        OpenJob job = open.get(id);
        if (job != null && !job.ending()) {
            follow(schedule.cancel(id, now.nanos()), now);
            end(job, JobState.CANCELLED, null, null, now);
        }
        await(id, now.nanos() + CANCEL_WITHIN_NANOS, asker);
    }

    private void broken(JobId id, String why, Moment now) {
        OpenJob job = open.get(id);
        if (job != null && !job.ending()) {
            follow(schedule.cancel(id, now.nanos()), now);
            end(job, JobState.FAILED, null, new Failure(Failure.ERROR, why, false), now);
        }
    }

    private void end(
            OpenJob job,
            JobState how,
            @Nullable Record output,
            @Nullable Failure failure,
            Moment now) {
        held.remove(job);
        unreadable.remove(job);
        RunReport report =
                schedule.runReport(job.id(), job.job().mode(), job.cpuShared()).orElse(null);
        keep(new Entry.End(job.end(how, now.wall(), output, report, failure)));
    }

    /**
     * Shortens a job's end that the store refused, and asks the store to keep the shorter end. The
     * first refusal removes the output. The next refusal removes also the report and the rest of a
     * long failure message. The store can keep an end that lacks all three.
     */
    private void endRefused(JobEnd end, String why, Moment now) {
        OpenJob job = opened(end.job().id());
        if (end.output() != null) {
            end(job, JobState.FAILED, null, outputs(why), now);
        } else if (end.report() != null) {
            Failure shortened = end.failure() == null ? null : shortened(end.failure());
            keep(new Entry.End(job.end(end.state(), now.wall(), null, null, shortened)));
        } else {
            throw new IllegalStateException(
                    "the store refuses the end of job %s: %s".formatted(end.job().id(), why));
        }
    }

    /**
     * Returns the failure of a job whose tasks all succeeded, but whose output could not be made or
     * kept.
     */
    private static Failure outputs(String why) {
        return new Failure("outputs", why, false);
    }

    private static Failure shortened(Failure failure) {
        String message = failure.message();
        int length = Math.min(message.length(), LONGEST_REASON);
        return new Failure(failure.kind(), message.substring(0, length), failure.retryable());
    }

    private void ended(JobEnd end, Moment now) {
        OpenJob job = opened(end.job().id());
        open.remove(job.id());
        arrivals.giveBack(job.job());
        free(job.job(), job.bytes());
        followers.ended(end.view(), effects);
        follow(schedule.forget(job.id(), now.nanos()), now);
    }

    // Questions.

    private <A> void answer(Asker<A> asker, A answer) {
        effects.add(new Effect.Answer<>(asker, answer));
    }

    private void find(JobId id, boolean whole, Asker<Optional<JobView>> asker) {
        Optional<JobView> found = find(id);
        effects.add(
                found.isPresent()
                        ? new Effect.Answer<>(asker, found)
                        : new Effect.ReadJob(id, whole, asker));
    }

    private void await(JobId id, long deadline, Asker<Optional<JobView>> asker) {
        if (open.containsKey(id)) {
            followers.await(id, deadline, asker);
        } else {
            find(id, false, asker);
        }
    }

    private void watch(JobId id, Asker<JobView> asker, Moment now) {
        find(id).ifPresentOrElse(
                        job -> followers.watch(job, asker, now.nanos(), effects),
                        () -> effects.add(new Effect.ReadWatched(id, asker)));
    }

    private void list(JobEvent.ListJobs list) {
        JobFilter filter = list.filter();
        Optional<JobState> state = filter.state();
        boolean onlyOpen = state.filter(wanted -> !wanted.terminal()).isPresent();
        boolean onlyEnded = state.filter(JobState::terminal).isPresent();
        List<JobView> snapshot = onlyEnded ? List.of() : newest(filter, list.limit() + 1);
        if (onlyOpen) {
            answer(list.asker(), JobLists.page(snapshot, list.limit()));
        } else {
            effects.add(new Effect.ReadList(filter, list.limit(), snapshot, list.asker()));
        }
    }

    private List<JobView> newest(JobFilter filter, int limit) {
        return open.sequencedValues().reversed().stream()
                .filter(job -> filter.before().map(at -> job.job().order() < at).orElse(true))
                .filter(job -> filter.workload().map(job.job().spec().kind()::equals).orElse(true))
                .filter(job -> filter.mode().map(job.job().mode()::equals).orElse(true))
                .filter(job -> filter.state().map(state -> state == job.state()).orElse(true))
                .limit(limit)
                .map(this::view)
                .toList();
    }

    // Time.

    private void wake(Moment now) {
        if (now.nanos() - resumeAt >= 0) {
            held.forEach(job -> resume(job, now));
            held.clear();
        }
        if (now.nanos() - lastTickAt - terms.tick().toNanos() >= 0) {
            tick(now);
        }
        followers.look(now.nanos(), this::view, effects);
    }

    private void tick(Moment now) {
        lastTickAt = now.nanos();
        pauseWhileTheStoreIsBehind();
        follow(schedule.tick(now.nanos()), now);
        for (OpenJob job : List.copyOf(unreadable)) {
            if (job.readsAgain(now.nanos())) {
                unreadable.remove(job);
                combine(job);
            }
        }
        followers.answerOverdue(now.nanos(), this::view, effects);
    }
}
