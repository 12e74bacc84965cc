package regatta.coordinator;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import regatta.coordinator.api.Cut;
import regatta.coordinator.api.JobView;
import regatta.coordinator.api.LeftFile;
import regatta.coordinator.api.QueuedBytes;
import regatta.coordinator.api.SubmitReply;
import regatta.coordinator.api.WorkerView;
import regatta.coordinator.jobs.Effect;
import regatta.coordinator.jobs.Job;
import regatta.coordinator.jobs.JobBook;
import regatta.coordinator.jobs.JobEvent;
import regatta.coordinator.jobs.Moment;
import regatta.coordinator.observe.FileBytes;
import regatta.coordinator.observe.JobLog;
import regatta.coordinator.observe.Observed;
import regatta.coordinator.observe.Observers;
import regatta.coordinator.observe.WorkerLog;
import regatta.coordinator.placement.LocalProcesses;
import regatta.coordinator.placement.Placement;
import regatta.coordinator.schedule.Decision;
import regatta.coordinator.schedule.JobTerms;
import regatta.coordinator.schedule.Schedule;
import regatta.coordinator.schedule.Settlement;
import regatta.coordinator.schedule.WorkerJoin;
import regatta.coordinator.store.JobStore;
import regatta.protocol.HeldAttempts;
import regatta.protocol.JobId;
import regatta.protocol.WorkerCommand;
import regatta.protocol.WorkerEvent;
import regatta.protocol.WorkerId;
import regatta.workload.Violation;

/**
 * The coordinator's actor. The actor turns each message into an event of the {@link JobBook}, and
 * carries out the effects that the book returns. The actor decides nothing itself and never blocks.
 */
public final class Coordinator extends AbstractBehavior<CoordinatorCommand> {
    private static final Logger LOG = LoggerFactory.getLogger(Coordinator.class);
    private static final Logger AUDIT = LoggerFactory.getLogger("regatta.audit");
    private static final long LOOK_NANOS = 1_000_000_000;

    private final Schedule schedule;
    private final JobBook book;
    private final Submissions submissions;
    private final Modes modes;
    private final SharedKinds kinds;
    private final Optional<LocalProcesses> processes;
    private final WorkerLinks links;
    private final JobStore store;
    private final StoreCalls calls;
    private final TaskFiles files;
    private final Retries retries;
    private final Observers observers;
    private final FileBytes fileBytes;
    private final QueuedBytes queuedBytes;
    private final Executor blocking;
    private final ActorRef<CoordinatorCommand> self;
    private final TimerScheduler<CoordinatorCommand> timers;
    private final Queue<JobEvent.Broken> broken = new ArrayDeque<>();
    private final Map<JobId, String> discarded = new HashMap<>();
    private final LongSupplier clock;
    private final Clock wallClock;
    private final long epoch;
    private final long tickNanos;
    private long lastTickAt;
    private long lookedAt;

    /** The time at which the timer wakes the book; valid only while {@link #wakes} is true. */
    private long wakesAt;

    private boolean wakes;

    private Coordinator(
            ActorContext<CoordinatorCommand> context,
            TimerScheduler<CoordinatorCommand> timers,
            CoordinatorSettings settings,
            Submissions submissions,
            JobStore store,
            List<JobStore.Recovered> unfinished,
            Placement placement,
            Schedule schedule,
            QueuedBytes queuedBytes,
            Observed observed,
            LongSupplier clock,
            Clock wallClock) {
        super(context);
        this.schedule = schedule;
        this.submissions = submissions;
        this.modes = submissions.modes();
        this.kinds = SharedKinds.of(submissions.workloads());
        this.processes = placement.processes();
        this.epoch = store.epoch();
        this.self = context.getSelf();
        this.timers = timers;
        this.clock = clock;
        this.wallClock = wallClock;
        this.store = store;
        this.queuedBytes = queuedBytes;
        this.blocking = context.getSystem().dispatchers().lookup(DispatcherSelector.blocking());
        this.links = new WorkerLinks(epoch, now());
        this.calls = new StoreCalls(self, blocking, submissions, store);
        this.files = new TaskFiles(submissions, store, blocking);
        this.retries = new Retries(self, submissions, store, blocking);
        this.fileBytes = observed.files();
        this.observers =
                new Observers(
                        List.of(
                                new JobLog(),
                                new WorkerLog(modes::leased),
                                observed.metrics(),
                                observed.lanes(),
                                fileBytes));
        this.book = new JobBook(schedule, settings.book(), moment());
        this.tickNanos = settings.schedule().tick().toNanos();
        this.lastTickAt = now();
        this.lookedAt = lastTickAt;
        unfinished.forEach(this::recover);
        placement.inProcess().spawn(context, context.spawn(inbox(context), "inbox"));
        wakeInTime();
    }

