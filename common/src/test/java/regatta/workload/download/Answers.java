package regatta.workload.download;

import static regatta.workload.download.Fixture.OK;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/** What an origin does with one request, for tables of cases; text is one character a byte. */
final class Answers {
    private Answers() {}

    /** Says this and stays. */
    static TestingOrigin.Answer says(String text) {
        return (_, socket) -> TestingOrigin.write(socket, text);
    }

    /** Says this and ends the connection in order. */
    static TestingOrigin.Answer ends(String text) {
        return (_, socket) -> !TestingOrigin.write(socket, text);
    }

    /** Says this and resets the connection. */
    static TestingOrigin.Answer resets(String text) {
        return (_, socket) -> {
            TestingOrigin.write(socket, text);
            // What is in flight when a reset comes may be lost: let the client read it first.
            TestingOrigin.drip(socket, "", 3);
            return TestingOrigin.reset(socket);
        };
    }

    /** Says this and then nothing more. */
    static TestingOrigin.Answer stalls(String text) {
        return (_, socket) -> TestingOrigin.write(socket, text) && TestingOrigin.stall(socket);
    }

    /** Says this, and then a piece every 20 ms. */
    static TestingOrigin.Answer drips(String text, String piece) {
        return (_, socket) ->
                TestingOrigin.write(socket, text) && TestingOrigin.drip(socket, piece);
    }

    /** Says this, and then a piece without end as fast as it goes. */
    static TestingOrigin.Answer floods(String text, String piece) {
        return (_, socket) -> {
            TestingOrigin.write(socket, text);
            while (true) {
                TestingOrigin.write(socket, piece);
            }
        };
    }

    /** A whole answer with more headers. */
    static TestingOrigin.Answer ok(String headers, String body) {
        return says(OK + headers + "Content-Length: " + body.length() + "\r\n\r\n" + body);
    }

    /** A status with a body of two bytes. */
    static TestingOrigin.Answer status(int status, String headers) {
        return says("HTTP/1.1 " + status + " No\r\n" + headers + "Content-Length: 2\r\n\r\nno");
    }

    static TestingOrigin.Answer leads(int status, String location) {
        return says(TestingOrigin.redirect(status, location));
    }

    static String gzip(String text) {
        return written(text, GZIPOutputStream::new);
    }

    static String zlib(String text) {
        return written(text, DeflaterOutputStream::new);
    }

    private static String written(String text, Coding coding) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = coding.over(bytes)) {
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    private interface Coding {
        OutputStream over(OutputStream plain) throws IOException;
    }
}
