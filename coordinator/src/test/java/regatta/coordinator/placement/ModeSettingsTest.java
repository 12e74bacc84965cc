package regatta.coordinator.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import org.junit.jupiter.api.Test;
import regatta.coordinator.api.Mode;
import regatta.worker.Execution;

class ModeSettingsTest {

    @Test
    void hasTheSevenModesByDefault() {
        assertThat(ModeSettings.of(ConfigFactory.load()).all())
                .extracting(Mode::name)
                .containsExactlyInAnyOrder(
                        "batch",
                        "thread-pool",
                        "fork-join",
                        "virtual-threads",
                        "async",
                        "processes",
                        "cluster");
    }

    @Test
    void eachBlockIsAMode() {
        ModeSettings modes =
                ModeSettings.of(
                        with(
                                "regatta.modes.pair { style = blocking, executor = fork-join,"
                                        + " max-slots = 2 }"));

        assertThat(modes.inProcess())
                .filteredOn(each -> each.mode().name().equals("pair"))
                .singleElement()
                .satisfies(pair -> {
                    assertThat(pair.execution()).isEqualTo(Execution.FORK_JOIN);
                    assertThat(pair.mode().maxSlots()).isEqualTo(2);
                });
    }

    @Test
    void namesTheKeyOfAnInvalidBlock() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> ModeSettings.of(with("regatta.modes.batch.executor = event-loop")))
                .withMessageContaining("regatta.modes.batch")
                .withMessageContaining("event-loop");
    }

    @Test
    void namesTheLimitOfSlots() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ModeSettings.of(with("regatta.modes.batch.max-slots = 5000")))
                .withMessageContaining("1 to 4096");
    }

    private static Config with(String overrides) {
        return ConfigFactory.parseString(overrides).withFallback(ConfigFactory.load()).resolve();
    }
}
