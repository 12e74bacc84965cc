package regatta.workload.download.http1;

import java.io.Closeable;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import org.jspecify.annotations.Nullable;
import regatta.workload.FailureSide;

/** What both transports know about sockets. */
final class Sockets {
    static final int SEND_BUFFER_BYTES = 64 * 1024;

    private Sockets() {}

    /** A wait in whole milliseconds, never 0, which would mean for ever. */
    static int millis(long nanos) {
        return Math.clamp(nanos / 1_000_000 + 1, 1, Integer.MAX_VALUE);
    }

    /** Closes what is of no more use; there is nothing to do about a failure. */
    static void close(Closeable connection) {
        try {
            connection.close();
        } catch (IOException _) {
            // Its descriptor is gone in any case.
        }
    }

    /** Gives a failure of a connection that had come about its fault. */
    static HttpException fault(IOException failure) {
        return failure instanceof HttpException known
                ? known
                : fault(failure, Fault.RESET, FailureSide.of(failure));
    }

    /**
     * Gives a failure to connect its fault.
     *
     * <p>A refusal is an answer of the origin. Silence and a missing route to one host leave open
     * who is to blame. Whatever else the system says, it has not even tried: this node has no
     * network, or no descriptor to spare. A proxy belongs to the node.
     */
    static HttpException connectFault(IOException failure, boolean proxied) {
        if (failure instanceof HttpException known) {
            return known;
        }
        FailureSide side =
                switch (failure) {
                    case ConnectException refused ->
                            String.valueOf(refused.getMessage()).contains("refused")
                                    ? FailureSide.ORIGIN
                                    : FailureSide.LINK;
                    case NoRouteToHostException _, SocketTimeoutException _ -> FailureSide.LINK;
                    default -> FailureSide.NODE;
                };
        Fault fault = failure instanceof SocketTimeoutException ? Fault.TIMEOUT : Fault.CONNECT;
        return fault(failure, fault, proxied ? FailureSide.NODE : side);
    }

    /**
     * The failure that tells more, of two addresses of one host: the node may lack the family of
     * one address and reach the other.
     */
    static HttpException telling(@Nullable HttpException first, HttpException second) {
        boolean less = second.side() == FailureSide.NODE;
        return first == null || !less ? second : first;
    }

    private static HttpException fault(IOException failure, Fault fault, FailureSide side) {
        String message = failure.getMessage();
        String words = message == null ? "the connection broke" : message;
        if (fault == Fault.TIMEOUT) {
            words = "connecting took too long";
        }
        FailureSide whose = side == FailureSide.TASK ? fault.side() : side;
        HttpException known = new HttpException(fault, words, whose);
        known.initCause(failure);
        return known;
    }
}
