package regatta.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DispatcherSettingsTest {
    private static final Config ROOT =
            ConfigFactory.parseString(
                            """
                            pool { executor = thread-pool-executor }
                            fork { executor = fork-join-executor }
                            pinned { type = PinnedDispatcher }
                            virtual { executor = virtual-thread-executor }
                            bare { throughput = 7 }
                            own { executor = "com.example.MyExecutor" }
                            """)
                    .withFallback(ConfigFactory.load());

    @ParameterizedTest
    @CsvSource({
        "pool, THREADS",
        "pinned, THREADS",
        "own, THREADS",
        "fork, FORK_JOIN",
        "bare, FORK_JOIN",
        "pekko.actor.default-dispatcher, FORK_JOIN",
        "virtual, VIRTUAL_THREADS",
    })
    void judgesADispatcherByTheThreadsThatItHas(String id, DispatcherSettings.Kind kind) {
        assertThat(DispatcherSettings.of(ROOT, id).kind()).isEqualTo(kind);
    }

    @Test
    void namesADispatcherThatIsNowhere() {
        for (String id : new String[] {"none", "pool.executor", ""}) {
            assertThatThrownBy(() -> DispatcherSettings.of(ROOT, id))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("there is no dispatcher \"" + id + "\"");
        }
    }
}
