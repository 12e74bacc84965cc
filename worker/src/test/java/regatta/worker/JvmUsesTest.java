package regatta.worker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import regatta.machine.JvmMeter;
import regatta.protocol.JobId;
import regatta.protocol.JvmUse;

class JvmUsesTest {
    private static final long MILLI = 1_000_000;
    private static final JobId A = new JobId("a");
    private static final JobId B = new JobId("b");

    private JvmMeter.Reading reading = new JvmMeter.Reading(100, 1_000, 50, 0, 70);
    private long now;
    private final JvmUses uses = new JvmUses(() -> reading, () -> now);

    @Test
    void tellsWhatWasUsedSinceItTold() {
        uses.begin(A);
        pass(60 * MILLI, new JvmMeter.Reading(130, 4_000, 50, 8, 90));
        assertThat(uses.since(A, false)).contains(new JvmUse(30, 3_000, 0, 8, 70, 90));
        pass(60 * MILLI, new JvmMeter.Reading(131, 4_100, 60, 8, 80));
        assertThat(uses.since(A, false)).contains(new JvmUse(1, 100, 10, 0, 70, 90));
    }

    @Test
    void tellsSeldomUntilNothingRunsAnyMore() {
        uses.begin(A);
        pass(49 * MILLI, new JvmMeter.Reading(101, 1_000, 50, 0, 70));
        assertThat(uses.since(A, false)).isEmpty();
        assertThat(uses.since(A, true)).contains(new JvmUse(1, 0, 0, 0, 70, 70));
        uses.end();
        assertThat(uses.since(A, true)).isEmpty();
    }

    @Test
    void countsForEachJobFromItsOwnBegin() {
        uses.begin(A);
        pass(60 * MILLI, new JvmMeter.Reading(110, 1_000, 50, 0, 70));
        uses.begin(B);
        uses.begin(A);
        pass(60 * MILLI, new JvmMeter.Reading(115, 1_000, 50, 0, 70));
        assertThat(uses.since(A, false)).contains(new JvmUse(15, 0, 0, 0, 70, 70));
        assertThat(uses.since(B, false)).contains(new JvmUse(5, 0, 0, 0, 70, 70));
    }

    @Test
    void remembersTheMostMemoryThatItSaw() {
        uses.begin(A);
        pass(MILLI, new JvmMeter.Reading(100, 1_000, 50, 0, 500));
        uses.look();
        pass(MILLI, new JvmMeter.Reading(100, 1_000, 50, 0, 60));
        assertThat(uses.since(A, true)).contains(new JvmUse(0, 0, 0, 0, 70, 500));
    }

    @Test
    void saysWhereThrottlingIsNotKnown() {
        reading = new JvmMeter.Reading(0, 0, -1, 0, -1);
        uses.begin(A);
        assertThat(uses.since(A, true)).contains(new JvmUse(0, 0, -1, 0, -1, -1));
    }

    private void pass(long nanos, JvmMeter.Reading then) {
        now += nanos;
        reading = then;
    }
}
