package regatta.coordinator;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import regatta.coordinator.api.LeftFile;
import regatta.coordinator.api.QueuedBytes;
import regatta.coordinator.api.WorkerView;
import regatta.coordinator.placement.LocalProcesses;
import regatta.coordinator.placement.Placement;
import regatta.coordinator.schedule.Decision;
import regatta.coordinator.schedule.Schedule;
import regatta.coordinator.schedule.WorkerJoin;
import regatta.coordinator.store.JobStore;
import regatta.protocol.HeldAttempts;
import regatta.protocol.JobId;
import regatta.protocol.WorkerCommand;
import regatta.protocol.WorkerEvent;
import regatta.protocol.WorkerId;
import regatta.workload.Workload;

/**
 * The one authority: turns messages into calls of the {@link Schedule} and its decisions into
 * messages. It decides nothing itself and never blocks.
 */
public final class Coordinator extends AbstractBehavior<CoordinatorCommand> {
    /** Beyond so many settlements that are not kept yet, dispatch pauses. */
    private static final int MAX_BACKLOG = 65_536;

    /** After this a job whose cancellation is not kept yet is shown as it is. */
    private static final Duration CANCEL_WITHIN = Duration.ofSeconds(2);

    private static final Optional<String> UNWRITABLE =
            Optional.of("the store cannot be written; the disk may be full");

    private final Schedule schedule;
    private final JobStore store;
    private final Modes modes;
    private final List<String> kinds;
    private final Optional<LocalProcesses> processes;
    private final WorkerLinks links;
    private final JobViews views;
    private final Jobs jobs;
    private final TaskFiles files;
    private final Retries retries;
    private final ActorRef<CoordinatorCommand> self;
    private final Map<JobId, String> discarded = new HashMap<>();
    private final LongSupplier clock;
    private final long epoch;

    private Coordinator(
            ActorContext<CoordinatorCommand> context,
            TimerScheduler<CoordinatorCommand> timers,
            CoordinatorSettings settings,
            Submissions submissions,
            JobStore store,
            List<JobStore.Recovered> unfinished,
            Placement placement,
            Schedule schedule,
            QueuedBytes queuedBytes) {
        super(context);
        this.schedule = schedule;
        this.modes = submissions.modes();
        this.kinds = submissions.workloads().all().stream().map(Workload::kind).sorted().toList();
        this.processes = placement.processes();
        this.epoch = store.epoch();
        this.links = new WorkerLinks(epoch);
        this.self = context.getSelf();
        this.clock = System::nanoTime;
        this.store = store;
        Executor blocking = context.getSystem().dispatchers().lookup(DispatcherSelector.blocking());
        this.views = new JobViews(self, submissions, store, schedule, blocking);
        this.jobs =
                new Jobs(
                        self,
                        blocking,
                        submissions,
                        store,
                        schedule,
                        views,
                        queuedBytes,
                        Clock.systemUTC());
        this.files = new TaskFiles(submissions, store, views, blocking);
        this.retries = new Retries(self, submissions, store, blocking);
        recover(timers, settings, unfinished);
        placement.inProcess().spawn(context, context.spawn(inbox(context), "inbox"));
        timers.startTimerAtFixedRate(new OwnCommand.Tick(), settings.schedule().tick());
    }

