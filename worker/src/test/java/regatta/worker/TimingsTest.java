package regatta.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import regatta.machine.Undisturbed;
import regatta.protocol.Ended;
import regatta.protocol.Timings;

@Timeout(120)
class TimingsTest {
    private static final long MILLI = 1_000_000;

    @ParameterizedTest
    @EnumSource(Execution.class)
    void runningAndIdleAddUpToTheWindow(Execution execution) throws Exception {
        // This thread may wait for a core before the first attempt and after the last.
        Undisturbed.until(() -> {
            try (TestingRunner test = new TestingRunner(execution, 1)) {
                long before = System.nanoTime();
                for (int task = 0; task < 20; task++) {
                    test.enqueue(0, "wait 20", "compute 5");
                    test.awaitEnded(2 * task + 1);
                }
                test.awaitEnded(40);
                long window = System.nanoTime() - before;

                long account =
                        test.ended.stream()
                                .map(Ended::timings)
                                .mapToLong(each -> each.ranNanos() + each.idleNanos())
                                .sum();
                assertThat(account).isCloseTo(window, Percentage.withPercentage(10));
                assertThat(account).isLessThanOrEqualTo(window);
            }
        });
    }

    @ParameterizedTest
    @EnumSource(Execution.class)
    void tellsWaitingFromRunning(Execution execution) throws Exception {
        try (TestingRunner test = new TestingRunner(execution, 1)) {
            test.enqueue(0, "wait 100", "wait 50");

            test.awaitEnded(2);

            Timings first = test.end(0).timings();
            Timings second = test.end(1).timings();
            assertThat(first.ranNanos()).isGreaterThanOrEqualTo(100 * MILLI);
            assertThat(first.idleNanos()).isEqualTo(first.waitedNanos());
            assertThat(second.ranNanos()).isGreaterThanOrEqualTo(50 * MILLI);
            assertThat(second.waitedNanos())
                    .isCloseTo(
                            first.waitedNanos() + first.ranNanos() + second.idleNanos(),
                            within(MILLI));
        }
    }

    @ParameterizedTest
    @EnumSource(Execution.class)
    void tellsComputingFromWaiting(Execution execution) throws Exception {
        try (TestingRunner test = new TestingRunner(execution, 4)) {
            test.enqueue(0, "compute 300");
            test.enqueue(1, "wait 300");

            test.awaitEnded(2);

            long cpu = test.ended.stream().mapToLong(end -> end.timings().cpuNanos()).sum();
            // Other programs may have used most of the machine, so the test checks the difference.
            assertThat(cpu).isBetween(5 * MILLI, 400 * MILLI);
            if (!execution.cpuShared()) {
                long computing = test.end(0).timings().cpuNanos();
                assertThat(computing).isGreaterThan(5 * MILLI);
                assertThat(test.end(1).timings().cpuNanos()).isLessThan(computing / 2);
            }
        }
    }

    @Test
    void anAttemptNeverComputedLongerThanItRan() throws Exception {
        try (TestingRunner test = new TestingRunner(Execution.THREAD_POOL, 2)) {
            for (int i = 0; i < 500; i++) {
                test.enqueue(i % 2, "ok");
            }

            test.awaitEnded(500);

            assertThat(test.ended)
                    .allSatisfy(end ->
                            assertThat(end.timings().cpuNanos())
                                    .isBetween(0L, end.timings().ranNanos()));
        }
    }
}
