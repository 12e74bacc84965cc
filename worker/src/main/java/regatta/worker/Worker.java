package regatta.worker;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.eventstream.EventStream;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.remote.UniqueAddress;
import org.apache.pekko.remote.artery.QuarantinedEvent;
import org.apache.pekko.remote.artery.ThisActorSystemQuarantinedEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import regatta.machine.NodeWatch;
import regatta.protocol.Failure;
import regatta.protocol.FileRequest;
import regatta.protocol.HeldList;
import regatta.protocol.JobId;
import regatta.protocol.JobReport;
import regatta.protocol.Outcome;
import regatta.protocol.RemotingSettings;
import regatta.protocol.WorkerCommand;
import regatta.protocol.WorkerEvent;
import regatta.protocol.WorkerEvent.Hello;

/**
 * The worker's actor. The actor says hello, obeys the coordinator of the newest epoch, and reports
 * the starts and outcomes of attempts.
 *
 * <p>The actor only translates messages. {@link AttemptRunner} holds the attempts and {@link
 * Ledger} holds the reports, so that attempts and reports outlive the actor system.
 */
public final class Worker {
    /**
     * The largest number of reports that the worker sends again in one go. The limit leaves room
     * for other messages on a slow link.
     */
    private static final int MAX_RESENT = 64;

    /** The log mentions every tenth unanswered hello in a row. */
    private static final int UNANSWERED_TO_TELL = 10;

    /**
     * How old a measurement of the node may become before the worker measures again. The kernel
     * counts stolen time in hundredths of a second, so in five seconds the worker can notice a
     * stolen share of one percent.
     */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

    /**
     * How long a worker waits for the last acknowledgement after the worker's drain limit. The
     * coordinator sends this acknowledgement within two seconds after the store has kept the
     * outcomes in the report.
     */
    static final Duration LAST_WORD = Duration.ofSeconds(3);

    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

    private final Identity identity;
    private final AttemptRunner runner;
    private final Ledger ledger;
    private final ActorRef<WorkerEvent> coordinator;
    private final HelloTerms terms;
    private final Consumer<WorkerEnd> onEnd;
    private final TimerScheduler<Command> timers;
    private final ActorRef<WorkerCommand> commands;
    private final ActorRef<FileRequest> files;
    private final NodeWatch watch;
    private final boolean tls;
    private final Resend resend = new Resend();
    private boolean welcomed;
    private boolean abandoned;
    private int unanswered;
    private List<String> lacks = List.of();
    private List<String> differs = List.of();

    /**
     * What a worker states about itself in each hello.
     *
     * @param pool the name of the pool to which the worker belongs
     * @param address the host and port of the worker's node, shown to people
     */
    public record Identity(String pool, String address) {}

    /** The actor's messages. Other classes send only {@link #leave}. */
    public sealed interface Command {}

    private record FromCoordinator(WorkerCommand command) implements Command {}

    private record Leave(Duration limit) implements Command {}

    /** This node or the node at the address takes no more messages of the other's actor system. */
    private record GivenUp(Address peer) implements Command {}

    private enum Signal implements Command {
        TICK,
        NEWS,
        TIME_IS_UP
    }

    /**
     * Returns the command that asks a worker to drain. After the limit, the worker ends running
     * attempts as cancelled.
     */
    public static Command leave(Duration limit) {
        return new Leave(limit);
    }

    /**
     * Makes the actor.
     *
     * @param coordinator receives every message of the worker
     * @param onEnd called once, on the actor's thread, before the actor stops
     */
    public static Behavior<Command> create(
            Identity identity,
            AttemptRunner runner,
            Ledger ledger,
            ActorRef<WorkerEvent> coordinator,
            HelloTerms terms,
            Consumer<WorkerEnd> onEnd) {
        return Behaviors.setup(context ->
                Behaviors.withTimers(timers ->
                        new Worker(
                                        context,
                                        timers,
                                        identity,
                                        runner,
                                        ledger,
                                        coordinator,
                                        terms,
                                        onEnd)
                                .start(context)));
    }

    private Worker(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            Identity identity,
            AttemptRunner runner,
            Ledger ledger,
            ActorRef<WorkerEvent> coordinator,
            HelloTerms terms,
            Consumer<WorkerEnd> onEnd) {
        this.identity = identity;
        this.runner = runner;
        this.ledger = ledger;
        this.coordinator = coordinator;
        this.terms = terms;
        this.onEnd = onEnd;
        this.timers = timers;
        this.tls = RemotingSettings.usesTls(context.getSystem());
        this.watch = new NodeWatch(LOOK_AGAIN, runner.workloads().kernels());
        this.commands = context.messageAdapter(WorkerCommand.class, FromCoordinator::new);
        this.files = context.spawn(FileServer.create(runner.workloads()), "files");
    }

