package regatta.coordinator.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import regatta.coordinator.api.WorkerView;
import regatta.protocol.Ended;
import regatta.protocol.Failure;
import regatta.protocol.HeldAttempts;
import regatta.protocol.HeldAttempts.Held;
import regatta.protocol.HeldAttempts.State;
import regatta.protocol.JobId;
import regatta.protocol.JobReport;
import regatta.protocol.Outcome;
import regatta.protocol.Payload;
import regatta.protocol.Timings;
import regatta.protocol.WorkerId;

class LanesTest {
    private static final JobId JOB = new JobId("a1");
    private static final Outcome GOOD = new Outcome.Succeeded(new Payload(new byte[0]));
    private static final Outcome BAD = new Outcome.Failed(new Failure("error", "bad", false));

    private long now = 1_000_000;
    private final Lanes lanes = new Lanes(() -> now);

    @Test
    void showsWhenAnAttemptRanInItsSlot() {
        report("w", 1, 7, GOOD, 2_000, 300);

        assertThat(lanes.lanes())
                .containsExactly(
                        new Lanes.Lane(
                                "w",
                                1,
                                List.of(
                                        new Lanes.Box(
                                                "a1",
                                                7,
                                                1,
                                                now - 2_300,
                                                now - 300,
                                                Lanes.What.SUCCEEDED))));
    }

    @Test
    void joinsShortAttemptsThatFollowEachOther() {
        for (int task = 0; task < 100_000; task++) {
            now += task % 10 == 0 ? 1 : 0;
            report("w", 0, task, GOOD, 1, 0);
        }

        List<Lanes.Box> boxes = lanes.lanes().getFirst().boxes();
        assertThat(boxes).hasSizeLessThanOrEqualTo(Lanes.MOST_BOXES);
        assertThat(boxes.stream().mapToInt(Lanes.Box::attempts).sum()).isEqualTo(100_000);
    }

    @Test
    void showsAFailureByItself() {
        report("w", 0, 0, GOOD, 5, 0);
        report("w", 0, 1, BAD, 5, 0);
        report("w", 0, 2, GOOD, 5, 0);

        assertThat(lanes.lanes().getFirst().boxes())
                .extracting(Lanes.Box::what)
                .containsExactly(Lanes.What.SUCCEEDED, Lanes.What.FAILED, Lanes.What.SUCCEEDED);
    }

    @Test
    void showsWhatStillRunsUntilItEnds() {
        report("w", 0, 6, GOOD, 500, 400);
        hello(List.of());
        now += 1_000;
        hello(List.of(new Held(0, 7, 1, State.RUNNING), new Held(0, 8, 1, State.QUEUED)));
        now += 1_000;
        hello(List.of(new Held(0, 7, 1, State.RUNNING)));

        assertThat(lanes.lanes().getFirst().boxes())
                .hasSize(2)
                .last()
                .isEqualTo(new Lanes.Box("a1", 7, 1, now - 2_000, now, Lanes.What.RUNNING));

        report("w", 0, 7, GOOD, 1_500, 0);
        assertThat(lanes.lanes().getFirst().boxes())
                .extracting(Lanes.Box::what)
                .containsExactly(Lanes.What.SUCCEEDED, Lanes.What.SUCCEEDED);
    }

    @Test
    void showsNothingRunningAtAWorkerThatHandedItBackOrIsGone() {
        hello(List.of(new Held(0, 7, 1, State.RUNNING)));
        assertThat(lanes.lanes()).hasSize(1);
        hello(List.of());
        assertThat(lanes.lanes()).isEmpty();

        hello(List.of(new Held(0, 7, 1, State.RUNNING)));
        lanes.workers(List.of(worker("w", WorkerView.State.DRAINING)));
        assertThat(lanes.lanes()).hasSize(1);
        lanes.workers(List.of(worker("w", WorkerView.State.LOST)));
        assertThat(lanes.lanes()).isEmpty();

        now += 60_000;
        hello(List.of(new Held(0, 7, 1, State.RUNNING)));
        assertThat(lanes.lanes().getFirst().boxes().getFirst().from()).isEqualTo(now);
        lanes.workers(List.of());
        assertThat(lanes.lanes()).isEmpty();
    }

    @Test
    void keepsItsLanesIfMoreSlotsAreBusy() {
        long began = now;
        List<String> workers = List.of("a", "b", "c");
        List<Held> running =
                IntStream.range(0, 66)
                        .mapToObj(slot -> new Held(slot, slot, 1, State.RUNNING))
                        .toList();
        for (int hellos = 0; hellos < 5; hellos++) {
            workers.forEach(worker -> hello(worker, running));
            workers.forEach(worker -> report(worker, 65, 1_000, GOOD, 5, 0));
            lanes.workers(workers.stream().map(id -> worker(id, WorkerView.State.JOINED)).toList());
            now += 1_000;
        }

        assertThat(lanes.lanes())
                .hasSize(Lanes.MOST_LANES)
                .first()
                .extracting(Lanes.Lane::boxes)
                .isEqualTo(List.of(new Lanes.Box("a1", 0, 1, began, now, Lanes.What.RUNNING)));
    }

    @Test
    void forgetsWhatIsOlderThanAMinuteAndKeepsBoundedlyMany() {
        report("old", 0, 0, GOOD, 5, 0);
        now += Lanes.SECONDS * 1_000 + 1;
        lanes.workers(List.of());
        for (int slot = 0; slot < 1_000; slot++) {
            report("w", slot, 0, GOOD, 5, 0);
        }

        assertThat(lanes.lanes())
                .hasSize(Lanes.MOST_LANES)
                .extracting(Lanes.Lane::worker)
                .containsOnly("w");
    }

    private void hello(List<Held> held) {
        hello("w", held);
    }

    private void hello(String worker, List<Held> held) {
        lanes.held(new WorkerId(worker), List.of(new HeldAttempts(JOB, held)), true);
    }

    private static WorkerView worker(String id, WorkerView.State state) {
        return new WorkerView(id, "cluster", state, 66, 0, 66, "h:1", null);
    }

    private void report(
            String worker, int slot, int task, Outcome how, long ranMillis, long agoMillis) {
        Timings timings =
                new Timings(0, ranMillis * 1_000_000, -1, -1, 0, 0, agoMillis * 1_000_000);
        lanes.reported(
                new WorkerId(worker),
                new JobReport(
                        JOB,
                        List.of(),
                        List.of(new Ended(slot, task, 1, how, timings)),
                        List.of()));
    }
}
