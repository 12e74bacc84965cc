package regatta.machine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretsTest {
    @ParameterizedTest
    @CsvSource({
        "-Djavax.net.ssl.keyStorePassword=a=b, -Djavax.net.ssl.keyStorePassword=***",
        "-Dregatta.home=/x, -Dregatta.home=/x",
        "-Dregatta.auth.token-file=/t, -Dregatta.auth.token-file=/t",
        "-Dregatta.store.url=jdbc:x?user=u&password=p, -Dregatta.store.url=jdbc:x?user=***&password=***",
        "-Xmx1g, -Xmx1g"
    })
    void masksArgumentsOfTheJvm(String argument, String shown) {
        assertThat(Secrets.shown(argument)).isEqualTo(shown);
    }
}
