package regatta.workload.download;

import static regatta.workload.download.Answers.drips;
import static regatta.workload.download.Answers.ends;
import static regatta.workload.download.Answers.floods;
import static regatta.workload.download.Answers.ok;
import static regatta.workload.download.Answers.resets;
import static regatta.workload.download.Answers.says;
import static regatta.workload.download.Answers.stalls;
import static regatta.workload.download.FaultCase.fails;
import static regatta.workload.download.FaultCase.keeps;
import static regatta.workload.download.FaultCase.passes;
import static regatta.workload.download.Fixture.CHUNKED;
import static regatta.workload.download.Fixture.OK;
import static regatta.workload.download.TestingOrigin.sized;

import java.util.List;

/** Heads and bodies as they should and should not be, and silence and breaks at each stage. */
final class FramingCases {
    private static final String FIVE = OK + "Content-Length: 5\r\n\r\n";
    private static final String NINE = OK + "Content-Length: 9\r\n\r\n";

    private FramingCases() {}

    static List<FaultCase> heads() {
        String early = "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n";
        return List.of(
                fails("HTTP/0.9", "framing", ends("hello")),
                fails("endless HTTP/0.9", "framing", floods("hello", "hello")),
                fails("HTTP/2 status line", "framing", ends("HTTP/2 200\r\n\r\nhello")),
                fails("garbage status line", "framing", ends("HTTP/1.1 2xx OK\r\n\r\nhello")),
                fails("status of 4 digits", "framing", ends("HTTP/1.1 2000 OK\r\n\r\nhello")),
                fails("status 999", "framing", ends("HTTP/1.1 999 No\r\n\r\nhello")),
                fails("ICY status line", "framing", ends("ICY 200 OK\r\n\r\nhello")),
                keeps("status line without reason", "hello", ends("HTTP/1.1 200\r\n\r\nhello")),
                keeps("HTTP/1.0", "hello", ends("HTTP/1.0 200 OK\r\n\r\nhello")),
                keeps("a few 1xx", "hello", says(early + early + early + sized("hello"))),
                fails("endless 1xx", "framing", floods("", early)),
                fails("unasked 101", "framing", says("HTTP/1.1 101 Up\r\nUpgrade: x\r\n\r\n")),
                fails("huge header", "framing", says(OK + "A: " + "x".repeat(100_000) + "\r\n")),
                fails("endless header", "framing", floods(OK + "A: ", "x".repeat(1_000))),
                fails("endless status line", "framing", floods("HTTP/1.1 200 ", "OK".repeat(99))),
                fails("many headers", "framing", says(OK + "A: b\r\n".repeat(300) + "\r\n")),
                fails("endless headers", "framing", floods(OK, "A: b\r\n")),
                fails("header without colon", "framing", says(OK + "nothing\r\n\r\n")),
                fails("space before the colon", "framing", says(OK + "A : b\r\n\r\n")),
                fails("header without name", "framing", says(OK + ": b\r\n\r\n")),
                fails("NUL in a header", "framing", says(OK + "A: b\0c\r\n\r\n")),
                fails("bare CR in a header", "framing", says(OK + "A: b\rc\r\n\r\n")),
                fails("folded first header", "framing", says(OK + " a\r\n\r\n")),
                keeps("folded header", "hello", ok("A: b\r\n c\r\n", "hello")),
                keeps("bare LF", "hello", says("HTTP/1.1 200 OK\nContent-Length: 5\n\nhello")));
    }

