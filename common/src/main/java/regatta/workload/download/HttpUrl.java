package regatta.workload.download;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Locale;
import java.util.StringJoiner;

/**
 * An absolute http or https URL without user or fragment. All programs read the URL's host alike
 * (see {@link HostName}).
 *
 * <p>This class is stricter than {@link java.net.URI} about hosts, and milder about paths. As
 * browsers and curl do, this class percent-encodes characters that a path may not hold.
 *
 * @param secure whether the scheme is https
 * @param port the port, 1 to 65535
 * @param target the path and the query, in printable ASCII
 */
record HttpUrl(boolean secure, HostName host, int port, String target) {
    static final int MAX_LENGTH = 8_192;
    private static final int MAX_SHOWN = 500;
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    /**
     * Reads a URL.
     *
     * @throws IllegalArgumentException if the text is not a URL that may be fetched; the
     *     exception's message continues a sentence that begins with "the URL"
     */
    static HttpUrl parse(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "is longer than %,d characters".formatted(MAX_LENGTH));
        }
        if (hasControls(text)) {
            throw new IllegalArgumentException("holds a space or control character");
        }
        int colon = text.indexOf("://");
        String scheme = colon < 0 ? "" : text.substring(0, colon).toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new IllegalArgumentException("does not begin with http:// or https://");
        }
        int authority = colon + 3;
        int end = authority;
        while (end < text.length() && "/?#".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        String rest = text.substring(end);
        boolean secure = scheme.equals("https");
        return at(secure, text.substring(authority, end), rest.startsWith("/") ? rest : "/" + rest);
    }

    private static HttpUrl at(boolean secure, String authority, String target) {
        if (authority.contains("@")) {
            throw new IllegalArgumentException(
                    "holds a user name or password; give them as \"basic\"");
        }
        int colon = authority.lastIndexOf(':');
        boolean hasPort = colon > authority.lastIndexOf(']');
        HostName host = HostName.of(hasPort ? authority.substring(0, colon) : authority);
        int port = secure ? 443 : 80;
        if (hasPort) {
            port = port(authority.substring(colon + 1));
        }
        return new HttpUrl(secure, host, port, encode(target));
    }

    private static int port(String digits) {
        boolean valid =
                digits.length() <= 5
                        && !digits.startsWith("0")
                        && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        int port = valid && !digits.isEmpty() ? Integer.parseInt(digits) : 0;
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("has a port that is not 1 to 65535");
        }
        return port;
    }

    private static boolean hasControls(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) <= ' ' || text.charAt(i) == 0x7f) {
                return true;
            }
        }
        return false;
    }

    private static boolean isPrintable(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) <= ' ' || text.charAt(i) >= 0x7f) {
                return false;
            }
        }
        return true;
    }

    /** Drops the fragment, and percent-encodes characters that a request line may not hold. */
    private static String encode(String target) {
        int fragment = target.indexOf('#');
        String kept = fragment < 0 ? target : target.substring(0, fragment);
        if (isPrintable(kept)) {
            return kept;
        }
        StringBuilder encoded = new StringBuilder();
        for (byte octet : kept.getBytes(StandardCharsets.UTF_8)) {
            if (octet > ' ' && octet < 0x7f) {
                encoded.append((char) octet);
            } else {
                HEX.toHexDigits(encoded.append('%'), octet);
            }
        }
        return encoded.toString();
    }

    /**
     * Resolves a reference against this URL (RFC 3986, section 5.2).
     *
     * @param reference the value of a {@code Location} header, one character for each byte
     * @throws IllegalArgumentException if the result is not a URL that may be fetched
     */
    HttpUrl resolve(String reference) {
        String text = utf8(reference).replace(" ", "%20");
        int special = 0;
        while (special < text.length() && ":/?#".indexOf(text.charAt(special)) < 0) {
            special++;
        }
        if (special < text.length() && text.charAt(special) == ':') {
            return parse(text);
        }
        if (text.startsWith("//")) {
            return parse((secure ? "https:" : "http:") + text);
        }
        return parse(origin() + merge(text));
    }

    /** Reads a header's bytes as UTF-8, because most headers are written in UTF-8. */
    private static String utf8(String octets) {
        return new String(octets.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private String merge(String reference) {
        String path = path();
        if (reference.isEmpty() || reference.startsWith("#")) {
            return target;
        }
        if (reference.startsWith("?")) {
            return path + reference;
        }
        int end = 0;
        while (end < reference.length() && "?#".indexOf(reference.charAt(end)) < 0) {
            end++;
        }
        String merged = reference.substring(0, end);
        if (!merged.startsWith("/")) {
            merged = path.substring(0, path.lastIndexOf('/') + 1) + merged;
        }
        return withoutDots(merged) + reference.substring(end);
    }

    private static String withoutDots(String path) {
        Deque<String> kept = new ArrayDeque<>();
        String[] segments = path.substring(1).split("/", -1);
        for (int i = 0; i < segments.length; i++) {
            boolean dots = segments[i].equals(".") || segments[i].equals("..");
            if (segments[i].equals("..") && !kept.isEmpty()) {
                kept.removeLast();
            }
            if (!dots) {
                kept.addLast(segments[i]);
            } else if (i == segments.length - 1) {
                kept.addLast("");
            }
        }
        return "/" + String.join("/", kept);
    }

    /** Returns the path without the query. */
    String path() {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    /**
     * Returns host and port. All URLs with the same host and port share the limit {@code perHost}.
     */
    String site() {
        return host.text() + ":" + port;
    }

    /**
     * Returns scheme, host and port. A job's credentials go only to the origin of the URL that the
     * job lists.
     */
    String origin() {
        return (secure ? "https://" : "http://") + host.text() + ":" + port;
    }

    /**
     * Returns the URL in the form that people may see: without the values of its query, which may
     * be secret.
     */
    @Override
    public String toString() {
        boolean usual = port == (secure ? 443 : 80);
        String site = (secure ? "https://" : "http://") + host.text() + (usual ? "" : ":" + port);
        String shown = site + path() + hidden(target.substring(path().length()));
        return shown.length() <= MAX_SHOWN ? shown : shown.substring(0, MAX_SHOWN) + "…";
    }

    private static String hidden(String query) {
        if (query.isEmpty()) {
            return "";
        }
        StringJoiner shown = new StringJoiner("&", "?", "");
        for (String field : query.substring(1).split("&", -1)) {
            int equals = field.indexOf('=');
            shown.add(equals < 0 ? "…" : field.substring(0, equals) + "=…");
        }
        return shown.toString();
    }
}
