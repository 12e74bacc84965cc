package regatta.workload.download.http1;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The status and header fields of a response.
 *
 * @param minorVersion the minor version of HTTP/1: 0 or 1
 * @param status the status, 100 to 599
 * @param headers the header fields, in the order of the response; a value has no surrounding white
 *     space, and one character for each byte
 */
public record ResponseHead(int minorVersion, int status, List<Header> headers) {
    private static final int MAX_HEADERS = 256;

    public ResponseHead {
        headers = List.copyOf(headers);
    }

    /** Returns all values of a field, in the order of the response. */
    public List<String> all(String name) {
        List<String> values = new ArrayList<>();
        for (Header header : headers) {
            if (header.name().equalsIgnoreCase(name)) {
                values.add(header.value());
            }
        }
        return values;
    }

    /**
     * Returns the value of a field that occurs once; empty if the field is absent or occurs several
     * times.
     */
    public Optional<String> only(String name) {
        List<String> values = all(name);
        return values.size() == 1 ? Optional.of(values.getFirst()) : Optional.empty();
    }

    /**
     * Returns whether a field that is a list of words contains the word {@code token}, in upper or
     * lower case.
     */
    public boolean lists(String name, String token) {
        for (String value : all(name)) {
            for (String part : value.split(",", -1)) {
                if (part.strip().equalsIgnoreCase(token)) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * Reads the lines of a head: the status line and the fields, without the empty line at the end
     * (RFC 9112, sections 4 and 5).
     */
    static ResponseHead parse(List<String> lines) throws HttpException {
        String line = lines.getFirst();
        boolean version = line.startsWith("HTTP/1.1 ") || line.startsWith("HTTP/1.0 ");
        if (!version || line.length() < 12 || (line.length() > 12 && line.charAt(12) != ' ')) {
            throw new HttpException(Fault.FRAMING, "the response is no HTTP/1.1");
        }
        int status = 0;
        for (char digit : line.substring(9, 12).toCharArray()) {
            status = digit >= '0' && digit <= '9' ? status * 10 + digit - '0' : -1_000_000;
        }
        if (status < 100 || status > 599) {
            throw new HttpException(Fault.FRAMING, "the response has no valid status");
        }
        return new ResponseHead(
                line.charAt(7) - '0', status, fields(lines.subList(1, lines.size())));
    }

    /** Reads field lines. A line that begins with white space continues the line before. */
    static List<Header> fields(List<String> lines) throws HttpException {
        if (lines.size() > MAX_HEADERS) {
            throw new HttpException(
                    Fault.FRAMING, "the response has more than " + MAX_HEADERS + " headers");
        }
        List<Header> headers = new ArrayList<>();
        for (String line : lines) {
            if (line.charAt(0) == ' ' || line.charAt(0) == '\t') {
                if (headers.isEmpty()) {
                    throw new HttpException(Fault.FRAMING, "the first header is folded");
                }
                Header folded = headers.removeLast();
                headers.add(
                        new Header(folded.name(), (folded.value() + " " + line.strip()).strip()));
            } else {
                headers.add(field(line));
            }
        }
        return headers;
    }

    private static Header field(String line) throws HttpException {
        int colon = line.indexOf(':');
        String name = colon < 0 ? "" : line.substring(0, colon);
        if (!Header.isName(name)) {
            throw new HttpException(Fault.FRAMING, "the response has a malformed header");
        }
        return new Header(name, line.substring(colon + 1).strip());
    }
}
