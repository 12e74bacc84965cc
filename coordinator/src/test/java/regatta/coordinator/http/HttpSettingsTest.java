package regatta.coordinator.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.typesafe.config.ConfigFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import regatta.http.HttpSettings;

class HttpSettingsTest {
    private static HttpSettings settings(String overrides) {
        return HttpSettings.of(
                ConfigFactory.parseString(overrides).withFallback(ConfigFactory.load()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.1.2.3", "localhost", "::1"})
    void bindsTheLoopbackAddress(String host) {
        assertThat(settings("regatta.http.host=\"" + host + "\"").bindAddress().isLoopbackAddress())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "192.0.2.1", "::"})
    void refusesAnAddressThatOthersReachNamingTheOverride(String host) {
        String key = "regatta.http.host=\"" + host + "\"";

        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(key).bindAddress())
                .withMessageContaining("regatta.http.allow-remote-without-auth");
        assertThat(
                        settings(key + "\nregatta.http.allow-remote-without-auth=true")
                                .bindAddress()
                                .isLoopbackAddress())
                .isFalse();
    }

    @Test
    void refusesAPortThatThereIsNot() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings("regatta.http.port=65536"))
                .withMessageContaining("regatta.http.port");
    }
}