    /**
     * Makes the coordinator's behavior, which must be spawned as {@code /user/coordinator}.
     *
     * @param unfinished the jobs in the store that an earlier coordinator left unfinished
     * @param clock returns monotonic nanoseconds
     */
    static Behavior<CoordinatorCommand> create(
            CoordinatorSettings settings,
            Submissions submissions,
            JobStore store,
            List<JobStore.Recovered> unfinished,
            Placement placement,
            Schedule schedule,
            QueuedBytes queuedBytes,
            Observed observed,
            LongSupplier clock,
            Clock wallClock) {
        return Behaviors.setup(context ->
                Behaviors.withTimers(timers ->
                        new Coordinator(
                                context,
                                timers,
                                settings,
                                submissions,
                                store,
                                unfinished,
                                placement,
                                schedule,
                                queuedBytes,
                                observed,
                                clock,
                                wallClock)));
    }

    private void recover(JobStore.Recovered left) {
        Job job = left.job();
        fileBytes.recovered(job, List.of());
        try (Stream<Settlement> settlements = settlements(left)) {
            if (job.spec().workload() instanceof Cut) {
                LOG.warn(
                        "job {} waits: no workload here can read its kind {}",
                        job.id(),
                        job.spec().kind());
                happen(new JobEvent.Strand(job, left.startedAt(), settlements));
                return;
            }
            happen(
                    new JobEvent.Recover(
                            job,
                            submissions.terms(job),
                            modes.cpuShared(job.mode()),
                            modes.placement(job.mode()),
                            left.startedAt(),
                            settlements.peek(each -> fileBytes.recovered(job, List.of(each))),
                            left.retried(),
                            left.deaths()));
        }
        discardAtEnd(job);
    }

    private Stream<Settlement> settlements(JobStore.Recovered left) {
        return left.settled() ? store.settlements(left.job().id()) : Stream.empty();
    }

    @Override
    public Receive<CoordinatorCommand> createReceive() {
        return newReceiveBuilder().onMessage(CoordinatorCommand.class, this::onCommand).build();
    }

    private Behavior<CoordinatorCommand> onCommand(CoordinatorCommand command) {
        try {
            obey(command);
        } catch (RuntimeException failure) {
            contain(command, failure);
        }
        wakeInTime();
        return this;
    }

