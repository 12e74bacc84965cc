package regatta.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import regatta.http.RequestFraming.Refusal;

class RequestFramingTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private static final String CHUNKED = "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n";

    private final RequestFraming framing = new RequestFraming();

    private Optional<Refusal> take(String text) {
        return take(framing, text.getBytes(ISO_8859_1));
    }

    private static Optional<Refusal> take(RequestFraming framing, byte[] bytes) {
        for (int at = 0; at < bytes.length && framing.refusal().isEmpty(); ) {
            at = framing.take(bytes, at);
        }
        return framing.refusal();
    }

    /** Pekko's parser must get one request at a time. */
    @Test
    void stopsAtTheEndOfEachHead() {
        byte[] two = (length(3) + GET).getBytes(ISO_8859_1);
        int first = framing.take(two, 0);
        assertThat(first).isEqualTo(length(3).length() - 3);
        assertThat(framing.take(two, first)).isEqualTo(two.length);
    }

    private static String length(int length) {
        return "POST / HTTP/1.1\r\ncontent-length:" + length + "\r\n\r\n" + "x".repeat(length);
    }

    @Test
    void countsHeadsHoweverTheirBytesArrive() {
        String three = length(10) + GET + CHUNKED + "3;x=y\r\nabc\r\n0\r\nT: 1\r\n\r\n";
        byte[] bytes = three.repeat(50).getBytes(ISO_8859_1);
        SplittableRandom random = new SplittableRandom(1);
        int at = 0;
        while (at < bytes.length) {
            int to = Math.min(bytes.length, at + random.nextInt(1, 40));
            assertThat(take(framing, Arrays.copyOfRange(bytes, at, to))).isEmpty();
            at = to;
        }
        assertThat(framing.heads()).isEqualTo(150);
        assertThat(framing.inHead()).isFalse();
    }

    @Test
    void knowsWhenAHeadIsOnItsWay() {
        assertThat(framing.inHead()).isFalse();
        assertThat(take("GET / HT")).isEmpty();
        assertThat(framing.inHead()).isTrue();
        assertThat(take("TP/1.1\r\n\r\n")).isEmpty();
        assertThat(framing.inHead()).isFalse();
    }

    @Test
    void refusesAHeadThatIsNotOneOfHttp1AtOnce() {
        for (String refused :
                List.of(
                        "\u0016\u0003",
                        "GE\0",
                        "G".repeat(17),
                        "\0",
                        "GET /\rH",
                        "GET /\n",
                        "GET / HTTP/1R1\r\n",
                        "GET / http/1.1\r\n",
                        "GET / HTTP/1.1\r\n: a\r\n")) {
            assertThat(take(new RequestFraming(), refused.getBytes(ISO_8859_1)))
                    .map(Refusal::status)
                    .contains(400);
        }
        assertThat(take(new RequestFraming(), "GET / HTTP/2.0\r\n".getBytes(ISO_8859_1)))
                .map(Refusal::status)
                .contains(505);
        for (String usual : List.of("G", "\r\n\r\nGET", "M-SEARCH /\0", "GET / HTTP/1.0\r\nA")) {
            assertThat(take(new RequestFraming(), usual.getBytes(ISO_8859_1))).as(usual).isEmpty();
        }
        assertThat(take(GET)).isEmpty();
    }

    @Test
    void takesSixtyFourHeaders() {
        assertThat(take("GET / HTTP/1.1\r\n" + "a: b\r\n".repeat(64) + "\r\n")).isEmpty();
        assertThat(take("GET / HTTP/1.1\r\n" + "a: b\r\n".repeat(65) + "\r\n"))
                .map(Refusal::status)
                .contains(431);
    }

    @Test
    void takesAHeadOf64KiB() {
        assertThat(take("GET / HTTP/1.1\r\na: " + "b".repeat(65_536)))
                .map(Refusal::status)
                .contains(431);
    }

    /** A client that sends a line of NDJSON as a chunk has chunks of few bytes. */
    @Test
    void takesMillionsOfChunksOfALine() {
        assertThat(take(CHUNKED)).isEmpty();
        byte[] lines = "10\r\n0123456789abcdef\r\n".repeat(1_000).getBytes(ISO_8859_1);
        for (int i = 0; i < 1_000; i++) {
            assertThat(take(framing, lines)).isEmpty();
        }
    }

    @Test
    void refusesManyChunksOfAByte() {
        assertThat(take(CHUNKED + "1\r\nx\r\n".repeat(16_384))).isEmpty();
        assertThat(take("1\r\nx\r\n".repeat(2_000))).map(Refusal::status).contains(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 1\r\nContent-Length: 1",
                "Content-Length: 1\r\nTransfer-Encoding: chunked",
                "Content-Length: -1",
                "Content-Length: +1",
                "Content-Length: 1, 1",
                "Content-Length: 9999999999999999999",
                "Content-Length:",
                "Transfer-Encoding: gzip, chunked",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
                "A: b\r\n c",
            })
    void refusesAHeadThatTwoReadersUnderstandInTwoWays(String headers) {
        assertThat(take("POST / HTTP/1.1\r\n" + headers + "\r\n\r\n"))
                .map(Refusal::status)
                .contains(400);
    }

    /** Pekko's model of a request refuses such a body by an exception, which answers 500. */
    @Test
    void refusesChunksOfHttp10() {
        assertThat(take("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n"))
                .map(Refusal::status)
                .contains(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"x\r\n", "-1\r\n", "\r\n", "ffffffffffffffff\r\n", "1\r\nab\r\n", "0x1\r\n"})
    void refusesAChunkThatDoesNotSayItsLength(String chunk) {
        assertThat(take(CHUNKED + chunk)).map(Refusal::status).contains(400);
    }

    @Test
    void refusesAChunkLineWithoutAnEnd() {
        assertThat(take(CHUNKED + "1;" + "x".repeat(300))).map(Refusal::status).contains(400);
    }

    @Test
    void refusesManyTrailers() {
        assertThat(take(CHUNKED + "0\r\n" + "a: b\r\n".repeat(65)))
                .map(Refusal::status)
                .contains(431);
    }

    @Test
    void countsConnectionsByAddress() throws Exception {
        Connections connections = new Connections(2);
        InetAddress one = InetAddress.getByName("192.0.2.1");
        InetAddress two = InetAddress.getByName("192.0.2.2");
        assertThat(connections.open(one)).isTrue();
        assertThat(connections.open(one)).isTrue();
        assertThat(connections.open(one)).isFalse();
        assertThat(connections.open(two)).isTrue();
        connections.close(one);
        assertThat(connections.open(one)).isTrue();
    }
}
