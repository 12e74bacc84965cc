package regatta.workload.download;

import static org.assertj.core.api.Assertions.assertThat;
import static regatta.workload.download.Answers.ends;
import static regatta.workload.download.Answers.ok;
import static regatta.workload.download.Answers.resets;
import static regatta.workload.download.Answers.says;
import static regatta.workload.download.Answers.stalls;
import static regatta.workload.download.Answers.status;
import static regatta.workload.download.FaultCase.fails;
import static regatta.workload.download.FaultCase.keeps;
import static regatta.workload.download.FaultCase.passes;
import static regatta.workload.download.Fixture.OK;
import static regatta.workload.download.Fixture.sha256;

import java.io.IOException;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import regatta.workload.download.TestingOrigin.Asked;

/** Bodies that break, and what an origin may answer to one who asks for the rest. */
final class RangeCases {
    private static final String WHOLE = "hello world";
    private static final String TAG = "ETag: \"one\"\r\n";
    private static final String OTHER = "ETag: \"two\"\r\n";
    private static final TestingOrigin.Answer CUT = cut(TAG);

    private RangeCases() {}

    static List<FaultCase> resumed() {
        String chunks = "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n";
        return List.of(
                keeps("rest after a short body", WHOLE, CUT, rest(TAG, "5-10/11"))
                        .asking(from("", "bytes=5-")),
                keeps("rest after a reset", WHOLE, resets(begun(TAG)), rest(TAG, "5-10/11"))
                        .asking(from("", "bytes=5-")),
                keeps("rest after a stall", WHOLE, stalls(begun(TAG)), rest(TAG, "5-10/11"))
                        .stalling()
                        .asking(from("", "bytes=5-")),
                keeps("rest of chunks", WHOLE, ends(OK + TAG + chunks), rest(TAG, "5-10/11"))
                        .asking(from("", "bytes=5-")),
                keeps(
                                "rest in two pieces",
                                WHOLE,
                                CUT,
                                ends(part(TAG, "5-10/11", 6) + " wo"),
                                says(part(TAG, "8-10/11", 3) + "rld"))
                        .asking(from("", "bytes=5-", "bytes=8-")),
                keeps("range ignored", WHOLE, CUT, ok(TAG, WHOLE)).asking(from("", "bytes=5-")),
                keeps("another version", "other", CUT, ok(OTHER, "other"))
                        .asking(from("", "bytes=5-")),
                keeps(
                                "another version, cut as well",
                                "other version",
                                CUT,
                                ends(OK + OTHER + "Content-Length: 13\r\n\r\nother v"),
                                rest(OTHER, "7-12/13", "ersion"))
                        .asking(from("", "bytes=5-", "bytes=7-")),
                fails("gone meanwhile", "status", CUT, status(404, "")),
                fails("rest too large", "too-large", CUT, rest(TAG, "5-10/11"))
                        .under(settings -> settings.maxBytes(10)),
                fails("rest of other content", "sha256", CUT, rest(TAG, "5-10/11", " WORLD"))
                        .with(source -> expecting(source, WHOLE)),
                fails(
                        "rest in an encoding",
                        "encoding",
                        CUT,
                        rest(TAG + "Content-Encoding: gzip\r\n", "5-10/11")),
                fails(
                        "rest longer than said",
                        "framing",
                        CUT,
                        says(part(TAG, "5-10/11", 6) + " world and more")));
    }

    /** Every one of them is answered with the whole at the third request, which asks for that. */
    static List<FaultCase> fromZero() {
        return List.of(
                zero("rest of another version", rest(OTHER, "5-10/11")),
                zero("rest without a tag", rest("", "5-10/11")),
                zero("rest with a weak tag", rest("ETag: W/\"one\"\r\n", "5-10/11")),
                zero(
                        "rest without a range",
                        says("HTTP/1.1 206 Part\r\n" + TAG + "Content-Length: 6\r\n\r\n world")),
                zero("rest from elsewhere", rest(TAG, "4-10/11")),
                zero("rest from zero", rest(TAG, "0-10/11", WHOLE)),
                zero("rest of another length", rest(TAG, "5-10/12")),
                zero("rest of unknown length", rest(TAG, "5-10/*")),
                zero("less than the rest", rest(TAG, "5-8/11", " wor")),
                zero("range backwards", rest(TAG, "5-4/11", "")),
                zero("range in other units", rest(TAG, "x5-10/11")),
                zero("garbage range", rest(TAG, "5–10")),
                zero("rest of another size than its range", rest(TAG, "5-10/11", " world!")),
                zero(
                        "multipart",
                        says(
                                "HTTP/1.1 206 Part\r\n"
                                        + TAG
                                        + "Content-Type: multipart/byteranges; boundary=x\r\n"
                                        + "Content-Length: 3\r\n\r\n"
                                        + "--x")),
                zero("416", status(416, "Content-Range: bytes */3\r\n")));
    }

