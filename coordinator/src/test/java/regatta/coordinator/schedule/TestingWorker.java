package regatta.coordinator.schedule;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import regatta.protocol.HeldAttempts;
import regatta.protocol.JobId;
import regatta.protocol.SlotOffer;
import regatta.protocol.WorkerId;

/** A worker in the hands of a test. */
final class TestingWorker {
    final String name;
    private final SlotOffer offer;
    private final List<String> kinds;
    private final boolean leased;

    /** What it holds: dispatched there, and neither ended nor handed back. */
    final List<TestingSchedule.Held> held = new ArrayList<>();

    final Set<TestingSchedule.Held> started = new LinkedHashSet<>();

    /** Attempts that have ended and whose report is not acknowledged. */
    final List<TestingSchedule.Held> unreported = new ArrayList<>();

    long reports;
    long lastRun;
    boolean silent;

    /** Whether what it is told gets lost. */
    boolean deaf;

    /** Whether it has heard this coordinator. */
    boolean welcomed = true;

    /** How many hellos in a row it got no answer to. */
    int unanswered;

    boolean draining;

    /** Whether its hellos name everything that it holds. */
    boolean heldAll = true;

    TestingWorker(String name, SlotOffer offer, List<String> kinds, boolean leased) {
        this.name = name;
        this.offer = offer;
        this.kinds = kinds;
        this.leased = leased;
    }

    void run(Decision.Run run) {
        if (!deaf) {
            lastRun = run.sequence();
            String job = run.job().value();
            for (Decision.Assignment one : run.attempts()) {
                held.add(
                        new TestingSchedule.Held(
                                name,
                                one.slot(),
                                job,
                                one.task(),
                                one.attempt(),
                                one.confirmStart()));
            }
        }
    }

    void drain() {
        draining |= !deaf;
    }

    void remove(TestingSchedule.Held one) {
        held.remove(one);
        started.remove(one);
    }

    void dies() {
        silent = true;
        held.clear();
        started.clear();
    }

    WorkerJoin hello() {
        Map<String, List<HeldAttempts.Held>> jobs = new LinkedHashMap<>();
        for (TestingSchedule.Held one : held) {
            boolean runs = started.contains(one);
            add(jobs, one, runs ? HeldAttempts.State.RUNNING : HeldAttempts.State.QUEUED);
        }
        unreported.forEach(one -> add(jobs, one, HeldAttempts.State.ENDED));
        List<HeldAttempts> all = new ArrayList<>();
        jobs.forEach((job, attempts) -> all.add(new HeldAttempts(new JobId(job), attempts)));
        return new WorkerJoin(
                new WorkerId(name),
                TestingJob.POOL,
                offer,
                "127.0.0.1",
                kinds,
                leased,
                welcomed,
                unanswered,
                lastRun,
                reports + 1,
                all,
                heldAll,
                draining);
    }

    private static void add(
            Map<String, List<HeldAttempts.Held>> to,
            TestingSchedule.Held one,
            HeldAttempts.State state) {
        to.computeIfAbsent(one.job(), _ -> new ArrayList<>())
                .add(new HeldAttempts.Held(one.slot(), one.task(), one.attempt(), state));
    }
}