    /**
     * Makes the coordinator; it is to be spawned as {@code /user/coordinator}.
     *
     * @param unfinished jobs of the store that an earlier coordinator left
     */
    static Behavior<CoordinatorCommand> create(
            CoordinatorSettings settings,
            Submissions submissions,
            JobStore store,
            List<JobStore.Recovered> unfinished,
            Placement placement,
            Schedule schedule,
            QueuedBytes queuedBytes) {
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
                                queuedBytes)));
    }

    private void recover(
            TimerScheduler<CoordinatorCommand> timers,
            CoordinatorSettings settings,
            List<JobStore.Recovered> unfinished) {
        List<JobId> awaitNodes = jobs.recover(unfinished, now());
        if (!awaitNodes.isEmpty()) {
            timers.startSingleTimer(new OwnCommand.Resume(awaitNodes), settings.rejoin());
        }
    }

    @Override
    public Receive<CoordinatorCommand> createReceive() {
        return newReceiveBuilder()
                .onMessage(CoordinatorCommand.class, this::onCommand)
                .onSignal(PostStop.class, _ -> this)
                .build();
    }

    private Behavior<CoordinatorCommand> onCommand(CoordinatorCommand command) {
        switch (command) {
            case CoordinatorCommand.Submit submit -> jobs.submit(submit);
            case CoordinatorCommand.GetJob get -> views.find(get.id(), get.replyTo());
            case CoordinatorCommand.GetWholeJob get -> views.findWhole(get);
            case CoordinatorCommand.AwaitJob await -> views.await(await, now());
            case CoordinatorCommand.ListJobs list -> views.list(list);
            case CoordinatorCommand.ListTasks list -> views.tasks(list);
            case CoordinatorCommand.FindFile find -> files.find(find, holders());
            case CoordinatorCommand.RetryFailed retry -> retries.retry(retry);
            case CoordinatorCommand.CancelJob cancel -> onCancel(cancel);
            case CoordinatorCommand.CheckReady check ->
                    check.replyTo().tell(store.writable() ? Optional.empty() : UNWRITABLE);
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
            case CoordinatorCommand.DiscardFiles(JobId job, String kind) -> {
                discarded.put(job, kind);
                discardFiles();
            }
            case CoordinatorCommand.FromWorker from -> onEvent(from.event());
            case CoordinatorCommand.WorkerExited exited -> {
                processes.ifPresent(pool -> pool.exited(exited.worker(), now()));
                carryOut(schedule.exited(exited.worker(), exited.how(), now()));
                reviewProcesses();
                links.forget(exited.worker());
            }
            case CoordinatorCommand.Internal internal -> onOwn((OwnCommand) internal);
        }
        return this;
    }

    private void onOwn(OwnCommand own) {
        switch (own) {
            case OwnCommand.Tick _ -> {
                pauseBehindTheStore();
                carryOut(schedule.tick(now()));
                jobs.readAgain(now());
                links.acknowledge(now());
                views.answerOverdue(now());
                discardFiles();
                reviewProcesses();
            }
            case OwnCommand.Stored stored -> {
                carryOut(jobs.stored(stored, now()));
                reviewProcesses();
            }
            case OwnCommand.Kept kept -> {
                jobs.kept(kept);
                partKept(kept.report());
            }
            case OwnCommand.RetriesKept kept -> partKept(kept.report());
            case OwnCommand.Combined combined -> jobs.combined(combined);
            case OwnCommand.Unreadable unreadable -> jobs.unreadable(unreadable, now());
            case OwnCommand.EndKept end -> carryOut(jobs.endKept(end.ended(), now()));
            case OwnCommand.EndRefused refused -> jobs.endRefused(refused);
            case OwnCommand.Resume resume -> {
                resume.jobs().forEach(job -> carryOut(schedule.resume(job, now())));
                reviewProcesses();
            }
            case OwnCommand.Listed listed -> views.listed(listed);
        }
    }

    private void onEvent(WorkerEvent event) {
        switch (event) {
            case WorkerEvent.Hello hello -> onHello(hello);
            case WorkerEvent.Report report -> onReport(report);
            case WorkerEvent.Left left -> {
                carryOut(schedule.left(left.worker(), now()));
                links.forget(left.worker());
            }
        }
    }

    private void onHello(WorkerEvent.Hello hello) {
        if (hello.protocolVersion() != WorkerEvent.PROTOCOL_VERSION) {
            String reason =
                    "it speaks version %d of the protocol, this coordinator %d"
                            .formatted(hello.protocolVersion(), WorkerEvent.PROTOCOL_VERSION);
            refuse(hello, reason);
        } else if (modes.find(hello.pool()).isEmpty()) {
            refuse(hello, "this coordinator has no pool " + hello.pool());
        } else if (isForeign(hello)) {
            refuse(
                    hello,
                    "the coordinator itself starts the workers of pool %s; nodes serve pools such as cluster"
                            .formatted(hello.pool()));
        } else {
            welcome(hello);
            carryOut(schedule.hello(join(hello), now()));
        }
    }

    /** Whether a node wants to serve a pool whose workers the coordinator itself starts. */
    private boolean isForeign(WorkerEvent.Hello hello) {
        return switch (modes.placement(hello.pool()).orElseThrow()) {
            case NODES -> false;
            case IN_PROCESS -> !hello.commands().path().address().hasLocalScope();
            case LOCAL_PROCESSES -> processes.filter(pool -> pool.owns(hello.worker())).isEmpty();
        };
    }

    private void welcome(WorkerEvent.Hello hello) {
        List<String> lacking =
                kinds.stream().filter(kind -> !hello.kinds().contains(kind)).toList();
        if (links.welcome(hello, lacking) && !lacking.isEmpty()) {
            getContext()
                    .getLog()
                    .warn(
                            "worker {} gets no tasks of {}: it lacks these workloads",
                            hello.worker(),
                            lacking);
        }
    }

    private WorkerJoin join(WorkerEvent.Hello hello) {
        return new WorkerJoin(
                hello.worker(),
                hello.pool(),
                hello.slots(),
                hello.address(),
                hello.kinds(),
                modes.leased(hello.pool()),
                hello.epoch() == epoch,
                hello.epoch() == epoch ? hello.lastRun() : 0,
                hello.nextReport(),
                hello.held().stream()
                        .map(each -> new HeldAttempts(each.job(), each.attempts()))
                        .toList(),
                hello.heldAll(),
                hello.draining());
    }

    private void refuse(WorkerEvent.Hello hello, String reason) {
        getContext().getLog().warn("refused worker {}: {}", hello.worker(), reason);
        hello.commands().tell(new WorkerCommand.Refused(epoch, reason));
    }

    private void onReport(WorkerEvent.Report report) {
        pauseBehindTheStore();
        carryOut(
                schedule.report(report.worker(), report.sequence(), report.jobs(), now()),
                Optional.of(new OwnCommand.ReportPart(report.worker(), report.sequence())));
    }

    private void pauseBehindTheStore() {
        schedule.pause(store.backlog() >= MAX_BACKLOG);
    }

    private void reviewProcesses() {
        if (processes.isPresent()) {
            LocalProcesses pool = processes.get();
            int wanted = schedule.wantedSlots(pool.pool());
            pool.review(wanted, schedule.busyWorkers(pool.pool()), now(), this::exited)
                    .forEach(this::drain);
        }
    }

    /** Called from any thread. */
    private void exited(WorkerId worker, String how) {
        self.tell(new CoordinatorCommand.WorkerExited(worker, how));
    }

    private void drain(WorkerId worker) {
        carryOut(schedule.drain(worker, now()));
    }

    /** Attempts that still run could write files that nobody would delete. */
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

    private void onCancel(CoordinatorCommand.CancelJob cancel) {
        carryOut(jobs.cancel(cancel.id(), now()));
        // An end is shown only when it is kept.
        views.await(
                new CoordinatorCommand.AwaitJob(cancel.id(), CANCEL_WITHIN, cancel.replyTo()),
                now());
    }

    private void onDrain(CoordinatorCommand.DrainWorker drain) {
        // One in this process would be gone until the next start; its answer is that it stays.
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

    /** Workers that can be asked for files; those of this process have no other directory. */
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

    private void carryOut(List<Decision> decisions) {
        carryOut(decisions, Optional.empty());
    }

    private void carryOut(List<Decision> decisions, Optional<OwnCommand.ReportPart> report) {
        int parts = 0;
        for (Decision decision : decisions) {
            switch (decision) {
                case Decision.Run run -> jobs.run(run, links);
                case Decision.Recall recall -> links.recall(recall);
                case Decision.Cancel cancel -> links.cancel(cancel);
                case Decision.Retry retry -> {
                    parts++;
                    jobs.retry(retry, report);
                }
                case Decision.Settle settle -> {
                    parts++;
                    jobs.settle(settle, report);
                }
                case Decision.Acknowledge(WorkerId worker, long sequence) ->
                        links.expect(worker, sequence, parts);
                case Decision.Drain(WorkerId worker) -> links.drain(worker);
                case Decision.AllSettled all -> jobs.allSettled(all.job());
                case Decision.WriteOff writeOff -> onWriteOff(writeOff);
                case Decision.Lost lost ->
                        getContext().getLog().warn("lost worker {}: {}", lost.worker(), lost.how());
            }
        }
    }

    private void partKept(Optional<OwnCommand.ReportPart> report) {
        report.ifPresent(part -> links.kept(part.worker(), part.sequence()));
    }

    private void onWriteOff(Decision.WriteOff off) {
        getContext()
                .getLog()
                .warn(
                        "slot {} of worker {} is written off: task {} of job {} does not stop",
                        off.slot(),
                        off.worker(),
                        off.task(),
                        off.job());
        processes
                .filter(pool -> pool.owns(off.worker()))
                .ifPresent(pool -> pool.replace(off.worker()));
    }

    private long now() {
        return clock.getAsLong();
    }

    /**
     * Worker nodes find the coordinator by this child's path; a message adapter's has none to know.
     */
    private static Behavior<WorkerEvent> inbox(ActorContext<CoordinatorCommand> context) {
        return Behaviors.receiveMessage(event -> {
            context.getSelf().tell(new CoordinatorCommand.FromWorker(event));
            return Behaviors.same();
        });
    }
}
