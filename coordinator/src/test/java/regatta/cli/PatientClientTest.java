package regatta.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PatientClientTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Deque<Integer> statuses = new ArrayDeque<>();
    private final List<Duration> pauses = new ArrayList<>();
    private Duration now = Duration.ZERO;

    @Test
    void repeatsARequestToACoordinatorThatHasAnsweredBefore() throws Exception {
        statuses.addAll(List.of(200, 503, 0, 0, 200));
        PatientClient client = client(false);
        assertThat(client.send("GET", "/", null)).isEqualTo(IntNode.valueOf(200));
        assertThat(client.send("GET", "/", null)).isEqualTo(IntNode.valueOf(200));
        assertThat(pauses)
                .containsExactly(
                        Duration.ofSeconds(7), Duration.ofSeconds(1), Duration.ofSeconds(1));
    }

    @Test
    void failsAtOnceWithoutACoordinator() {
        statuses.add(0);
        assertThatThrownBy(() -> client(false).send("GET", "/", null)).hasMessage("0");
        assertThat(pauses).isEmpty();
    }

    @Test
    void takesABusyCoordinatorForPresent() throws Exception {
        statuses.addAll(List.of(503, 0, 200));
        assertThat(client(false).send("GET", "/", null)).isEqualTo(IntNode.valueOf(200));
    }

    @Test
    void givesUpWhenItsPatienceIsUsedUp() {
        for (int i = 0; i < 1_000; i++) {
            statuses.add(0);
        }
        assertThatThrownBy(() -> client(true).send("GET", "/", null)).hasMessage("0");
        assertThat(now).isEqualTo(PATIENCE);
    }

    @Test
    void neverRepeatsARefusedRequestOrOneThatChangesSomething() {
        statuses.addAll(List.of(404, 503));
        PatientClient client = client(true);
        assertThatThrownBy(() -> client.send("GET", "/", null)).hasMessage("404");
        assertThatThrownBy(() -> client.send("POST", "/", null)).hasMessage("503");
        assertThat(pauses).isEmpty();
    }

    @Test
    void waitsNoLongerThanAllowed() throws Exception {
        statuses.add(503);
        assertThat(client(true).ask("/", Duration.ofSeconds(2))).isEmpty();
        assertThat(pauses).containsExactly(Duration.ofSeconds(2));
    }

    private PatientClient client(boolean known) {
        return new PatientClient(this::answer, PATIENCE, known, this::pass, () -> now.toNanos());
    }

    private void pass(Duration time) {
        pauses.add(time);
        now = now.plus(time);
    }

    private JsonNode answer(String method, String path, @Nullable JsonNode body) {
        int status = statuses.remove();
        String message = String.valueOf(status);
        return switch (status) {
            case 0 -> throw new CommandException(Exit.UNREACHABLE, message, Duration.ofSeconds(1));
            case 503 -> throw new CommandException(Exit.FAILED, message, Duration.ofSeconds(7));
            case 404 -> throw new CommandException(Exit.USAGE, message);
            default -> IntNode.valueOf(status);
        };
    }
}
