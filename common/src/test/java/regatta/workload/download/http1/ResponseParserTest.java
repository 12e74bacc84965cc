package regatta.workload.download.http1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import regatta.workload.download.http1.ResponseParser.Event;

class ResponseParserTest {
    private static final String OK = "HTTP/1.1 200 OK\r\n";

    private final ResponseParser parser = new ResponseParser();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    @Test
    void readsABodyOfAGivenLength() throws Exception {
        assertThat(feed(OK + "Content-Length: 5\r\nX: \t y \r\n\r\nhello")).isEqualTo(Event.END);
        assertThat(parser.head().status()).isEqualTo(200);
        assertThat(parser.head().only("x")).contains("y");
        assertThat(body).hasToString("hello");
        assertThat(parser.reusable()).isTrue();
    }

    @Test
    void readsTheSameWhereverTheBytesAreCut() throws Exception {
        String response =
                "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"
                        + OK
                        + "Transfer-Encoding: chunked\r\nA: 1\r\n 2\r\nB:3\r\n\r\n"
                        + "4;name=\"value\"\r\nWiki\r\n005\r\npedia\r\n0\r\nDigest: x\r\n\r\n";
        Random random = new Random(7);
        for (int round = 0; round < 500; round++) {
            body.reset();
            parser.reset();
            Event last = Event.NEED_INPUT;
            int at = 0;
            while (at < response.length()) {
                int end = Math.min(response.length(), at + 1 + random.nextInt(9));
                last = feed(response.substring(at, end));
                at = end;
            }
            assertThat(last).isEqualTo(Event.END);
            assertThat(body).hasToString("Wikipedia");
            assertThat(parser.head().only("a")).contains("1 2");
            assertThat(parser.reusable()).isTrue();
        }
    }

    @Test
    void endsABodyWithoutLengthWithTheConnection() throws Exception {
        assertThat(feed(OK + "\r\nall of it")).isEqualTo(Event.NEED_INPUT);
        assertThat(parser.closed(true)).isEqualTo(Event.END);
        assertThat(body).hasToString("all of it");
        assertThat(parser.reusable()).isFalse();
    }

