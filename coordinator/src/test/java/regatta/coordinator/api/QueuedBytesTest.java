package regatta.coordinator.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class QueuedBytesTest {
    private final QueuedBytes bytes = new QueuedBytes(100, new TokenShare(0.5));

    @Test
    void givesOneTokenItsShareAndOthersTheRest() {
        assertThat(bytes.take("greedy", 30)).isEmpty();
        assertThat(bytes.take("greedy", 30).orElseThrow())
                .contains("the token greedy would exceed 50 bytes");
        assertThat(bytes.take("another", 40)).isEmpty();
        assertThat(bytes.take(null, 30)).isEmpty();
        assertThat(bytes.take(null, 1).orElseThrow()).contains("the limit of 100 bytes");

        bytes.free("greedy", 30);
        assertThat(bytes.take("greedy", 30)).isEmpty();
    }

    @Test
    void letsATokenBeginThatUsesNothing() {
        assertThat(bytes.take("greedy", 80)).isEmpty();
        assertThat(bytes.take("greedy", 1)).isPresent();
        assertThat(bytes.take("another", 20)).isEmpty();
        assertThat(bytes.take("another", 0)).isEmpty();
    }

    @Test
    void refusesAShareThatIsNone() {
        assertThatThrownBy(() -> new TokenShare(0)).hasMessageContaining("queue-share");
        assertThatThrownBy(() -> new TokenShare(1.5)).hasMessageContaining("queue-share");
    }
}
