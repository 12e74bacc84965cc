package regatta.workload.download;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import regatta.workload.FileName;

/** Reads the file name of a {@code Content-Disposition} header (RFC 6266, RFC 8187). */
final class Disposition {
    private final String text;
    private int at;

    private Disposition(String text) {
        this.text = text;
    }

    /**
     * Returns a plain name for the file; empty if the header has no readable name.
     *
     * @param header the header's value, with one character for each byte
     */
    static Optional<String> fileName(String header) {
        Map<String, String> parameters = new Disposition(header).parameters();
        return extended(parameters.get("filename*"))
                .or(() -> Optional.ofNullable(parameters.get("filename")).map(Disposition::decoded))
                .map(Disposition::lastSegment)
                .filter(name -> !name.isBlank() && !name.matches("[. ]*"))
                .map(FileName::plain);
    }

    /**
     * Reads the parameters. If several parameters have the same name, the first of these parameters
     * counts. Reading stops at the first malformed parameter.
     */
    private Map<String, String> parameters() {
        Map<String, String> found = new TreeMap<>();
        at = text.indexOf(';');
        while (at >= 0 && at < text.length()) {
            at++;
            int equals = text.indexOf('=', at);
            if (equals < 0) {
                return found;
            }
            String name = text.substring(at, equals).strip().toLowerCase(Locale.ROOT);
            at = equals + 1;
            found.putIfAbsent(name, value());
            at = text.indexOf(';', at);
        }
        return found;
    }

    private String value() {
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
        if (at < text.length() && text.charAt(at) == '"') {
            return quoted();
        }
        int end = text.indexOf(';', at);
        int start = at;
        at = end < 0 ? text.length() : end;
        return text.substring(start, at).strip();
    }

    /**
     * Reads a quoted string. A backslash escapes only a quote or a backslash, because some senders
     * write Windows paths.
     */
    private String quoted() {
        StringBuilder value = new StringBuilder();
        for (at++; at < text.length() && text.charAt(at) != '"'; at++) {
            boolean escape = text.charAt(at) == '\\' && at + 1 < text.length();
            if (escape && "\"\\".indexOf(text.charAt(at + 1)) >= 0) {
                at++;
            }
            value.append(text.charAt(at));
        }
        return value.toString();
    }

    /**
     * Reads a value such as {@code UTF-8''na%C3%AFve}. The RFCs have never allowed charsets other
     * than UTF-8 and Latin 1.
     */
    private static Optional<String> extended(@Nullable String value) {
        String[] parts = value == null ? new String[0] : value.split("'", 3);
        if (parts.length != 3) {
            return Optional.empty();
        }
        Charset charset =
                switch (parts[0].toLowerCase(Locale.ROOT)) {
                    case "utf-8" -> StandardCharsets.UTF_8;
                    case "iso-8859-1" -> StandardCharsets.ISO_8859_1;
                    default -> null;
                };
        return charset == null ? Optional.empty() : decode(UrlName.unescaped(parts[2]), charset);
    }

    private static String decoded(String octets) {
        return decode(octets.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8)
                .orElse(octets);
    }

    private static Optional<String> decode(byte[] octets, Charset charset) {
        try {
            // A new decoder throws an exception on bytes that are not valid.
            return Optional.of(charset.newDecoder().decode(ByteBuffer.wrap(octets)).toString());
        } catch (CharacterCodingException _) {
            return Optional.empty();
        }
    }

    private static String lastSegment(String name) {
        return name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    }
}