    @Test
    void takesACutForNoEnd() throws Exception {
        feed(OK + "\r\nall of it?");
        assertFault(Fault.LENGTH, () -> parser.closed(false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 5\r\n\r\nfour",
                "Transfer-Encoding: chunked\r\n\r\n5\r\nfour",
                "Transfer-Encoding: chunked\r\n\r\n4\r\nfour\r\n",
                "Transfer-Encoding: chunked\r\n\r\n4\r\nfour\r\n0\r\n",
                "Content-Length: 1\r\n\r\n"
            })
    void reportsABodyThatEndsEarly(String rest) throws Exception {
        assertThat(feed(OK + rest)).isNotEqualTo(Event.END);
        assertFault(Fault.LENGTH, () -> parser.closed(true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HT", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n"})
    void reportsAConnectionThatEndsBeforeTheHead(String start) throws Exception {
        assertThat(feed(start)).isEqualTo(Event.NEED_INPUT);
        assertThat(parser.begun()).isEqualTo(!start.isEmpty());
        assertFault(Fault.RESET, () -> parser.closed(true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello",
                "HTTP/2 200\r\n",
                "HTTP/1.2 200 OK\r\n\r\n",
                "http/1.1 200 OK\r\n\r\n",
                "HTTP/1.1 2OO OK\r\n\r\n",
                "HTTP/1.1 99 No\r\n\r\n",
                "HTTP/1.1 2000 OK\r\n\r\n",
                "HTTP/1.1\r\n\r\n",
                "\r\nHTTP/1.1 200 OK\r\n\r\n",
                "HTTP/1.1 101 Switching Protocols\r\n\r\n",
                OK + "no colon\r\n\r\n",
                OK + "Name : spaced\r\n\r\n",
                OK + ": nameless\r\n\r\n",
                OK + " folded: first\r\n\r\n",
                OK + "A: b\rc\r\n\r\n",
                OK + "A: \0\r\n\r\n",
                OK + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
                OK + "Content-Length: 5, 6\r\n\r\nhello",
                OK + "Content-Length: -5\r\n\r\n",
                OK + "Content-Length: +5\r\n\r\nhello",
                OK + "Content-Length: 0x5\r\n\r\nhello",
                OK + "Content-Length:\r\n\r\n",
                OK + "Content-Length: 9999999999999999999\r\n\r\n",
                OK + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
                OK + "Transfer-Encoding: gzip, chunked\r\n\r\n",
                OK + "Transfer-Encoding: chunked, identity\r\n\r\n",
                OK + "Transfer-Encoding: xchunked\r\n\r\n",
                OK + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
                "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
                OK + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n",
                OK + "Transfer-Encoding: chunked\r\n\r\n-1\r\n",
                OK + "Transfer-Encoding: chunked\r\n\r\n\r\n",
                OK + "Transfer-Encoding: chunked\r\n\r\n7fffffffffffffff\r\n",
                OK + "Transfer-Encoding: chunked\r\n\r\n3\r\nfour\r\n0\r\n\r\n"
            })
    void refusesWhatIsNoValidResponse(String response) {
        assertFault(Fault.FRAMING, () -> feed(response));
    }

    @Test
    void acceptsTheSameLengthSaidTwice() throws Exception {
        Event event = feed(OK + "Content-Length: 5, 5\r\nContent-Length: 5\r\n\r\nhello");
        assertThat(event).isEqualTo(Event.END);
        assertThat(body).hasToString("hello");
    }

    @Test
    void acceptsBareLineFeedsInAHead() throws Exception {
        assertThat(feed("HTTP/1.1 200\nContent-Length: 2\n\nhi")).isEqualTo(Event.END);
        assertThat(body).hasToString("hi");
    }

    @Test
    void expectsNoBodyWhereTheStatusAllowsNone() throws Exception {
        assertThat(feed("HTTP/1.1 204 No Content\r\n\r\n")).isEqualTo(Event.END);
        parser.reset();
        assertThat(feed("HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n"))
                .isEqualTo(Event.END);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.0 200 OK\r\n", OK + "Connection: x, Close\r\n"})
    void doesNotReuseAConnectionThatMayEnd(String start) throws Exception {
        assertThat(feed(start + "Content-Length: 0\r\n\r\n")).isEqualTo(Event.END);
        assertThat(parser.reusable()).isFalse();
    }

    @Test
    void boundsTheHead() {
        assertFault(
                Fault.FRAMING, () -> feed(OK + "A: " + "b".repeat(ResponseParser.MAX_HEAD_BYTES)));
        parser.reset();
        assertFault(Fault.FRAMING, () -> feed(OK + "A: b\r\n".repeat(300) + "\r\n"));
        parser.reset();
        assertFault(Fault.FRAMING, () -> feed("HTTP/1.1 103 Early Hints\r\n\r\n".repeat(17)));
    }

    @Test
    void boundsTrailersAndChunkExtensions() throws Exception {
        feed(OK + "Transfer-Encoding: chunked\r\n\r\n");
        String extension = "1;" + "e".repeat(ResponseParser.MAX_CHUNK_LINE_BYTES);
        assertFault(Fault.FRAMING, () -> feed(extension));
        parser.reset();
        feed(OK + "Transfer-Encoding: chunked\r\n\r\n0\r\n");
        String trailer = "T: " + "t".repeat(ResponseParser.MAX_HEAD_BYTES);
        assertFault(Fault.FRAMING, () -> feed(trailer));
    }

    @Test
    void refusesBytesBehindTheEnd() throws Exception {
        ByteBuffer in = bytes(OK + "Content-Length: 2\r\n\r\nhi!");
        assertThat(parser.next(in)).isEqualTo(Event.HEAD);
        assertThat(parser.next(in)).isEqualTo(Event.BODY);
        assertThat(parser.next(in)).isEqualTo(Event.END);
        assertFault(Fault.FRAMING, () -> parser.next(in));
    }

    @Test
    void survivesArbitraryBytes() {
        Random random = new Random(11);
        String[] words = {
            OK,
            "HTTP/1.1 ",
            "Content-Length: 3\r\n",
            "Transfer-Encoding: chunked\r\n",
            "\r\n",
            "\r\n\r\n",
            "3\r\n",
            "abc",
            "0\r\n",
            "\0",
            ":",
            " ",
            "\n",
            "ffffffff\r\n"
        };
        for (int round = 0; round < 20_000; round++) {
            parser.reset();
            StringBuilder text = new StringBuilder(random.nextBoolean() ? OK : "");
            for (int i = random.nextInt(10); i > 0; i--) {
                text.append(words[random.nextInt(words.length)]);
            }
            try {
                feed(text.toString());
                parser.closed(true);
            } catch (HttpException expected) {
                assertThat(expected.fault()).isIn(Fault.FRAMING, Fault.LENGTH, Fault.RESET);
            }
        }
    }

    private Event feed(String text) throws HttpException {
        ByteBuffer in = bytes(text);
        Event event = parser.next(in);
        while (event == Event.HEAD || event == Event.BODY) {
            if (event == Event.BODY) {
                ByteBuffer piece = parser.body();
                body.write(
                        piece.array(), piece.arrayOffset() + piece.position(), piece.remaining());
            }
            event = parser.next(in);
        }
        return event;
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void assertFault(Fault fault, ThrowingStep step) {
        assertThatThrownBy(step::run)
                .isInstanceOfSatisfying(
                        HttpException.class,
                        failure -> assertThat(failure.fault()).isEqualTo(fault));
    }

    private interface ThrowingStep {
        void run() throws HttpException;
    }
}
