package regatta.secret;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
    @ParameterizedTest
    @CsvSource({
        "-Djavax.net.ssl.keyStorePassword=a=b, -Djavax.net.ssl.keyStorePassword=***",
        "-Dregatta.home=/x, -Dregatta.home=/x",
        "-Dregatta.auth.token-file=/t, -Dregatta.auth.token-file=/t",
        "-Dregatta.http.tls.key=/k.pem, -Dregatta.http.tls.key=/k.pem",
        "-Dregatta.cluster.tls.key=/k.pem, -Dregatta.cluster.tls.key=/k.pem",
        "-Dregatta.command.key=0123, -Dregatta.command.key=***",
        "-Dregatta.store.url=jdbc:x?user=u&password=p,"
                + " -Dregatta.store.url=jdbc:x?user=***&password=***",
        "-Dregatta.download.proxy=http://u:p@h:3128, -Dregatta.download.proxy=http://***@h:3128",
        "-Xmx1g, -Xmx1g"
    })
    void masksArgumentsOfTheJvm(String argument, String shown) {
        assertThat(Secrets.shown(argument)).isEqualTo(shown);
    }

    @Test
    void masksWhatUrlsInALogHide() {
        assertThat(Secrets.masked("GET http://h/a?X-Amz-Signature=abc&x=1&sig=d is 403"))
                .isEqualTo("GET http://h/a?X-Amz-Signature=***&x=1&sig=*** is 403");
        assertThat(Secrets.masked("https://me:secret@h/a")).isEqualTo("https://***@h/a");
        assertThat(Secrets.masked("https://secret@h/a")).isEqualTo("https://***@h/a");
        assertThat(Secrets.masked("ftp://me:secret@h/a")).isEqualTo("ftp://***@h/a");
        assertThat(Secrets.masked("pekko://regatta@h:1")).isEqualTo("pekko://regatta@h:1");
        assertThat(Secrets.masked("Authorization: Bearer abcdefghijk"))
                .isEqualTo("Authorization: Bearer ***");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?hmac=",
                "?jwt=",
                "?auth=",
                "?authorization=",
                "?pwd=",
                "?a=b&md5=",
                "?hdnts=",
                "?s%69g=",
                "?a%5Btoken%5D=",
                "#access_token=",
                "?a=b#sig="
            })
    void masksParametersOfManySigners(String name) {
        assertThat(Secrets.masked("http://h/a" + name + "CANARY&x=1"))
                .isEqualTo("http://h/a" + name + "***&x=1");
    }

    @Test
    void masksParametersThatSemicolonsSeparate() {
        assertThat(Secrets.masked("http://h/a;x?a;token=b;c=d"))
                .isEqualTo("http://h/a;x?a;token=***");
    }

    @Test
    void masksParametersOfAUrlWithinAUrl() {
        assertThat(Secrets.masked("http://h/a?to=http://g/?token=b&x=1&sig=&key=c#d"))
                .isEqualTo("http://h/a?to=http://g/?token=***&x=1&sig=&key=***#d");
    }

    /** With a pattern that reads text again and again this would take minutes. */
    @ParameterizedTest
    @ValueSource(strings = {"?sig", "sig", "&", ";", "http://a:", "?a="})
    void readsALongTextOfAStrangerOnce(String part) {
        String text = "=://" + part.repeat(200_000);

        assertThat(Secrets.masked(text)).startsWith("=://");
    }

    @Test
    void leavesALineWithoutSecretsAsItIs() {
        String line = "job a1 ended: SUCCEEDED after 1.20 s (4 of 4), http://h/a?page=2&author=me";

        assertThat(Secrets.masked(line)).isEqualTo(line);
    }
}
