package regatta.workload.download;

import static org.assertj.core.api.Assertions.assertThat;
import static regatta.workload.download.Answers.ends;
import static regatta.workload.download.Answers.floods;
import static regatta.workload.download.Answers.gzip;
import static regatta.workload.download.Answers.leads;
import static regatta.workload.download.Answers.ok;
import static regatta.workload.download.Answers.says;
import static regatta.workload.download.Answers.status;
import static regatta.workload.download.Answers.zlib;
import static regatta.workload.download.FaultCase.fails;
import static regatta.workload.download.FaultCase.keeps;
import static regatta.workload.download.FaultCase.passes;
import static regatta.workload.download.Fixture.OK;
import static regatta.workload.download.Fixture.sha256;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import regatta.workload.FailureSide;
import regatta.workload.download.TestingOrigin.Asked;

/** Statuses, redirects, encodings, digests and names. */
final class AnswerCases {
    private AnswerCases() {}

    static List<FaultCase> statuses() {
        List<FaultCase> cases = new ArrayList<>();
        for (int lasting : List.of(300, 400, 401, 403, 404, 410, 416, 425)) {
            cases.add(fails("status " + lasting, "status", status(lasting, "")).asking(once()));
        }
        for (int passing : List.of(408, 429, 500, 501, 502, 503, 504, 505)) {
            cases.add(passes("status " + passing, "status", status(passing, "")).asking(once()));
        }
        for (int empty : List.of(204, 304)) {
            String answer = "HTTP/1.1 " + empty + " No\r\n\r\n";
            cases.add(fails("status " + empty, "status", says(answer)).asking(once()));
        }
        cases.add(
                fails(
                        "unasked 206",
                        "status",
                        says(
                                "HTTP/1.1 206 Part\r\nContent-Range: bytes 0-4/9\r\n"
                                        + "Content-Length: 5\r\n\r\nhello")));
        return cases;
    }

    static Consumer<List<Asked>> once() {
        return asked -> assertThat(asked).hasSize(1);
    }

    static List<FaultCase> redirects() {
        String secret = "http://169.254.169.254/latest/meta-data/";
        return List.of(
                keeps("redirect to itself, once", "hello", leads(302, "file"), ok("", "hello")),
                keeps("relative redirect", "hello", leads(302, "./x/../file"), ok("", "hello")),
                keeps("redirect 308", "hello", leads(308, "/file"), ok("", "hello")),
                fails("redirect loop", "redirect", leads(302, "/file"))
                        .asking(asked -> assertThat(asked).hasSize(4)),
                fails("redirect without place", "redirect", status(302, "")),
                fails(
                        "redirect to two places",
                        "redirect",
                        status(302, "Location: /a\r\nLocation: /b\r\n")),
                fails("redirect to a file", "redirect", leads(302, "file:///etc/passwd")),
                fails("redirect to ftp", "redirect", leads(302, "ftp://127.0.0.1/")),
                fails("redirect with a user", "redirect", leads(302, "http://u:p@127.0.0.1/")),
                fails("redirect to metadata", "refused-address", leads(302, secret)),
                fails(
                        "redirect to a refused port's address",
                        "refused-address",
                        leads(302, "http://127.0.0.2/")),
                fails("redirect to an odd number", "redirect", leads(302, "http://2130706434/")),
                fails("redirect with a NUL", "framing", leads(302, "/a\0b")),
                fails("redirect to a bad port", "redirect", leads(302, "http://127.0.0.1:99999/")));
    }

    static List<FaultCase> encodings() {
        String zip = gzip("hello");
        String bomb = gzip("\0".repeat(3_000_000));
        return List.of(
                keeps(
                        "identity as encoding",
                        "hello",
                        ok("Content-Encoding: identity\r\n", "hello")),
                fails("unknown encoding", "encoding", ok("Content-Encoding: x-zip\r\n", "hello")),
                fails("brotli", "encoding", ok("Content-Encoding: br\r\n", "hello")),
                keeps("gzip unasked", "hello", ok("Content-Encoding: gzip\r\n", zip)),
                keeps(
                        "deflate unasked",
                        "hello",
                        ok("Content-Encoding: Deflate\r\n", zlib("hello"))),
                keeps(
                        "two gzip members",
                        "hellohello",
                        ok("Content-Encoding: x-gzip\r\n", zip + zip)),
                keeps("empty gzip", "", ok("Content-Encoding: gzip\r\n", gzip(""))),
                fails("encoded nothing", "encoding", ok("Content-Encoding: gzip\r\n", "")),
                fails(
                        "truncated gzip",
                        "encoding",
                        ok("Content-Encoding: gzip\r\n", zip.substring(0, 12))),
                fails("no gzip at all", "encoding", ok("Content-Encoding: gzip\r\n", "hello")),
                fails("more than gzip", "encoding", ok("Content-Encoding: gzip\r\n", zip + "x")),
                fails(
                        "gzip of another checksum",
                        "encoding",
                        ok(
                                "Content-Encoding: gzip\r\n",
                                zip.substring(0, zip.length() - 8)
                                        + gzip("other").substring(zip.length() - 8))),
                fails("gzip too large", "too-large", ok("Content-Encoding: gzip\r\n", bomb)),
                fails("gzip bomb", "too-large", ok("Content-Encoding: gzip\r\n", bomb))
                        .under(settings -> settings.maxBytes(10_000_000))
                        .saying("100 times"),
                fails(
                                "endless gzip header",
                                "encoding",
                                floods(
                                        OK
                                                + "Content-Encoding: gzip\r\n\r\n"
                                                + zip.substring(0, 3)
                                                + "\u0008",
                                        "x".repeat(999)))
                        .under(settings -> settings.maxBytes(1_000_000)),
                fails("gzip twice", "encoding", ok("Content-Encoding: gzip, gzip\r\n", gzip(zip))),
                keeps(
                        "digest of encoded content",
                        "hello",
                        ok(
                                "Content-Encoding: gzip\r\nRepr-Digest: sha-256=:"
                                        + digest("SHA-256", zip)
                                        + ":\r\n",
                                zip)),
                fails(
                        "wrong digest of encoded content",
                        "digest",
                        ok(
                                "Content-Encoding: gzip\r\nRepr-Digest: sha-256=:"
                                        + digest("SHA-256", zip + "x")
                                        + ":\r\n",
                                zip)),
                keeps("sha256 of decoded content", "hello", ok("Content-Encoding: gzip\r\n", zip))
                        .with(source -> expecting(source, "hello")),
                passes(
                                "encoded content that breaks",
                                "length",
                                ends(
                                        OK
                                                + "ETag: \"a\"\r\nContent-Encoding: gzip\r\nContent-Length: 99\r\n\r\n"
                                                + zip))
                        .asking(once()));
    }

