package regatta.workload.download;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import regatta.workload.FileName;
import regatta.workload.download.http1.Header;

/** Finds what is wrong with one source. The messages never repeat a credential. */
final class SourceCheck {
    static final int MAX_HEADERS = 32;
    static final int MAX_HEADER_NAME = 128;
    static final int MAX_HEADER_VALUE = 4_096;
    static final int MAX_HEADER_BYTES = 16 * 1024;

    /**
     * Headers that a job may not set. These headers decide how a connection or a body is read and
     * what caches answer, so only Regatta's HTTP client sets these headers.
     */
    private static final Set<String> OWN =
            Set.of(
                    "accept-encoding",
                    "connection",
                    "content-encoding",
                    "content-length",
                    "content-type",
                    "expect",
                    "host",
                    "http2-settings",
                    "if-match",
                    "if-modified-since",
                    "if-none-match",
                    "if-range",
                    "if-unmodified-since",
                    "keep-alive",
                    "max-forwards",
                    "proxy-authorization",
                    "proxy-connection",
                    "range",
                    "te",
                    "trailer",
                    "transfer-encoding",
                    "upgrade",
                    "via");

    private final BiConsumer<String, String> violations;

    /**
     * Makes a check.
     *
     * @param violations takes a JSON pointer within the source, such as {@code /url}, and what is
     *     wrong
     */
    SourceCheck(BiConsumer<String, String> violations) {
        this.violations = violations;
    }

    void check(Source source) {
        checkUrl(source.url());
        String sha256 = source.sha256();
        if (sha256 != null && !sha256.matches("[0-9a-fA-F]{64}")) {
            violations.accept("/sha256", "must be 64 hexadecimal digits");
        }
        String file = source.file();
        if (file != null && !FileName.isPlain(file)) {
            violations.accept(
                    "/file",
                    "must be a plain file name of at most 255 bytes: no separators, controls or"
                            + " other reserved characters, no dot in front, no space or dot at the"
                            + " end");
        }
        checkCredentials(source);
        checkAuthorization(source);
        checkHeaders(source.headers());
    }

    private void checkUrl(String url) {
        if (url.isEmpty()) {
            violations.accept("/url", "is required");
            return;
        }
        try {
            HttpUrl _ = HttpUrl.parse(url);
        } catch (IllegalArgumentException problem) {
            violations.accept("/url", String.valueOf(problem.getMessage()));
        }
    }

    private void checkCredentials(Source source) {
        String basic = source.basic();
        String bearer = source.bearer();
        if (basic != null && bearer != null) {
            violations.accept("/bearer", "cannot go together with basic");
        }
        if (basic != null && (!isShort(basic) || !basic.contains(":") || hasControls(basic))) {
            violations.accept(
                    "/basic",
                    "must be user:password of at most 4096 characters without control characters");
        }
        if (bearer != null && (!isShort(bearer) || !bearer.matches("[A-Za-z0-9._~+/-]+=*"))) {
            violations.accept("/bearer", "must be a token (RFC 6750) of at most 4096 characters");
        }
    }

    /**
     * Refuses a second {@code Authorization}, because the origin would choose which of the two
     * headers counts.
     */
    private void checkAuthorization(Source source) {
        String given = source.bearer() != null ? "bearer" : source.basic() != null ? "basic" : "";
        for (String name : source.headers().keySet()) {
            if (name.equalsIgnoreCase("Authorization")) {
                if (!given.isEmpty()) {
                    violations.accept("/headers/" + name, "cannot go together with " + given);
                }
                given = "headers/" + name;
            }
        }
    }

    private static boolean isShort(String text) {
        return text.length() <= MAX_HEADER_VALUE;
    }

    private static boolean hasControls(String text) {
        return text.chars().anyMatch(Character::isISOControl);
    }

    private void checkHeaders(Map<String, String> headers) {
        if (headers.size() > MAX_HEADERS) {
            violations.accept("/headers", "must be at most " + MAX_HEADERS);
            return;
        }
        int bytes = 0;
        for (Map.Entry<String, String> header : headers.entrySet()) {
            checkHeader(header.getKey(), header.getValue());
            bytes += header.getKey().length() + String.valueOf(header.getValue()).length();
        }
        if (bytes > MAX_HEADER_BYTES) {
            violations.accept("/headers", "must have at most " + MAX_HEADER_BYTES + " bytes");
        }
    }

    private void checkHeader(String name, String value) {
        if (name.length() > MAX_HEADER_NAME || !Header.isName(name)) {
            violations.accept("/headers", "must have names that are tokens (RFC 9110)");
        } else if (OWN.contains(name.toLowerCase(Locale.ROOT))) {
            violations.accept("/headers/" + name, "is set by the client itself");
        } else if (value == null || !isShort(value) || !Header.isValue(value)) {
            violations.accept(
                    "/headers/" + name.replace("~", "~0"),
                    "must be at most 4096 characters of printable ASCII");
        }
    }
}