    private void obey(CoordinatorCommand command) {
        switch (command) {
            case CoordinatorCommand.Happened(JobEvent event) -> onEvent(event);
            case CoordinatorCommand.Submit submit -> onSubmit(submit);
            case CoordinatorCommand.RetryFailed retry -> retries.retry(retry);
            case CoordinatorCommand.DeleteJob delete ->
                    calls.delete(delete, book.find(delete.id()).isPresent());
            case CoordinatorCommand.ListTasks list ->
                    calls.readTasks(list, book.find(list.id()), schedule.unsettled(list.id()));
            case CoordinatorCommand.ReadTimeLine read ->
                    calls.readTimeLine(read, book.find(read.id()));
            case CoordinatorCommand.FindFile find ->
                    files.find(find, book.find(find.id()), holders());
            case CoordinatorCommand.CheckReady check -> check.replyTo().tell(store.unwritable());
            case CoordinatorCommand.ListWorkers list -> list.replyTo().tell(workers());
            case CoordinatorCommand.DrainWorker drain -> onDrain(drain);
            case CoordinatorCommand.ScaleProcesses scale -> {
                processes.ifPresent(pool -> pool.scale(scale.workers()));
                scale.replyTo().tell(scale.workers());
                reviewProcesses();
            }
            case CoordinatorCommand.ReadSlotUse read ->
                    read.replyTo()
                            .tell(
                                    schedule.slotUse(now()).stream()
                                            .map(use -> use.with(links.withNode(use.worker())))
                                            .toList());
            case CoordinatorCommand.TakeSample(JobId round, var replyTo) ->
                    replyTo.tell(schedule.takeSample(round));
            case CoordinatorCommand.DiscardFiles(JobId job, String kind) -> {
                discarded.put(job, kind);
                discardFiles();
            }
            case CoordinatorCommand.FromWorker(WorkerEvent event) -> onWorker(event);
            case CoordinatorCommand.WorkerExited(WorkerId worker, String how) -> {
                processes.ifPresent(pool -> pool.exited(worker, now()));
                happen(new JobEvent.Exited(worker, how));
                reviewProcesses();
                forget(worker);
            }
            case CoordinatorCommand.Wake() -> onWake();
        }
    }

    /**
     * Handles the failure of a command. If the failure concerns only the sender of the command, the
     * sender gets an error or no answer. Otherwise the coordinator's own state may be wrong, so the
     * coordinator ends. The store holds every accepted job, so the next coordinator can continue.
     */
    private void contain(CoordinatorCommand command, RuntimeException failure) {
        switch (command) {
            case CoordinatorCommand.FromWorker(WorkerEvent event) -> dismiss(event, failure);
            case CoordinatorCommand.Submit submit ->
                    submit.replyTo().tell(unfit(submit.spec().kind(), failure));
            case CoordinatorCommand.Happened(JobEvent.Question question) ->
                    LOG.error("{} failed", question.getClass().getSimpleName(), failure);
            case CoordinatorCommand.RetryFailed _,
                    CoordinatorCommand.ListTasks _,
                    CoordinatorCommand.ReadTimeLine _,
                    CoordinatorCommand.FindFile _,
                    CoordinatorCommand.CheckReady _,
                    CoordinatorCommand.ListWorkers _,
                    CoordinatorCommand.ReadSlotUse _,
                    CoordinatorCommand.TakeSample _ ->
                    LOG.error("{} failed", command.getClass().getSimpleName(), failure);
            case CoordinatorCommand.Happened _,
                    CoordinatorCommand.DeleteJob _,
                    CoordinatorCommand.DrainWorker _,
                    CoordinatorCommand.ScaleProcesses _,
                    CoordinatorCommand.DiscardFiles _,
                    CoordinatorCommand.WorkerExited _,
                    CoordinatorCommand.Wake _ ->
                    throw failure;
        }
    }

    private SubmitReply unfit(String kind, RuntimeException failure) {
        LOG.error("the code of workload {} failed for a submission", kind, failure);
        String detail =
                "the code of workload %s failed for this job (%s); see the coordinator's log"
                        .formatted(kind, failure.getClass().getSimpleName());
        return new SubmitReply.Refused(new Violation("/workload", detail));
    }

    /**
     * Refuses a worker whose message the coordinator failed to handle, and tells the worker why.
     * The worker's attempts run elsewhere.
     */
    private void dismiss(WorkerEvent event, RuntimeException failure) {
        WorkerId worker = event.worker();
        if (find(worker).filter(known -> !modes.leased(known.pool())).isPresent()) {
            throw failure;
        }
        LOG.error("refused worker {}: its {} failed here", worker, name(event), failure);
        String why =
                "the coordinator failed to handle its %s; see the coordinator's log"
                        .formatted(name(event));
        if (event instanceof WorkerEvent.Hello hello) {
            hello.commands().tell(new WorkerCommand.Refused(epoch, why));
        } else {
            links.refuse(worker, why);
        }
        happen(new JobEvent.Exited(worker, why));
        forget(worker);
        processes.filter(pool -> pool.owns(worker)).ifPresent(pool -> pool.replace(worker));
    }