    static List<FaultCase> notResumed() {
        return List.of(
                passes("cut without a tag", "length", cut("")).asking(from("")),
                passes("cut with a weak tag", "length", cut("ETag: W/\"one\"\r\n"))
                        .asking(from("")),
                passes("cut with two tags", "length", cut(TAG + OTHER)).asking(from("")),
                passes("cut with a tag without quotes", "length", cut("ETag: one\r\n"))
                        .asking(from("")),
                passes(
                                "cut with a date alone",
                                "length",
                                cut("Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT\r\n"))
                        .asking(from("")),
                passes("no ranges", "length", cut(TAG + "Accept-Ranges: none\r\n"))
                        .asking(from("")),
                passes(
                                "cut at the first byte",
                                "length",
                                ends(OK + TAG + "Content-Length: 11\r\n\r\n"))
                        .asking(from("")),
                passes("cut where it was before", "length", CUT).asking(from("", "bytes=5-")),
                passes(
                                "rest shorter than its range",
                                "length",
                                CUT,
                                says(
                                        "HTTP/1.1 206 Part\r\n"
                                                + TAG
                                                + "Content-Range: bytes 5-10/11\r\n"
                                                + "Transfer-Encoding: chunked\r\n\r\n"
                                                + "3\r\n"
                                                + " wo\r\n"
                                                + "0\r\n\r\n"))
                        .asking(from("", "bytes=5-")),
                passes("a byte a request", "length", RangeCases::oneByteMore)
                        .asking(asked -> assertThat(asked).hasSize(21)));
    }

    private static FaultCase zero(String name, TestingOrigin.Answer rest) {
        return keeps(name, "other thing", CUT, rest, ok(OTHER, "other thing"))
                .asking(from("", "bytes=5-", ""));
    }

    private static boolean oneByteMore(Asked asked, Socket socket) throws IOException {
        String range = asked.headers().getOrDefault("range", "bytes=0-");
        int from = Integer.parseInt(range.substring(6, range.length() - 1));
        String head =
                from == 0
                        ? OK + TAG + "Content-Length: 99999\r\n\r\n"
                        : part(TAG, from + "-99998/99999", 99_999 - from);
        return !TestingOrigin.write(socket, head + "x");
    }

    private static String begun(String headers) {
        return OK + headers + "Content-Length: 11\r\n\r\nhello";
    }

    private static TestingOrigin.Answer cut(String headers) {
        return ends(begun(headers));
    }

    private static String part(String headers, String range, int length) {
        return "HTTP/1.1 206 Part\r\n%sContent-Range: bytes %s\r\nContent-Length: %d\r\n\r\n"
                .formatted(headers, range, length);
    }

    private static TestingOrigin.Answer rest(String headers, String range) {
        return rest(headers, range, " world");
    }

    private static TestingOrigin.Answer rest(String headers, String range, String body) {
        return says(part(headers, range, body.length()) + body);
    }

    private static Source expecting(Source source, String content) {
        return new Source(source.url(), sha256(content), null, null, null, Map.of());
    }

    /** The ranges asked for, and that each came with the tag of what was begun. */
    private static Consumer<List<Asked>> from(String... ranges) {
        return asked -> {
            assertThat(asked)
                    .extracting(one -> one.headers().getOrDefault("range", ""))
                    .containsExactly(ranges);
            assertThat(asked)
                    .extracting(one -> one.headers().containsKey("if-range"))
                    .containsExactlyElementsOf(
                            Arrays.stream(ranges).map(range -> !range.isEmpty()).toList());
        };
    }
}
