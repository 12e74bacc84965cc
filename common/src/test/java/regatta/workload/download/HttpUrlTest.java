package regatta.workload.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpUrlTest {
    @ParameterizedTest
    @CsvSource({
        "http://example.org, http://example.org:80, /",
        "HTTP://EXAMPLE.org/A%20b?q=1#frag, http://example.org:80, /A%20b?q=1",
        "https://example.org?q, https://example.org:443, /?q",
        "https://example.org:8443/a/../b, https://example.org:8443, /a/../b",
        "http://10.0.0.255/, http://10.0.0.255:80, /",
        "http://[2001:db8::A]:81/x, http://[2001:db8::a]:81, /x",
        "http://[64:ff9b::127.0.0.1]/, http://[64:ff9b::127.0.0.1]:80, /",
        "http://xn--bcher-kva.example/ü, http://xn--bcher-kva.example:80, /%C3%BC",
        "http://h/a@b:c, http://h:80, /a@b:c",
    })
    void readsWhatIsCanonical(String text, String origin, String target) {
        HttpUrl url = HttpUrl.parse(text);
        assertThat(url.origin()).isEqualTo(origin);
        assertThat(url.target()).isEqualTo(target);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "example.org/a",
                "ftp://example.org/",
                "file:///etc/passwd",
                "//example.org/",
                "http:/example.org",
                "javascript:alert(1)",
                "http://",
                "http:///a",
                "http://?q",
                "http://2130706433/",
                "http://0x7f000001/",
                "http://0x7f.1/",
                "http://127.1/",
                "http://0177.0.0.1/",
                "http://127.0.0.01/",
                "http://127.0.0.256/",
                "http://127.0.0.1.5/",
                "http://127.0.0.1./",
                "http://017700000001/",
                "http://1.2.3.0x4/",
                "http://example.123/",
                "http://example.0xab/",
                "http://a@127.0.0.1/",
                "http://user:pw@example.org/",
                "http://@example.org/",
                "http://a_b.com/",
                "http://-a.com/",
                "http://a-.com/",
                "http://a..com/",
                "http://.com/",
                "http://example.org./",
                "http://exa%6dple.org/",
                "http://bücher.example/",
                "http://①②⑦.0.0.1/",
                "http://example.org:/",
                "http://example.org:0/",
                "http://example.org:080/",
                "http://example.org:65536/",
                "http://example.org:8x/",
                "http://example.org:-1/",
                "http://h:1:2/",
                "http://good.com\\@evil.com/",
                "http://exa mple.org/",
                "http://h/a b",
                "http://h/a\r\nHost: x",
                "http://h/\0",
                "http://h/\u007f",
                "http://\u0007h/",
                "http://[::ffff:127.0.0.1]/",
                "http://[::ffff:7f00:1]/",
                "http://[::1%25lo]/",
                "http://[fe80::1%eth0]/",
                "http://[::1/",
                "http://::1/",
                "http://[]/",
                "http://[127.0.0.1]/",
                "http://[::1]x/",
                "http://[64:ff9b::0177.0.0.1]/",
                "http://[1::2::3]/",
                "http://[v1.x]/"
            })
    void refusesWhatTwoReadersCouldReadDifferently(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> HttpUrl.parse(text));
    }

    @Test
    void limitsTheLength() {
        String longest = "http://h/" + "a".repeat(HttpUrl.MAX_LENGTH - 9);
        assertThat(HttpUrl.parse(longest).target()).hasSize(HttpUrl.MAX_LENGTH - 8);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HttpUrl.parse(longest + "a"))
                .withMessageContaining("8,192");
    }

    // The examples of RFC 3986, section 5.4, for a base without parameters.
    @ParameterizedTest
    @CsvSource({
        "g, /b/c/g",
        "./g, /b/c/g",
        "g/, /b/c/g/",
        "/g, /g",
        "?y, /b/c/d?y",
        "g?y, /b/c/g?y",
        "g?y/./x, /b/c/g?y/./x",
        "., /b/c/",
        "./, /b/c/",
        ".., /b/",
        "../g, /b/g",
        "../.., /",
        "../../g, /g",
        "../../../g, /g",
        "/./g, /g",
        "/../g, /g",
        "g., /b/c/g.",
        "..g, /b/c/..g",
        "./../g, /b/g",
        "g/./h, /b/c/g/h",
        "g/../h, /b/c/h",
        "#s, /b/c/d?q",
        "'', /b/c/d?q",
        "a b, /b/c/a%20b",
        "/.//evil.com/x, //evil.com/x"
    })
    void followsARelativeReference(String reference, String target) {
        HttpUrl next = HttpUrl.parse("http://a:81/b/c/d?q").resolve(reference);
        assertThat(next.target()).isEqualTo(target);
        assertThat(next.origin()).isEqualTo("http://a:81");
    }

    @Test
    void followsAReferenceToAnotherPlace() {
        HttpUrl base = HttpUrl.parse("https://a/b");
        assertThat(base.resolve("//c/d").origin()).isEqualTo("https://c:443");
        assertThat(base.resolve("http://c/d").origin()).isEqualTo("http://c:80");
        assertThat(base.resolve("/\u00c3\u00bc").target()).isEqualTo("/%C3%BC");
        assertThatIllegalArgumentException().isThrownBy(() -> base.resolve("ftp://c/d"));
        assertThatIllegalArgumentException().isThrownBy(() -> base.resolve("//u@c/d"));
        assertThatIllegalArgumentException().isThrownBy(() -> base.resolve("http:c"));
    }

    @Test
    void writesNothingIntoARequestLineThatCouldEndIt() {
        Random random = new Random(3);
        String letters = "abz/?#%:@.[]\\ é\u20ac\r\n\t\0\u00ff0123xX-_";
        int read = 0;
        for (int round = 0; round < 50_000; round++) {
            StringBuilder text = new StringBuilder(random.nextBoolean() ? "http://h" : "/");
            for (int i = random.nextInt(12); i > 0; i--) {
                text.append(letters.charAt(random.nextInt(letters.length())));
            }
            try {
                HttpUrl url =
                        text.charAt(0) == '/'
                                ? HttpUrl.parse("http://h/b").resolve(latin1(text.toString()))
                                : HttpUrl.parse(text.toString());
                assertThat(url.target()).matches("/[!-~]*");
                assertThat(url.origin()).matches("http://[a-z0-9.\\[\\]:-]+");
                read++;
            } catch (IllegalArgumentException refused) {
                assertThat(refused).hasMessageNotContaining("\n");
            }
        }
        assertThat(read).isGreaterThan(2_000);
    }

    private static String latin1(String text) {
        return text.chars().mapToObj(c -> Character.toString(c & 0xff)).reduce("", String::concat);
    }
}