    static List<FaultCase> digests() {
        String right = digest("SHA-256", "hello");
        String wrong = digest("SHA-256", "other");
        return List.of(
                keeps("given sha256", "hello", ok("", "hello")).with(s -> expecting(s, "hello")),
                fails("other sha256", "sha256", ok("", "hello")).with(s -> expecting(s, "other")),
                keeps("right Digest", "hello", ok("Digest: SHA-256=" + right + "\r\n", "hello")),
                fails("wrong Digest", "digest", ok("Digest: sha-256=" + wrong + "\r\n", "hello")),
                keeps(
                        "right Repr-Digest",
                        "hello",
                        ok("Repr-Digest: sha-256=:" + right + ":\r\n", "hello")),
                fails(
                        "wrong Repr-Digest",
                        "digest",
                        ok("Repr-Digest: sha-256=:" + wrong + ":\r\n", "hello")),
                fails(
                        "wrong Content-Digest",
                        "digest",
                        ok("Content-Digest: sha-256=:" + wrong + ":\r\n", "hello")),
                keeps(
                        "right SHA-512",
                        "hello",
                        ok(
                                "Repr-Digest: sha-512=:" + digest("SHA-512", "hello") + ":\r\n",
                                "hello")),
                fails(
                        "wrong SHA-512",
                        "digest",
                        ok("Digest: sha-512=" + digest("SHA-512", "other") + "\r\n", "hello")),
                fails(
                        "wrong MD5 beside",
                        "digest",
                        ok(
                                "Digest: sha-256=" + right + ",md5=" + digest("MD5", "x") + "\r\n",
                                "hello")),
                fails(
                        "two digests",
                        "digest",
                        ok(
                                "Digest: sha-256="
                                        + right
                                        + "\r\nDigest: sha-256="
                                        + wrong
                                        + "\r\n",
                                "hello")),
                keeps(
                        "malformed digest",
                        "hello",
                        ok("Digest: sha-256=!!\r\nRepr-Digest: sha-256=:AA==:\r\n", "hello")),
                keeps(
                        "unknown digest",
                        "hello",
                        ok("Repr-Digest: crc32c=:AAAAAA==:\r\n", "hello")));
    }

    private static String digest(String algorithm, String content) {
        byte[] octets = content.getBytes(StandardCharsets.ISO_8859_1);
        return Base64.getEncoder().encodeToString(Digests.engine(algorithm).digest(octets));
    }

    static List<FaultCase> delays() {
        String now = "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n";
        return List.of(
                delayed("a second", "Retry-After: 1\r\n", "PT1S"),
                delayed("a date", now + "Retry-After: Sun, 06 Nov 1994 08:49:38 GMT\r\n", "PT1S"),
                delayed("nothing", "Retry-After: 0\r\n", "PT0S"),
                delayed(
                        "a date that has passed",
                        "Retry-After: Sun, 06 Nov 1994 08:49:37 GMT\r\n",
                        "PT0S"),
                tooLong("an hour", "Retry-After: 3600\r\n", "3600 s"),
                tooLong(
                        "a date in an hour",
                        now + "Retry-After: Sun, 06 Nov 1994 09:49:37 GMT\r\n",
                        "3600 s"),
                tooLong(
                        "a date in 2100 by this clock",
                        "Retry-After: Fri, 01 Jan 2100 00:00:00 GMT\r\n",
                        "PT2S"),
                tooLong(
                        "more seconds than there are",
                        "Retry-After: 99999999999999999999\r\n",
                        "PT2S"),
                passes("garbage as delay", "status", status(503, "Retry-After: soon\r\n"))
                        .asking(once()),
                passes("negative delay", "status", status(503, "Retry-After: -1\r\n"))
                        .asking(once()),
                fails("delay of what lasts", "status", status(404, "Retry-After: 1\r\n"))
                        .asking(once()));
    }

    private static FaultCase delayed(String what, String headers, String words) {
        return passes("delay of " + what, "status", status(503, headers))
                .saying(words)
                .blaming(FailureSide.ORIGIN)
                .asking(once());
    }

    private static FaultCase tooLong(String what, String headers, String words) {
        return fails("delay of " + what, "retry-after", status(429, headers))
                .saying(words)
                .asking(once());
    }

    private static Source expecting(Source source, String content) {
        return new Source(source.url(), sha256(content), null, null, null, Map.of());
    }
}
