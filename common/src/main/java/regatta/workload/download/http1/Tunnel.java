package regatta.workload.download.http1;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import regatta.workload.FailureSide;

/**
 * Asks a proxy to open a tunnel to an origin that speaks TLS (RFC 9110, section 9.3.6). Does no
 * input or output. Only one thread at a time may use a tunnel.
 */
final class Tunnel {
    private final byte[] request;
    private final Lines lines = new Lines(ResponseParser.MAX_HEAD_BYTES);

    Tunnel(Endpoint endpoint) {
        String place = endpoint.host() + ":" + endpoint.port();
        String text = "CONNECT %s HTTP/1.1\r\nHost: %s\r\n\r\n".formatted(place, place);
        request = text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Returns the bytes to send to the proxy. */
    byte[] request() {
        return request.clone();
    }

    /**
     * Takes the proxy's answer, and returns whether the tunnel is open.
     *
     * @throws HttpException if the proxy refuses, or sends more than its answer
     */
    boolean take(ByteBuffer in) throws HttpException {
        Optional<List<String>> block = lines.block(in);
        if (block.isEmpty()) {
            return false;
        }
        if (block.get().isEmpty()) {
            throw new HttpException(Fault.FRAMING, "the proxy's response has no status line");
        }
        int status = ResponseHead.parse(block.get()).status();
        if (status < 200 || status > 299) {
            // Only status 407, a demand for credentials, shows for certain that this node is to
            // blame.
            FailureSide side = status == 407 ? FailureSide.NODE : FailureSide.LINK;
            throw new HttpException(
                    Fault.CONNECT, "the proxy answered with status " + status, side);
        }
        if (in.hasRemaining()) {
            throw ResponseParser.excess();
        }
        return true;
    }
}