    private Behavior<Command> start(ActorContext<Command> context) {
        ActorRef<Command> self = context.getSelf();
        runner.onNews(() -> self.tell(Signal.NEWS));
        subscribe(context, QuarantinedEvent.class, QuarantinedEvent::uniqueAddress);
        subscribe(
                context,
                ThisActorSystemQuarantinedEvent.class,
                ThisActorSystemQuarantinedEvent::remoteAddress);
        timers.startTimerWithFixedDelay(Signal.TICK, Signal.TICK, terms.interval());
        self.tell(Signal.TICK);
        self.tell(Signal.NEWS);
        // A peer may send any object that Pekko can deserialize. The actor drops an object that is
        // not a command.
        return Behaviors.receive(Command.class).onMessage(Command.class, this::on).build();
    }

    private Behavior<Command> on(Command command) {
        return switch (command) {
            case Signal.TICK -> tick();
            case Signal.NEWS -> report();
            case Signal.TIME_IS_UP -> timeIsUp();
            case Leave(Duration limit) -> leaveWithin(limit);
            case GivenUp(Address peer) -> givenUp(peer);
            case FromCoordinator(WorkerCommand from) -> obey(from);
        };
    }

    private static <E> void subscribe(
            ActorContext<Command> context, Class<E> event, Function<E, UniqueAddress> peer) {
        ActorRef<E> self =
                context.messageAdapter(
                        event, happened -> new GivenUp(peer.apply(happened).address()));
        context.getSystem().eventStream().tell(new EventStream.Subscribe<>(event, self));
    }

    /**
     * Ends, because no hello gets through before one side has a new actor system. This happens if
     * the node or the link stood still for minutes: each side gives up a peer that is silent for so
     * long.
     */
    private Behavior<Command> givenUp(Address peer) {
        if (!peer.equals(coordinator.path().address())) {
            return Behaviors.same();
        }
        LOG.warn("worker {}: no message to or from {} for minutes", ledger.worker(), peer);
        return end(new WorkerEnd.Unreachable(welcomed));
    }

    private Behavior<Command> tick() {
        boolean ends = unanswered >= (welcomed ? terms.afterWelcome() : terms.beforeWelcome());
        if (ends || (unanswered > 0 && unanswered % UNANSWERED_TO_TELL == 0)) {
            Address address = coordinator.path().address();
            LOG.warn(
                    "worker {}: {} hellos in a row to {} were not answered{}",
                    ledger.worker(),
                    unanswered,
                    address,
                    welcomed || address.hasLocalScope() ? "" : mayBeTls());
        }
        if (ends) {
            return end(new WorkerEnd.Unreachable(welcomed));
        }
        sayHello();
        if (resend.tick(ledger.oldest()) && welcomed) {
            resend();
        }
        return Behaviors.same();
    }

    /** Names what a node cannot see: a peer with TLS tells a node without TLS nothing at all. */
    private String mayBeTls() {
        return tls
                ? "; this node uses TLS, so check that the coordinator does, too (regatta.cluster.tls)"
                : "; this node has no certificate, and a coordinator that uses TLS refuses it"
                        + " (regatta.cluster.tls)";
    }

    private void sayHello() {
        unanswered++;
        runner.flush();
        coordinator.tell(hello());
    }

    private Hello hello() {
        HeldList held = new HeldList();
        runner.held((attempt, state) -> held.add(attempt.jobId(), attempt.held(state)));
        ledger.held(held::add);
        return new Hello(
                WorkerEvent.PROTOCOL_VERSION,
                ledger.worker(),
                identity.pool(),
                runner.offer(),
                identity.address(),
                runner.workloads().abilities(),
                ledger.epoch(),
                unansweredBefore(),
                ledger.lastRun(),
                ledger.nextReport(),
                held.jobs(),
                held.isComplete(),
                runner.isDraining(),
                watch.look(),
                commands,
                files,
                runner.workloads().digests());
    }

    private int unansweredBefore() {
        return Math.max(unanswered - 1, welcomed ? 0 : WorkerEvent.UNANSWERED_TO_BE_DEAF);
    }

    /**
     * Reports the news to the coordinator. Before the coordinator has welcomed the worker, the
     * worker only stores the reports in the ledger.
     */
    private Behavior<Command> report() {
        News news = runner.take();
        news.ended().forEach(this::logFailure);
        List<WorkerEvent.Report> reports = ledger.record(news);
        if (welcomed) {
            reports.forEach(coordinator::tell);
        }
        return leaveWhenDone();
    }

    private boolean isInProcess() {
        return coordinator.path().address().hasLocalScope();
    }

    private void logFailure(Attempt attempt) {
        // In the coordinator's own process, the coordinator logs the failure.
        if (attempt.outcome() instanceof Outcome.Failed(Failure failure) && !isInProcess()) {
            LOG.info(
                    "worker {}: attempt {} of task {} of job {} failed: {}: {}",
                    ledger.worker(),
                    attempt.attempt(),
                    attempt.index(),
                    attempt.job(),
                    failure.kind(),
                    failure.message());
        }
    }

