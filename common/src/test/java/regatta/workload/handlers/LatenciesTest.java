package regatta.workload.handlers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Latency counts from the intended start of each request. */
class LatenciesTest {
    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long BEGIN = 7_000_000_000L;
    private static final long STALL_BEGINS = BEGIN + 300 * MILLI;
    private static final long STALL_ENDS = STALL_BEGINS + 200 * MILLI;

    /** A service that answers each request 1 ms after it was sent, but not while it stalls. */
    private static long answeredAt(long sent) {
        long handled = sent + MILLI;
        return handled > STALL_BEGINS && handled < STALL_ENDS ? STALL_ENDS : handled;
    }

    @Test
    void aStallShowsInFullHoweverTheServiceDidBeforeAndAfter() {
        Requests schedule = new Requests("/work", 1_000, 1, 1);
        schedule.begin(BEGIN);
        Latencies open = new Latencies();
        for (int number = 0; number < 1_000; number++) {
            long intended = schedule.intended(number);
            open.answered(intended, answeredAt(intended));
        }

        // A fifth of the requests came in the stall; 1 % of all is the first twentieth of it.
        assertThat(open.percentile(99)).isCloseTo(0.190, within(0.002));
        assertThat(open.max()).isCloseTo(0.200, within(0.002));
        assertThat(open.percentile(50)).isCloseTo(0.001, within(0.0001));
    }

    @Test
    void aGeneratorThatWaitedForAnswersWouldHaveHiddenIt() {
        Latencies closed = new Latencies();
        long sent = BEGIN;
        while (sent < BEGIN + 1_000 * MILLI) {
            long answered = answeredAt(sent);
            closed.answered(sent, answered);
            sent = answered;
        }

        assertThat(closed.percentile(99)).isCloseTo(0.001, within(0.0001));
    }

    @Test
    void requestsThatNobodyAnsweredCountAsLongAsTheyWereWaitedFor() {
        Latencies latencies = new Latencies();
        for (int number = 0; number < 98; number++) {
            latencies.answered(BEGIN, BEGIN + MILLI);
        }
        latencies.unanswered(BEGIN, BEGIN + 3_000 * MILLI);
        latencies.unanswered(BEGIN, BEGIN + 3_000 * MILLI);
        latencies.failed();

        assertThat(latencies.errors()).isEqualTo(3);
        assertThat(latencies.percentile(99)).isCloseTo(3, within(0.01));
    }

    @Test
    void intendedStartsFollowTheRateAndNothingElse() {
        Requests schedule = new Requests("/work", 400, 2, 1);
        schedule.begin(BEGIN);

        assertThat(schedule.intended(0)).isEqualTo(BEGIN);
        assertThat(schedule.intended(400)).isEqualTo(BEGIN + 1_000 * MILLI);
        assertThat(schedule.next()).isEqualTo(BEGIN);
        assertThat(schedule.isOver()).isFalse();
    }
}
