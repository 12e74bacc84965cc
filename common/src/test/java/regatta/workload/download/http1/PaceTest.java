package regatta.workload.download.http1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final long SECOND = 1_000_000_000L;
    private static final Limits LIMITS =
            new Limits(
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(20),
                    64,
                    Duration.ofSeconds(100));

    private final Pace pace = new Pace(LIMITS, 0);

    @Test
    void limitsConnectingAndTheWaitForAHead() throws Exception {
        assertThat(pace.remaining(4 * SECOND)).isEqualTo(SECOND);
        assertFault(Fault.TIMEOUT, 5 * SECOND);
        pace.asked(4 * SECOND);
        assertThat(pace.remaining(13 * SECOND)).isEqualTo(SECOND);
        assertFault(Fault.TIMEOUT, 14 * SECOND);
    }

    @Test
    void reportsASilentBody() throws Exception {
        pace.bodyBegins(0);
        pace.received(1_000);
        pace.waiting(15 * SECOND);
        assertThat(pace.remaining(19 * SECOND)).isEqualTo(SECOND);
        assertThat(pace.remaining(21 * SECOND)).isEqualTo(14 * SECOND);
        assertFault(Fault.STALL, 35 * SECOND);
    }

    @Test
    void reportsABodyThatDripsForAsLongAsItDoes() {
        pace.bodyBegins(0);
        assertThatThrownBy(
                        () -> {
                            for (long at = 0; at < 100; at++) {
                                long _ = pace.remaining(at * SECOND);
                                pace.received(1);
                                pace.waiting(at * SECOND);
                            }
                        })
                .isInstanceOfSatisfying(
                        HttpException.class,
                        failure -> assertThat(failure.fault()).isEqualTo(Fault.STALL))
                .hasMessageContaining("64 bytes");
    }

    @Test
    void letsASteadyBodyGoOnUntilTheTotalLimit() throws Exception {
        pace.bodyBegins(0);
        for (long at = 0; at < 100; at++) {
            assertThat(pace.remaining(at * SECOND)).isPositive();
            pace.received(10);
            pace.waiting(at * SECOND);
        }
        assertFault(Fault.TIMEOUT, 100 * SECOND);
    }

    @Test
    void doesNotHoldTheReadersOwnDelayAgainstTheOrigin() throws Exception {
        pace.bodyBegins(0);
        pace.excuse(50 * SECOND);
        assertThat(pace.remaining(69 * SECOND)).isEqualTo(SECOND);
        assertFault(Fault.STALL, 70 * SECOND);
    }

    private void assertFault(Fault fault, long now) {
        assertThatThrownBy(() -> pace.remaining(now))
                .isInstanceOfSatisfying(
                        HttpException.class,
                        failure -> assertThat(failure.fault()).isEqualTo(fault));
    }
}
