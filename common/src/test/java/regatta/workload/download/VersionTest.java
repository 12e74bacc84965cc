package regatta.workload.download;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import regatta.workload.download.http1.Header;
import regatta.workload.download.http1.ResponseHead;

/** Only the rest of exactly the file that was begun may be added to it. */
class VersionTest {
    private static final HttpUrl URL = HttpUrl.parse("http://a.test/b?c");
    private static final Version BEGUN = Version.at(URL, "\"one\"", 10, "");

    @Test
    void takesExactlyTheRest() {
        assertThat(BEGUN.wholeWith(rest("\"one\"", "bytes 4-9/10"), 4)).hasValue(10L);
        assertThat(BEGUN.wholeWith(rest("\"one\"", "bytes 4-9/10", "6"), 4)).hasValue(10L);
        assertThat(Version.at(URL, "\"one\"", -1, "").wholeWith(rest("\"one\"", "bytes 4-8/9"), 4))
                .as("a length that was not known")
                .hasValue(9L);
    }

    @ParameterizedTest
    @CsvSource({
        "'\"two\"', bytes 4-9/10, 6, another version",
        "'\"one\"', bytes 3-9/10, 7, from another place",
        "'\"one\"', bytes 4-8/10, 5, not to the end",
        "'\"one\"', bytes 4-9/*, 6, of an unknown length",
        "'\"one\"', bytes 4-9/11, 6, not to the end of a longer file",
        "'\"one\"', bytes 4-10/11, 7, of a longer file",
        "'\"one\"', bytes 4-9/10, 5, of another length than stated",
        "'\"one\"', octets 4-9/10, 6, in another unit",
    })
    void refusesWhatIsNotTheRest(String tag, String range, String length, String why) {
        assertThat(BEGUN.wholeWith(rest(tag, range, length), 4)).as(why).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"W/\"weak\"", "bare", "\"a\"b\"", ""})
    void isNoneWithoutAStrongTag(String tag) {
        assertThat(Version.of(URL, head(200, "ETag", tag), "")).isEmpty();
    }

    @Test
    void isOfAWholeAnswerAlone() {
        assertThat(Version.of(URL, head(200, "ETag", "\"x\""), "n")).isPresent();
        assertThat(Version.of(URL, head(203, "ETag", "\"x\""), "n")).isEmpty();
        assertThat(Version.of(URL, head(200, "ETag", "\"x\"", "Accept-Ranges", "none"), "n"))
                .isEmpty();
    }

    @Test
    void isReadAsItWasWrittenUnlessItIsTorn() {
        Version written = Version.at(URL, "\"one\"", -1, "ä b");
        String text = written.text();
        assertThat(Version.parse(text)).hasValue(written);
        for (int end = 0; end < text.length(); end++) {
            assertThat(Version.parse(text.substring(0, end))).as("cut at %d", end).isEmpty();
        }
    }

    @Test
    void belongsToOneUrl() {
        assertThat(BEGUN.isAt(URL)).isTrue();
        assertThat(BEGUN.isAt(HttpUrl.parse("http://a.test/b?d"))).isFalse();
        assertThat(BEGUN.isAt(HttpUrl.parse("https://a.test:80/b?c"))).isFalse();
        assertThat(BEGUN.text()).doesNotContain("a.test");
    }

    private static ResponseHead rest(String tag, String range, String... length) {
        return length.length == 0
                ? head(206, "ETag", tag, "Content-Range", range)
                : head(206, "ETag", tag, "Content-Range", range, "Content-Length", length[0]);
    }

    static ResponseHead head(int status, String... fields) {
        List<Header> headers = new ArrayList<>();
        for (int i = 0; i < fields.length; i += 2) {
            headers.add(new Header(fields[i], fields[i + 1]));
        }
        return new ResponseHead(1, status, headers);
    }
}