    static List<FaultCase> bodies() {
        return List.of(
                passes("short body", "length", ends(NINE + "hello")),
                passes("no body where one was said", "length", ends(NINE)),
                fails("long body", "framing", says(FIVE + "hello there")),
                fails("two lengths", "framing", ok("Content-Length: 9\r\n", "hello")),
                fails(
                        "a list of two lengths",
                        "framing",
                        says(OK + "Content-Length: 5, 9\r\n\r\n")),
                keeps("the same length twice", "hello", ok("Content-Length: 5\r\n", "hello")),
                fails("negative length", "framing", says(OK + "Content-Length: -1\r\n\r\n")),
                fails("length in words", "framing", says(OK + "Content-Length: five\r\n\r\n")),
                fails("hexadecimal length", "framing", says(OK + "Content-Length: 0x5\r\n\r\n")),
                fails(
                        "length beyond 64 bits",
                        "framing",
                        says(OK + "Content-Length: 99999999999999999999\r\n\r\n")),
                fails(
                        "length beyond the limit",
                        "too-large",
                        says(OK + "Content-Length: 100001\r\n\r\n")),
                fails("both codings", "framing", ok("Transfer-Encoding: chunked\r\n", "hello")),
                fails(
                        "unknown transfer coding",
                        "framing",
                        says(OK + "Transfer-Encoding: x\r\n\r\n")),
                fails(
                        "gzip as transfer coding",
                        "framing",
                        says(OK + "Transfer-Encoding: gzip, chunked\r\n\r\n")),
                keeps(
                        "chunks",
                        "hello",
                        says(CHUNKED + "3\r\nhel\r\n2;a=b\r\nlo\r\n0\r\nT: x\r\n\r\n")),
                fails(
                        "garbage as chunk size",
                        "framing",
                        says(CHUNKED + "xyz\r\nhello\r\n0\r\n\r\n")),
                fails("negative chunk size", "framing", says(CHUNKED + "-5\r\nhello\r\n0\r\n\r\n")),
                fails(
                        "chunk size beyond 64 bits",
                        "framing",
                        says(CHUNKED + "fffffffffffffffff\r\n")),
                fails(
                        "chunk longer than its size",
                        "framing",
                        says(CHUNKED + "3\r\nhello\r\n0\r\n\r\n")),
                fails("endless chunk extension", "framing", floods(CHUNKED + "5;", "x".repeat(99))),
                fails("endless trailers", "framing", floods(CHUNKED + "0\r\n", "T: x\r\n")),
                passes("chunked without the last", "length", ends(CHUNKED + "5\r\nhello\r\n")),
                passes("cut in a chunk", "length", ends(CHUNKED + "9\r\nhello")),
                passes("cut in the trailers", "length", ends(CHUNKED + "5\r\nhello\r\n0\r\n")),
                fails("endless body", "too-large", floods(OK + "\r\n", "x".repeat(1_000))),
                fails("endless chunks", "too-large", floods(CHUNKED, "5\r\nhello\r\n")),
                keeps("empty body", "", ok("", "")));
    }

    static List<FaultCase> silences() {
        return List.of(
                passes("nothing said", "timeout", stalls("")),
                passes("silence in the head", "timeout", stalls(OK + "A: b")),
                passes("dripping head", "timeout", drips(OK + "A: ", "x")),
                passes("silence before the body", "stall", stalls(FIVE)),
                passes("silence in the body", "stall", stalls(NINE + "hello")),
                passes("dripping body", "stall", drips(OK + "Content-Length: 9999\r\n\r\n", "x")),
                passes("silence in a chunk size", "stall", stalls(CHUNKED + "5")),
                passes("silence in a chunk", "stall", stalls(CHUNKED + "9\r\nhello")),
                passes(
                        "silence before the last chunk",
                        "stall",
                        stalls(CHUNKED + "5\r\nhello\r\n")),
                passes("end before the head", "reset", ends("")),
                passes("end in the head", "reset", ends("HTTP/1.1 200 OK\r\nA")),
                passes("reset before the head", "reset", resets("")),
                passes("reset in the head", "reset", resets(OK + "A: b")),
                passes("reset before the body", "reset", resets(NINE)),
                passes("reset in the body", "reset", resets(NINE + "hello")),
                passes("reset in a chunk", "reset", resets(CHUNKED + "9\r\nhello")),
                passes("reset of a body without length", "reset", resets(OK + "\r\nhello")));
    }
}
