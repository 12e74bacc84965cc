package regatta.coordinator.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.List;
import org.junit.jupiter.api.Test;
import regatta.coordinator.api.Mode;
import regatta.protocol.NodeAddress;
import regatta.protocol.WorkerId;
import regatta.worker.Execution;

class ModeSettingsTest {

    @Test
    void hasSevenModesByDefaultAndThoseOnDispatchers() {
        assertThat(ModeSettings.of(ConfigFactory.load()).all())
                .filteredOn(mode -> !mode.dispatcher())
                .extracting(Mode::name)
                .containsExactlyInAnyOrder(
                        "batch",
                        "thread-pool",
                        "fork-join",
                        "virtual-threads",
                        "async",
                        "processes",
                        "cluster");
        assertThat(ModeSettings.of(ConfigFactory.load()).all())
                .filteredOn(Mode::dispatcher)
                .extracting(Mode::name, Mode::style, Mode::cpuShared)
                .containsExactlyInAnyOrder(
                        tuple("pekko-default", Mode.Style.FORK_JOIN, false),
                        tuple("pekko-fork-join", Mode.Style.FORK_JOIN, false),
                        tuple("pekko-throughput", Mode.Style.FORK_JOIN, false),
                        tuple("pekko-pool", Mode.Style.THREADS, false),
                        tuple("pekko-pinned", Mode.Style.THREADS, false),
                        tuple("pekko-virtual", Mode.Style.VIRTUAL_THREADS, true));
    }

    @Test
    void namesAModeWhoseDispatcherIsNowhere() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        ModeSettings.of(
                                with(
                                        "regatta.modes.own { style = blocking, max-slots = 2,"
                                                + " executor = dispatcher, dispatcher = nowhere }")))
                .withMessage(
                        "regatta.modes.own: there is no dispatcher \"nowhere\" in the"
                                + " configuration");
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

    @Test
    void givesEveryJvmTheOptionsOfAllAndThoseOfItsMode() {
        assertThat(javaOptions("regatta.java-options = \"-Xint  -Da=b\""))
                .endsWith("-Xint", "-Da=b");
        assertThat(
                        javaOptions(
                                "regatta.java-options = [-Xint],"
                                        + " regatta.modes.processes.java-options = [\"-Dc= d\"]"))
                .endsWith("-Xint", "-Dc= d");
    }

    @Test
    void startsAJvmWithOneCollectorOfGarbage() {
        assertThat(command("regatta.java-options = \"-XX:+UseG1GC\""))
                .contains("-XX:+UseG1GC")
                .doesNotContain("-XX:+UseSerialGC");
        assertThat(command("regatta.java-options = []")).contains("-XX:+UseSerialGC");
    }

    private static List<String> javaOptions(String overrides) {
        return ModeSettings.of(with(overrides)).processes().orElseThrow().javaOptions();
    }

    private static List<String> command(String overrides) {
        ModeSettings.Processes settings =
                ModeSettings.of(with(overrides)).processes().orElseThrow();
        return new ChildCommand(settings, NodeAddress.parse("127.0.0.1:1"))
                .lines(new WorkerId("w"), "processes", 1);
    }

    private static Config with(String overrides) {
        return ConfigFactory.parseString(overrides).withFallback(ConfigFactory.load()).resolve();
    }
}
