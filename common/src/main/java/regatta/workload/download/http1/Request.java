package regatta.workload.download.http1;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A GET request. {@code toString} hides the parts of the request, which may be credentials.
 *
 * @param target the path and the query, in ASCII without spaces or control characters
 * @param headers all headers except {@code Host}
 */
public record Request(String target, List<Header> headers) {
    public Request {
        headers = List.copyOf(headers);
        if (!target.startsWith("/") || !Header.isValue(target) || hasSpace(target)) {
            throw new IllegalArgumentException("a request's target is a path of printable ASCII");
        }
        for (Header header : headers) {
            if (!Header.isName(header.name()) || !Header.isValue(header.value())) {
                throw new IllegalArgumentException("a request's header is malformed");
            }
        }
    }

    private static boolean hasSpace(String text) {
        return text.indexOf(' ') >= 0 || text.indexOf('\t') >= 0;
    }

    byte[] encode(Endpoint endpoint) {
        StringBuilder text =
                new StringBuilder("GET ")
                        .append(endpoint.prefix())
                        .append(target)
                        .append(" HTTP/1.1\r\nHost: ");
        text.append(endpoint.authority()).append("\r\n");
        for (Header header : headers) {
            text.append(header.name()).append(": ").append(header.value()).append("\r\n");
        }
        return text.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public String toString() {
        return "Request[GET …]";
    }
}