    private Behavior<Command> obey(WorkerCommand command) {
        String what = command.getClass().getSimpleName();
        if (command.epoch() < ledger.epoch()) {
            LOG.info(
                    "worker {} ignored {} of epoch {}, because it obeys epoch {}",
                    ledger.worker(),
                    what,
                    command.epoch(),
                    ledger.epoch());
            return Behaviors.same();
        }
        boolean newEpoch = command.epoch() > ledger.epoch();
        if (newEpoch) {
            LOG.atLevel(isInProcess() ? Level.DEBUG : Level.INFO)
                    .log(
                            "worker {} obeys the coordinator of epoch {} from now on",
                            ledger.worker(),
                            command.epoch());
            ledger.begin(command.epoch());
        }
        boolean wasDeaf = unanswered > WorkerEvent.UNANSWERED_TO_BE_DEAF || !welcomed;
        unanswered = 0;
        if ((newEpoch || !welcomed) && !(command instanceof WorkerCommand.Refused)) {
            welcomed = true;
            resend();
            if (newEpoch || wasDeaf) {
                // The coordinator dispatches only after a hello shows that the coordinator's
                // welcome arrived.
                sayHello();
            }
        }
        return switch (command) {
            case WorkerCommand.Welcome welcome -> welcome(welcome);
            case WorkerCommand.Refused(_, String reason) -> refused(reason);
            case WorkerCommand.RunAttempts run -> run(run);
            case WorkerCommand.RecallAttempts(_, JobId job, int slot, int count) -> {
                runner.recall(job, slot, count);
                yield Behaviors.same();
            }
            case WorkerCommand.CancelAttempts cancel -> cancel(cancel);
            case WorkerCommand.Acknowledge(_, long sequence) -> acknowledged(sequence);
            case WorkerCommand.Drain _ -> drain();
            case WorkerCommand.DiscardFiles(_, JobId job, String kind) -> {
                runner.discardFiles(job, kind);
                yield Behaviors.same();
            }
        };
    }

    private Behavior<Command> welcome(WorkerCommand.Welcome welcome) {
        if (!welcome.lacking().isEmpty() && !welcome.lacking().equals(lacks)) {
            LOG.warn(
                    "worker {} gets no tasks of {}: it lacks these workloads",
                    ledger.worker(),
                    welcome.lacking());
        }
        if (!welcome.differing().isEmpty() && !welcome.differing().equals(differs)) {
            LOG.warn(
                    "worker {} gets no tasks of {}: its plug-in is not the coordinator's, compare"
                            + " the jars in regatta.plugins.directory",
                    ledger.worker(),
                    welcome.differing());
        }
        lacks = welcome.lacking();
        differs = welcome.differing();
        return leaveWhenDone();
    }

    private Behavior<Command> run(WorkerCommand.RunAttempts run) {
        ledger.arrived(run.sequence());
        runner.enqueue(run);
        return Behaviors.same();
    }

    private Behavior<Command> cancel(WorkerCommand.CancelAttempts cancel) {
        int count = cancel.attempts().attempts().size();
        LOG.info(
                "worker {} stops {} attempts of job {}",
                ledger.worker(),
                count,
                cancel.attempts().job());
        runner.cancel(cancel.attempts());
        return Behaviors.same();
    }

    private Behavior<Command> acknowledged(long sequence) {
        resend.progress();
        for (JobReport part : ledger.acknowledge(sequence)) {
            part.started().forEach(name -> runner.confirm(part.job(), name));
        }
        return leaveWhenDone();
    }

    private Behavior<Command> drain() {
        if (!runner.isDraining()) {
            LOG.info("worker {} drains: it takes nothing new", ledger.worker());
        }
        runner.drain();
        return report();
    }

    private Behavior<Command> refused(String reason) {
        LOG.error("the coordinator refuses worker {}: {}", ledger.worker(), reason);
        return end(new WorkerEnd.Refused(reason));
    }

    private Behavior<Command> leaveWithin(Duration limit) {
        timers.startSingleTimer(Signal.TIME_IS_UP, limit);
        return drain();
    }

    private Behavior<Command> timeIsUp() {
        if (abandoned) {
            return end(new WorkerEnd.Left());
        }
        abandoned = true;
        LOG.warn(
                "worker {} reached its drain limit and hands back what still runs",
                ledger.worker());
        runner.abandon();
        timers.startSingleTimer(Signal.TIME_IS_UP, LAST_WORD);
        return report();
    }

    private Behavior<Command> leaveWhenDone() {
        if (!runner.isDraining() || !runner.isEmpty() || !ledger.isSettled()) {
            return Behaviors.same();
        }
        LOG.info("worker {} leaves", ledger.worker());
        coordinator.tell(new WorkerEvent.Left(ledger.worker()));
        return end(new WorkerEnd.Left());
    }

    private Behavior<Command> end(WorkerEnd how) {
        onEnd.accept(how);
        return Behaviors.stopped();
    }

    private void resend() {
        ledger.unacknowledged().limit(MAX_RESENT).forEach(coordinator::tell);
    }
}