    private static String name(WorkerEvent event) {
        return event.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    private void onEvent(JobEvent event) {
        happen(event);
        if (event instanceof JobEvent.Accepted) {
            reviewProcesses();
        }
    }

    /**
     * Gives the job book an event and carries out the effects. If the workload of a job fails while
     * effects are carried out, gives the book this failure as a further event.
     */
    private void happen(JobEvent event) {
        follow(event);
        while (!broken.isEmpty()) {
            follow(broken.remove());
        }
    }

    private void follow(JobEvent event) {
        List<Effect> effects = book.on(event, moment());
        // A client that has received its answer must find the event counted in the metrics.
        observers.after(event, effects, book::find, schedule::workers, now());
        effects.forEach(this::carryOut);
    }

    /**
     * Sends attempts of a job to a worker. The workload's code makes the tasks. If that code fails,
     * the job fails.
     */
    private void run(Job job, Decision.Run run) {
        discardAtEnd(job);
        try {
            links.run(run, submissions.work(job), job);
        } catch (RuntimeException failure) {
            LOG.error(
                    "the code of workload {} failed for job {}",
                    job.spec().kind(),
                    job.id(),
                    failure);
            String why =
                    "workload %s failed to make a task: %s".formatted(job.spec().kind(), failure);
            links.skip(run, job);
            broken.add(new JobEvent.Broken(job.id(), why));
        }
    }

    private void carryOut(Effect effect) {
        switch (effect) {
            case Effect.Keep(long number, var entry) -> calls.keep(number, entry);
            case Effect.ReadKey read -> calls.readKey(read);
            case Effect.ReadJob read -> calls.readJob(read);
            case Effect.ReadWatched read -> calls.readWatched(read);
            case Effect.ReadList read -> calls.readList(read);
            case Effect.Combine(Job job) -> calls.combine(job);
            case Effect.Run(Job job, Decision.Run run) -> run(job, run);
            case Effect.Tell(Decision.AboutWorker decision) -> tell(decision);
            case Effect.Acknowledge(WorkerId worker, long report, boolean promptly) ->
                    links.acknowledge(worker, report, promptly);
            case Effect.Answer<?> answer -> answer.give();
            case Effect.Push(var asker, JobView job) -> asker.answer(job);
            case Effect.FreeBytes(var token, long bytes) -> queuedBytes.free(token, bytes);
        }
    }

    private void tell(Decision.AboutWorker decision) {
        switch (decision) {
            case Decision.WriteOff writeOff -> onWriteOff(writeOff);
            case Decision.Health _, Decision.Lost _ -> {}
            case Decision.Recall _, Decision.Cancel _, Decision.Drain _ -> links.tell(decision);
        }
    }

    private void onSubmit(CoordinatorCommand.Submit submit) {
        List<WorkerView> workers = schedule.workers();
        Job job = submissions.job(submit.id(), submit.spec(), workers, wallClock.instant());
        Optional<Violation> refused = submissions.refusal(job, workers);
        if (refused.isPresent()) {
            submit.replyTo().tell(new SubmitReply.Refused(refused.get()));
            return;
        }
        JobTerms terms = submissions.terms(job);
        Optional<String> full = queuedBytes.take(job.spec().submitterOrNull(), submit.bytes());
        happen(
                new JobEvent.Submit(
                        job,
                        terms,
                        modes.cpuShared(job.mode()),
                        full.isPresent() ? 0 : submit.bytes(),
                        full,
                        submit.key(),
                        submit.replyTo()::tell));
    }

    private void onWake() {
        wakes = false;
        happen(new JobEvent.Wake());
        if (now() - lastTickAt >= tickNanos) {
            lastTickAt = now();
            links.keep(schedule::knows);
            links.acknowledge(now());
            discardFiles();
            reviewProcesses();
            letObserversLook();
        }
    }

    private void letObserversLook() {
        if (now() - lookedAt >= LOOK_NANOS) {
            lookedAt = now();
            JobBook.Extent open = book.extent();
            observers.look(
                    schedule.workers(),
                    open.queued(),
                    open.running(),
                    open.tasks(),
                    schedule.lateOutcomes());
        }
    }

    /** Sets the timer for the moment at which the book wants to be woken. */
    private void wakeInTime() {
        long in = book.wakeIn(now());
        long at = now() + in;
        if (!wakes || at - wakesAt < 0) {
            wakes = true;
            wakesAt = at;
            timers.startSingleTimer(new CoordinatorCommand.Wake(), Duration.ofNanos(in));
        }
    }

    private void onWorker(WorkerEvent event) {
        switch (event) {
            case WorkerEvent.Hello hello -> onHello(hello);
            case WorkerEvent.Report(WorkerId worker, long sequence, var jobs) ->
                    happen(new JobEvent.Report(worker, sequence, jobs));
            case WorkerEvent.Left(WorkerId worker) -> {
                happen(new JobEvent.Left(worker));
                forget(worker);
            }
        }
    }

    private void forget(WorkerId worker) {
        links.forget(worker);
        observers.forget(worker);
    }

    private void onHello(WorkerEvent.Hello hello) {
        int version = hello.protocolVersion();
        if (version < WorkerEvent.OLDEST_PROTOCOL_VERSION
                || version > WorkerEvent.PROTOCOL_VERSION) {
            String reason =
                    "it speaks version %d of the protocol, this coordinator %d"
                            .formatted(version, WorkerEvent.PROTOCOL_VERSION);
            refuse(hello, reason);
        } else if (modes.find(hello.pool()).isEmpty()) {
            refuse(hello, "this coordinator has no pool " + hello.pool());
        } else if (isForeign(hello)) {
            refuse(
                    hello,
                    "the coordinator itself starts the workers of pool "
                            + hello.pool()
                            + "; nodes serve pools such as cluster");
        } else if (!schedule.hasRoom(hello.worker(), hello.slots())) {
            refuse(
                    hello,
                    "this coordinator has reached its limit of workers or slots"
                            + " (regatta.coordinator.max-workers)");
        } else {
            welcome(hello);
            happen(new JobEvent.Hello(join(hello)));
        }
    }

    /** Returns whether a node wants to serve a pool whose workers the coordinator itself starts. */
    private boolean isForeign(WorkerEvent.Hello hello) {
        return switch (modes.placement(hello.pool()).orElseThrow()) {
            case NODES -> false;
            case IN_PROCESS -> !hello.commands().path().address().hasLocalScope();
            case LOCAL_PROCESSES -> processes.filter(pool -> pool.owns(hello.worker())).isEmpty();
        };
    }

    private void welcome(WorkerEvent.Hello hello) {
        List<String> lacking = kinds.lacking(hello);
        List<String> differing = kinds.differing(hello);
        boolean first = links.welcome(hello, lacking, differing);
        if (first && !lacking.isEmpty()) {
            LOG.warn(
                    "worker {} gets no tasks of {}: it lacks these workloads",
                    hello.worker(),
                    lacking);
        }
        if (first && !differing.isEmpty()) {
            LOG.warn(
                    "worker {} gets no tasks of {}: its plug-in differs from this coordinator's",
                    hello.worker(),
                    differing);
        }
    }

    private WorkerJoin join(WorkerEvent.Hello hello) {
        return new WorkerJoin(
                hello.worker(),
                hello.pool(),
                hello.slots(),
                hello.address(),
                kinds.usable(hello),
                modes.leased(hello.pool()),
                hello.epoch() == epoch,
                hello.unanswered(),
                hello.epoch() == epoch ? hello.lastRun() : 0,
                hello.nextReport(),
                hello.held().stream()
                        .map(each -> new HeldAttempts(each.job(), each.attempts()))
                        .toList(),
                hello.heldAll(),
                hello.draining());
    }

    private void refuse(WorkerEvent.Hello hello, String reason) {
        AUDIT.warn("refused worker {} from {}: {}", hello.worker(), hello.address(), reason);
        hello.commands().tell(new WorkerCommand.Refused(epoch, reason));
    }

    private void reviewProcesses() {
        if (processes.isPresent()) {
            LocalProcesses pool = processes.get();
            int wanted = schedule.wantedSlots(pool.pool());
            pool.review(wanted, schedule.busyWorkers(pool.pool()), now(), this::exited)
                    .forEach(this::drain);
        }
    }

    /** Reports the exit of a worker's JVM to the actor. Safe from any thread. */
    private void exited(WorkerId worker, String how) {
        self.tell(new CoordinatorCommand.WorkerExited(worker, how));
    }

    private void drain(WorkerId worker) {
        happen(new JobEvent.Drain(worker));
    }

    /**
     * If a job's workload says so, notes that the job's files must be deleted once the job has
     * ended. A caller must call this method before the job's first task runs, because even this
     * task may leave files.
     */
    private void discardAtEnd(Job job) {
        if (submissions.workload(job.spec()).discardsAtEnd()) {
            discarded.put(job.id(), job.spec().kind());
        }
    }

    /**
     * Deletes the files of each ended job whose last attempt has stopped. An attempt that still
     * runs could write more files.
     */
    private void discardFiles() {
        discarded
                .entrySet()
                .removeIf(of -> {
                    boolean quiet = !schedule.knows(of.getKey());
                    if (quiet) {
                        links.discardFiles(of.getKey(), of.getValue());
                    }
                    return quiet;
                });
    }

    private void onDrain(CoordinatorCommand.DrainWorker drain) {
        // A worker in this process is not drained, because the worker would be gone until the
        // coordinator starts again. The answer shows the worker unchanged.
        if (find(drain.id()).filter(worker -> modes.leased(worker.pool())).isPresent()) {
            drain(drain.id());
        }
        drain.replyTo().tell(find(drain.id()));
    }

    private List<WorkerView> workers() {
        return schedule.workers().stream().map(links::withNode).toList();
    }

    private Optional<WorkerView> find(WorkerId id) {
        return workers().stream().filter(worker -> worker.id().equals(id.value())).findFirst();
    }

    /**
     * Returns the workers that can be asked for files. A worker in this process is not among them,
     * because it has no directory of its own.
     */
    private List<LeftFile.Holder> holders() {
        return schedule.workers().stream()
                .filter(worker -> modes.leased(worker.pool()) && worker.state().present())
                .flatMap(worker ->
                        links
                                .files(new WorkerId(worker.id()))
                                .map(found -> new LeftFile.Holder(worker.id(), found))
                                .stream())
                .toList();
    }

    private void onWriteOff(Decision.WriteOff off) {
        processes
                .filter(pool -> pool.owns(off.worker()))
                .ifPresent(pool -> pool.replace(off.worker()));
    }

    private Moment moment() {
        return new Moment(now(), wallClock.instant());
    }

    private long now() {
        return clock.getAsLong();
    }

    /**
     * Makes the child actor to which workers send their messages. Worker nodes find this actor by
     * its path. A message adapter could not replace this actor, because worker nodes cannot know
     * the path of an adapter.
     */
    private static Behavior<WorkerEvent> inbox(ActorContext<CoordinatorCommand> context) {
        // A peer may send any message that Pekko can read. The actor drops every message that is
        // not an event.
        return Behaviors.receive(WorkerEvent.class)
                .onMessage(
                        WorkerEvent.class,
                        event -> {
                            context.getSelf().tell(new CoordinatorCommand.FromWorker(event));
                            return Behaviors.same();
                        })
                .build();
    }
}
