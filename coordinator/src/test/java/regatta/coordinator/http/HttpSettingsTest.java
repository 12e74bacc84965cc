package regatta.coordinator.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.typesafe.config.ConfigFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import regatta.http.HttpSettings;

class HttpSettingsTest {
    private static final String TOKENS = "\nregatta.auth.token-file=tokens";

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
    void refusesAnAddressThatOthersReachNamingWhatMakesItSafe(String host) {
        String key = "regatta.http.host=\"" + host + "\"";

        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(key).bindAddress())
                .withMessageContaining("regatta.auth.token-file");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(key + TOKENS).bindAddress())
                .withMessageContainingAll("regatta.http.tls", "regatta.http.behind-proxy");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "regatta.http.allow-remote-without-auth=true",
                "regatta.http.behind-proxy=on" + TOKENS,
                "regatta.http.tls { certificate = c.pem, key = k.pem }" + TOKENS
            })
    void bindsAnAddressThatOthersReachWhereThatIsSafe(String how) {
        HttpSettings settings = settings("regatta.http.host=192.0.2.1\n" + how);

        assertThat(settings.bindAddress().isLoopbackAddress()).isFalse();
    }

    @Test
    void wantsACertificateAndItsKey() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings("regatta.http.tls.key=k.pem"))
                .withMessageContaining("regatta.http.tls");
    }

    @Test
    void refusesAPortThatThereIsNot() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings("regatta.http.port=65536"))
                .withMessageContaining("regatta.http.port");
    }

    @Test
    void keepsConnectionsOpenForTheLongestWait() {
        String idle = "regatta.http.server.idle-timeout = %ds";

        assertThat(settings(idle.formatted(66)).answerWithin().toSeconds()).isEqualTo(5);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(idle.formatted(65)))
                .withMessageContaining("regatta.http.server.idle-timeout");
    }
}
