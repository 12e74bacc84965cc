package regatta.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import regatta.protocol.NodeAddress;

class JoinTurnsTest {
    @Test
    void triesTheAddressesOfANameAsWell() {
        JoinTurns turns = turns("LocalHost:7355");
        assertThat(turns.next()).hasToString("localhost:7355");
        for (int i = 0; i < 10 && !turns.next().toString().startsWith("127."); i++) {
            turns.ended(false);
        }
        assertThat(turns.next()).hasToString("127.0.0.1:7355");
    }

    @Test
    void staysWithTheSpellingThatWasWelcomed() {
        JoinTurns turns = turns("localhost:7355");
        assertThat(turns.isSingle()).isFalse();
        turns.ended(false);
        NodeAddress welcomed = turns.next();
        turns.ended(true);
        assertThat(turns.isSingle()).isTrue();
        turns.ended(false);
        assertThat(turns.next()).isEqualTo(welcomed);
    }

    @Test
    void waitsAtTheOneAddressThatThereIs() {
        JoinTurns turns = turns("127.0.0.1:7355");
        assertThat(turns.isSingle()).isTrue();
        turns.ended(false);
        assertThat(turns.next()).hasToString("127.0.0.1:7355");
    }

    @Test
    void triesSeveralCoordinatorsInTurnEvenAfterAWelcome() {
        JoinTurns turns = turns("127.0.0.1:1", "127.0.0.1:2");
        turns.ended(true);
        assertThat(turns.next()).hasToString("127.0.0.1:1");
        turns.ended(false);
        assertThat(turns.next()).hasToString("127.0.0.1:2");
        turns.ended(false);
        assertThat(turns.next()).hasToString("127.0.0.1:1");
    }

    private static JoinTurns turns(String... named) {
        return new JoinTurns(Stream.of(named).map(NodeAddress::parse).toList());
    }
}
