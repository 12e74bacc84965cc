package regatta.workload.download;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UrlNameTest {
    @ParameterizedTest
    @CsvSource({
        "http://h/a/b.bin?x=1, b.bin",
        "http://h/, download",
        "http://h, download",
        "http://h/a/, download",
        "http://h/%2e%2e, download",
        "http://h/..%2f..%2fetc%2fpasswd, _.._etc_passwd",
        "http://h/a%00b, a_b",
        "http://h/%C3%BCber%20%E6%97%A5%E6%9C%AC.txt, über 日本.txt",
        "http://h/%FFraw, %FFraw",
        "http://h/100%, 100%",
        "http://h/.hidden, hidden",
        "http://h/CON, _CON",
        "http://h/nul.txt, _nul.txt",
        "http://h/a%0D%0Ab, a__b",
        "http://h/a%E2%80%AEtxt.exe, a_txt.exe",
    })
    void comesFromTheLastSegmentOfTheUrl(String url, String name) {
        assertThat(UrlName.of(HttpUrl.parse(url))).isEqualTo(name);
    }
}
