package regatta.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.LoggingTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.eventstream.EventStream;
import org.apache.pekko.remote.UniqueAddress;
import org.apache.pekko.remote.artery.QuarantinedEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import regatta.plugin.BlockSettings;
import regatta.protocol.Ended;
import regatta.protocol.HeldAttempts.Held;
import regatta.protocol.HeldAttempts.State;
import regatta.protocol.HeldRuns;
import regatta.protocol.JobAttempts;
import regatta.protocol.JobId;
import regatta.protocol.JobReport;
import regatta.protocol.Outcome;
import regatta.protocol.SlotOffer;
import regatta.protocol.TaskAttempt;
import regatta.protocol.WorkerCommand;
import regatta.protocol.WorkerCommand.Dispatch;
import regatta.protocol.WorkerEvent;
import regatta.protocol.WorkerEvent.Hello;
import regatta.protocol.WorkerEvent.Left;
import regatta.protocol.WorkerEvent.Report;
import regatta.protocol.WorkerId;
import regatta.workload.Workloads;

@Timeout(120)
class WorkerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final JobId JOB = new JobId("job");
    private static final WorkerId ID = new WorkerId("worker");

    private final Config root = ConfigFactory.load();
    private final ActorTestKit kit = ActorTestKit.create(configuration());
    private final ManualTime time = ManualTime.get(kit.system());
    private final TestProbe<WorkerEvent> inbox = kit.createTestProbe();
    private final TestProbe<WorkerEnd> end = kit.createTestProbe();
    private final AttemptRunner runner =
            new AttemptRunner(
                    Workloads.load(kind -> BlockSettings.of(root, kind)),
                    SlotOffer.any(2),
                    Execution.THREAD_POOL,
                    "pool");
    private final Ledger ledger = new Ledger(ID);
    private ActorRef<Worker.Command> worker = spawn(inbox);
    private int nextTask;

    private Config configuration() {
        return ConfigFactory.parseString("pekko.actor.provider = local")
                .withFallback(ManualTime.config())
                .withFallback(root.getConfig("regatta.pekko").atPath("pekko"))
                .withFallback(root);
    }

    private ActorRef<Worker.Command> spawn(TestProbe<WorkerEvent> coordinator) {
        return spawn(coordinator, new HelloTerms(SECOND, 3, 8));
    }

    private ActorRef<Worker.Command> spawn(TestProbe<WorkerEvent> coordinator, HelloTerms terms) {
        return kit.spawn(
                Worker.create(
                        new Worker.Identity("pool", "here"),
                        runner,
                        ledger,
                        coordinator.getRef(),
                        terms,
                        end.getRef()::tell));
    }

    @AfterEach
    void stop() {
        runner.close();
        kit.shutdownTestKit();
    }

    private Hello hello() {
        return inbox.expectMessageClass(Hello.class, PATIENCE);
    }

    private Report report() {
        return inbox.expectMessageClass(Report.class, PATIENCE);
    }

    private Hello nextHello() {
        time.timePasses(SECOND);
        return hello();
    }

    /** Returns the next hello, skipping reports that are still on their way. */
    private Hello nextHelloAfterReports() {
        time.timePasses(SECOND);
        WorkerEvent event = inbox.receiveMessage(PATIENCE);
        while (event instanceof Report) {
            event = inbox.receiveMessage(PATIENCE);
        }
        assertThat(event).isInstanceOf(Hello.class);
        return (Hello) event;
    }

    /** Welcomes the worker and returns the address for its commands. */
    private ActorRef<WorkerCommand> welcomed(long epoch) {
        ActorRef<WorkerCommand> commands = hello().commands();
        commands.tell(new WorkerCommand.Welcome(epoch, List.of()));
        assertThat(hello().epoch()).isEqualTo(epoch);
        return commands;
    }

    private WorkerCommand run(long epoch, long sequence, int slot, String... scripts) {
        List<Dispatch> dispatches = new ArrayList<>();
        for (String script : scripts) {
            dispatches.add(new Dispatch(slot, nextTask++, 1, false, TestingWorkload.task(script)));
        }
        return new WorkerCommand.RunAttempts(
                epoch, sequence, JOB, TestingWorkload.KIND, dispatches);
    }

    /** Reads reports until {@code count} attempts have ended. */
    private List<Ended> ended(int count) {
        List<Ended> ended = new ArrayList<>();
        while (ended.size() < count) {
            if (inbox.receiveMessage(PATIENCE) instanceof Report report) {
                report.jobs().forEach(part -> ended.addAll(part.ended()));
            }
        }
        return ended;
    }

    @Test
    void saysHelloEverySecondWithEveryFieldOfTheProtocol() {
        Hello hello = hello();

        assertThat(hello.protocolVersion()).isEqualTo(WorkerEvent.PROTOCOL_VERSION);
        assertThat(hello.worker()).isEqualTo(ID);
        assertThat(hello.pool()).isEqualTo("pool");
        assertThat(hello.slots()).isEqualTo(SlotOffer.any(2));
        assertThat(hello.address()).isEqualTo("here");
        assertThat(hello.kinds()).contains(TestingWorkload.KIND).isSorted();
        assertThat(hello.epoch()).isZero();
        assertThat(hello.lastRun()).isZero();
        assertThat(hello.held()).isEmpty();
        assertThat(hello.draining()).isFalse();
        inbox.expectNoMessage();
        nextHello();
    }

    @Test
    void echoesEpochAndDispatchAndWhatItHolds() {
        ActorRef<WorkerCommand> commands = welcomed(7);
        commands.tell(run(7, 1, 0, "hang", "ok"));
        commands.tell(run(7, 2, 1, "ok"));
        Ended done = ended(1).getFirst();

        Hello hello = nextHelloAfterReports();

        assertThat(hello.epoch()).isEqualTo(7);
        assertThat(hello.lastRun()).isEqualTo(2);
        assertThat(hello.held()).hasSize(1);
        HeldRuns held = hello.held().getFirst();
        assertThat(held.job()).isEqualTo(JOB);
        assertThat(held.attempts())
                .containsExactlyInAnyOrder(
                        new Held(0, 0, 1, State.RUNNING),
                        new Held(0, 1, 1, State.QUEUED),
                        new Held(1, done.task(), 1, State.ENDED));
    }

    @Test
    void saysHelloAgainAtOnceWhenANewCoordinatorWelcomesIt() {
        ActorRef<WorkerCommand> commands = welcomed(7);
        commands.tell(new WorkerCommand.Welcome(7, List.of()));
        inbox.expectNoMessage();

        commands.tell(new WorkerCommand.Welcome(8, List.of()));

        assertThat(hello().epoch()).isEqualTo(8);
        inbox.expectNoMessage();
    }

    @Test
    void warnsOnceOfAWorkloadThatIsNotTheCoordinators() {
        ActorRef<WorkerCommand> commands = welcomed(7);
        WorkerCommand welcome = new WorkerCommand.Welcome(7, List.of(), List.of("rowing"));

        LoggingTestKit.warn("no tasks of [rowing]: its plug-in is not the coordinator's")
                .expect(
                        kit.system(),
                        () -> {
                            commands.tell(welcome);
                            commands.tell(welcome);
                            nextHello();
                            return null;
                        });
    }

    @Test
    void warnsOnceOfAMissingWorkload() {
        ActorRef<WorkerCommand> commands = welcomed(7);
        WorkerCommand welcome = new WorkerCommand.Welcome(7, List.of("rowing"));

        LoggingTestKit.warn("[rowing]")
                .expect(
                        kit.system(),
                        () -> {
                            commands.tell(welcome);
                            commands.tell(welcome);
                            nextHello();
                            return null;
                        });
    }

    @Test
    void warnsOfEveryTenthHelloThatStaysUnanswered() {
        hello();
        TestProbe<WorkerEvent> nobody = kit.createTestProbe();
        spawn(nobody, HelloTerms.patient(SECOND));

        LoggingTestKit.warn("0 hellos in a row to " + nobody.getRef().path().address())
                .withOccurrences(2)
                .expect(
                        kit.system(),
                        () -> {
                            for (int hello = 0; hello < 25; hello++) {
                                nobody.expectMessageClass(Hello.class, PATIENCE);
                                time.timePasses(SECOND);
                            }
                            return null;
                        });
    }

    @Test
    void numbersReportsAndForgetsThemOnceAcknowledged() {
        ActorRef<WorkerCommand> commands = welcomed(1);
        commands.tell(run(1, 1, 0, "ok"));
        long last = 0;
        int ended = 0;
        while (ended == 0) {
            Report report = report();
            assertThat(report.sequence()).isEqualTo(++last);
            ended += report.jobs().getFirst().ended().size();
        }

        commands.tell(new WorkerCommand.Acknowledge(1, last));

        assertThat(nextHello().held()).isEmpty();
    }

    @Test
    void sendsUnacknowledgedReportsAgainWithTheSameNumbers() {
        ActorRef<WorkerCommand> commands = welcomed(1);
        commands.tell(run(1, 1, 0, "ok"));
        List<Report> first = new ArrayList<>();
        while (first.stream().allMatch(each -> each.jobs().getFirst().ended().isEmpty())) {
            first.add(report());
        }
        for (int tick = 0; tick < 3; tick++) {
            nextHello();
            commands.tell(new WorkerCommand.Welcome(1, List.of()));
        }
        time.timePasses(SECOND);

        hello();
        first.forEach(each -> assertThat(report()).isEqualTo(each));
    }

    @Test
    void reportsUnacknowledgedOutcomesToACoordinatorOfANewEpoch() {
        ActorRef<WorkerCommand> commands = welcomed(1);
        commands.tell(run(1, 5, 0, "ok"));
        assertThat(ended(1)).hasSize(1);

        commands.tell(new WorkerCommand.Welcome(2, List.of()));

        assertThat(ended(1)).hasSize(1);
        Hello hello = nextHello();
        assertThat(hello.epoch()).isEqualTo(2);
        assertThat(hello.lastRun()).isZero();
    }

    @Test
    void ignoresCommandsOfAnOlderEpoch() {
        ActorRef<WorkerCommand> commands = welcomed(2);
        commands.tell(run(1, 1, 0, "ok"));
        commands.tell(new WorkerCommand.Drain(1));
        commands.tell(run(2, 1, 0, "ok"));

        assertThat(ended(1).getFirst().task()).isEqualTo(1);
        assertThat(nextHello().draining()).isFalse();
    }

    @Test
    void aSuspectsStartIsReportedAndAcknowledgedBeforeItRuns() {
        ActorRef<WorkerCommand> commands = welcomed(1);
        Dispatch dispatch = new Dispatch(0, 0, 1, true, TestingWorkload.task("ok"));
        commands.tell(
                new WorkerCommand.RunAttempts(1, 1, JOB, TestingWorkload.KIND, List.of(dispatch)));
        Report start = report();
        assertThat(start.jobs())
                .containsExactly(
                        new JobReport(JOB, List.of(new TaskAttempt(0, 1)), List.of(), List.of()));
        inbox.expectNoMessage();

        commands.tell(new WorkerCommand.Acknowledge(1, start.sequence()));

        assertThat(ended(1).getFirst().outcome()).isInstanceOf(Outcome.Succeeded.class);
    }

    @Test
    void cancelsAndRecalls() {
        ActorRef<WorkerCommand> commands = welcomed(1);
        commands.tell(run(1, 1, 0, "hang", "ok", "ok"));
        commands.tell(new WorkerCommand.RecallAttempts(1, JOB, 0, 1));
        List<TaskAttempt> returned = new ArrayList<>();
        while (returned.isEmpty()) {
            report().jobs().forEach(part -> returned.addAll(part.returned()));
        }
        assertThat(returned).containsExactly(new TaskAttempt(2, 1));

        commands.tell(
                new WorkerCommand.CancelAttempts(
                        1,
                        new JobAttempts(
                                JOB, List.of(new TaskAttempt(0, 1), new TaskAttempt(1, 1)))));

        assertThat(ended(2)).extracting(Ended::outcome).containsOnly(new Outcome.Cancelled());
    }

    @Test
    void leavesOnceDrainedAndAcknowledged() {
        ActorRef<WorkerCommand> commands = welcomed(1);
        commands.tell(run(1, 1, 0, "wait 1500", "ok"));
        report();
        commands.tell(new WorkerCommand.Drain(1));
        commands.tell(run(1, 2, 1, "ok"));
        long last = 0;
        int ended = 0;
        List<TaskAttempt> returned = new ArrayList<>();
        while (ended == 0 || returned.size() < 2) {
            Report report = report();
            last = report.sequence();
            for (JobReport part : report.jobs()) {
                ended += part.ended().size();
                returned.addAll(part.returned());
            }
        }
        assertThat(nextHello().draining()).isTrue();

        commands.tell(new WorkerCommand.Acknowledge(1, last));

        inbox.expectMessage(PATIENCE, new Left(ID));
        end.expectMessage(PATIENCE, new WorkerEnd.Left());
    }

    @Test
    void handsRunningAttemptsBackAtTheLimitAndLeaves() {
        ActorRef<WorkerCommand> commands = welcomed(1);
        commands.tell(run(1, 1, 0, "deaf 3000"));
        report();
        worker.tell(Worker.leave(Duration.ofMillis(2_500)));
        while (!nextHello().draining()) {
            // The worker has not processed its mailbox so far yet.
        }

        time.timePasses(Duration.ofMillis(2_500));
        Ended ended = ended(1).getFirst();

        assertThat(ended.outcome()).isEqualTo(new Outcome.Cancelled());
        time.timePasses(Worker.LAST_WORD);
        end.expectMessage(PATIENCE, new WorkerEnd.Left());
    }

    @Test
    void aWorkerThatHoldsNothingLeavesAtOnce() {
        hello();

        worker.tell(Worker.leave(Duration.ofSeconds(10)));

        inbox.expectMessage(PATIENCE, new Left(ID));
        end.expectMessage(PATIENCE, new WorkerEnd.Left());
    }

    @Test
    void stopsWhenRefused() {
        hello().commands().tell(new WorkerCommand.Refused(1, "another protocol"));

        end.expectMessage(PATIENCE, new WorkerEnd.Refused("another protocol"));
    }

    @Test
    void endsAfterEightUnansweredHellosAndAnotherTakesOverItsAttempts() {
        ActorRef<WorkerCommand> commands = welcomed(1);
        commands.tell(run(1, 1, 0, "wait 1000"));
        commands.tell(new WorkerCommand.RecallAttempts(1, JOB, 1, 1));
        Report lost = report();
        assertThat(lost.jobs().getFirst().started()).hasSize(1);
        ended(1);
        IntStream.rangeClosed(0, 8).forEach(_ -> time.timePasses(SECOND));
        end.expectMessage(PATIENCE, new WorkerEnd.Unreachable(true));

        TestProbe<WorkerEvent> next = kit.createTestProbe();
        worker = spawn(next);

        Hello hello = next.expectMessageClass(Hello.class, PATIENCE);
        assertThat(hello.epoch()).isEqualTo(1);
        assertThat(hello.lastRun()).isEqualTo(1);
        assertThat(hello.held().getFirst().attempts())
                .containsExactly(new Held(0, 0, 1, State.ENDED));
        next.expectNoMessage();
        hello.commands().tell(new WorkerCommand.Welcome(1, List.of()));
        assertThat(next.expectMessageClass(Report.class, PATIENCE)).isEqualTo(lost);
    }

    @Test
    void aCoordinatorThatNeverAnswersIsGivenUpSooner() {
        hello();
        nextHello();
        nextHello();

        time.timePasses(SECOND);

        end.expectMessage(PATIENCE, new WorkerEnd.Unreachable(false));
    }

    @Test
    void endsWhenRemotingGivesUpTheLinkToItsCoordinatorAlone() {
        TestProbe<QuarantinedEvent> seen = kit.createTestProbe();
        EventStream.Command subscription =
                new EventStream.Subscribe<>(QuarantinedEvent.class, seen.getRef());
        kit.system().eventStream().tell(subscription);
        hello();
        giveUp(new Address("pekko", "stranger"));
        giveUp(new Address("pekko", "stranger"));
        seen.receiveSeveralMessages(2, PATIENCE);
        nextHello();

        giveUp(inbox.getRef().path().address());

        end.expectMessage(PATIENCE, new WorkerEnd.Unreachable(false));
    }

    private void giveUp(Address peer) {
        QuarantinedEvent event = new QuarantinedEvent(new UniqueAddress(peer, 1));
        kit.system().eventStream().tell(new EventStream.Publish<>(event));
    }
}
