package regatta.coordinator.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoreSettingsTest {
    @Test
    void liesInTheDataDirectoryByDefault() {
        Config root = config("regatta.data-directory = /a folder");
        assertThat(StoreSettings.of(root))
                .isEqualTo(
                        new StoreSettings(
                                Path.of("/a folder/regatta.db"),
                                true,
                                10_000,
                                Duration.ofDays(30),
                                10L << 30));
    }

    @Test
    void liesWhereTheUrlSays() {
        Config root = config("regatta.store { url = \"jdbc:sqlite:/b/c.db\", synchronous = off }");
        assertThat(StoreSettings.of(root).file()).isEqualTo(Path.of("/b/c.db"));
        assertThat(StoreSettings.of(root).synced()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "url = \"jdbc:postgresql://host/db\", regatta.store.url",
        "url = \"jdbc:sqlite:\", regatta.store.url",
        "url = \"jdbc:sqlite::memory:\", regatta.store.url",
        "url = \"jdbc:sqlite:file:a.db\", regatta.store.url",
        "url = \"jdbc:sqlite:a.db?cache=shared\", regatta.store.url",
        "synchronous = normal, regatta.store.synchronous",
        "keep-ended = -1, regatta.store.keep-ended",
        "keep-for = -1 d, regatta.store.keep-for"
    })
    void namesTheKeyOfAWrongValue(String setting, String key) {
        Config root = config("regatta.store { " + setting + " }");
        assertThatThrownBy(() -> StoreSettings.of(root))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(key);
    }

    private static Config config(String overrides) {
        return ConfigFactory.load(ConfigFactory.parseString(overrides));
    }
}
