package regatta.workload.download;

import static org.assertj.core.api.Assertions.assertThat;
import static regatta.workload.download.Answers.ok;
import static regatta.workload.download.FaultCase.fails;
import static regatta.workload.download.FaultCase.keeps;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Names that come with a response or in its URL. */
final class NameCases {
    private NameCases() {}

    static List<FaultCase> given() {
        String traversal = "filename=\"../../../etc/cron.d/evil\"";
        return List.of(
                given("a token", "filename=a.bin", "a.bin"),
                given("a quoted name", "filename=\"a b;c.bin\"", "a b;c.bin"),
                given("an escaped quote", "filename=\"a\\\"b.bin\"", "a_b.bin"),
                given("capitals and spaces", "FileName = \"a.bin\"", "a.bin"),
                given("a path", traversal, "evil"),
                given("an absolute path", "filename=\"/etc/passwd\"", "passwd"),
                given("a Windows path", "filename=\"C:\\temp\\evil.exe\"", "evil.exe"),
                given("an encoded path", "filename*=UTF-8''..%2f..%2fevil", "evil"),
                given("Unicode", "filename*=UTF-8''%e2%82%ac%20rates.txt", "€ rates.txt"),
                given("raw UTF-8", "filename=\"" + octets("日本.txt") + "\"", "日本.txt"),
                given("raw Latin 1", "filename=\"na\u00efve.txt\"", "naïve.txt"),
                given("Latin 1", "filename*=iso-8859-1'en'%A3%20rates", "£ rates"),
                given("both forms", "filename=\"a\"; filename*=UTF-8''b", "b"),
                given("both forms, reversed", "filename*=UTF-8''b; filename=a", "b"),
                given("an unknown charset", "filename*=utf-7''x; filename=a", "a"),
                given("malformed UTF-8", "filename*=UTF-8''%FF%FE; filename=a", "a"),
                given("an encoded NUL", "filename*=UTF-8''a%00.txt", "a_.txt"),
                given("an encoded line end", "filename*=UTF-8''a%0d%0ab", "a__b"),
                given("a device", "filename=\"CON\"", "_CON"),
                given("a device with extension", "filename=\"lpt1.txt\"", "_lpt1.txt"),
                given("a hidden name", "filename=\".bashrc\"", "bashrc"),
                given("a name as of a part", "filename=\".part-0-1\"", "part-0-1"),
                given("dots alone", "filename=\"..\"", "file"),
                given("nothing", "filename=\"\"", "file"),
                given("no end of the quotes", "filename=\"a.bin", "a.bin"),
                given("no name", "size=7", "file"),
                given("turned text", "filename*=UTF-8''a%E2%80%AEtxt.exe", "a_txt.exe"),
                given(
                        "a long name",
                        "filename=\"" + "x".repeat(300) + ".tar\"",
                        "x".repeat(251) + ".tar"),
                fails(
                        "a NUL in the header",
                        "framing",
                        ok("Content-Disposition: attachment; filename=\"a\0b\"\r\n", "hello")),
                given("a name of its own in the job", "filename=\"theirs\"", "ours")
                        .with(source ->
                                new Source(source.url(), null, "ours", null, null, Map.of())));
    }

    static List<FaultCase> ofUrls() {
        return List.of(
                url("/%2e%2e", "download"),
                url("/a/..%2f..%2fevil", "_.._evil"),
                url("/a%00b", "a_b"),
                url("/nul.txt", "_nul.txt"),
                url("/" + "ü".repeat(300), "ü".repeat(127)),
                url("/ü/日本.txt?q=é#fragment", "日本.txt")
                        .asking(asked ->
                                assertThat(asked)
                                        .singleElement()
                                        .satisfies(one ->
                                                assertThat(one.path())
                                                        .isEqualTo(
                                                                "/%C3%BC/%E6%97%A5%E6%9C%AC.txt?q=%C3%A9"))),
                url("/a/", "download"),
                url("/.hidden", "hidden"));
    }

    private static FaultCase given(String what, String parameters, String name) {
        return keeps(
                        "header with " + what,
                        "hello",
                        ok("Content-Disposition: attachment; " + parameters + "\r\n", "hello"))
                .named(name);
    }

    private static FaultCase url(String path, String name) {
        String shown = path.length() > 40 ? "long" : path;
        return keeps("URL " + shown, "hello", ok("", "hello")).at(path).named(name);
    }

    /** One character a byte, as the origin writes. */
    private static String octets(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
