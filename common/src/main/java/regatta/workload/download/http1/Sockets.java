package regatta.workload.download.http1;

import java.io.Closeable;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import org.jspecify.annotations.Nullable;
import regatta.workload.FailureSide;

/** Helps {@link BlockingClient} and {@link LoopClient} with their sockets. */
final class Sockets {
    static final int SEND_BUFFER_BYTES = 64 * 1024;

    private Sockets() {}

    /**
     * Converts a wait to whole milliseconds. The result is never 0, which would stand for an
     * endless wait.
     */
    static int millis(long nanos) {
        return Math.clamp(nanos / 1_000_000 + 1, 1, Integer.MAX_VALUE);
    }

    /**
     * Closes a connection that is not needed any more. Ignores a failure, because nothing can be
     * done.
     */
    static void close(Closeable connection) {
        try {
            connection.close();
        } catch (IOException _) {
            // The descriptor is closed in any case.
        }
    }

    /**
     * Turns the failure of an established connection into an exception that names the kind of
     * failure.
     */
    static HttpException fault(IOException failure) {
        return failure instanceof HttpException known
                ? known
                : fault(failure, Fault.RESET, FailureSide.of(failure));
    }

    /**
     * Turns a failure to connect into an exception that names the side that caused the failure.
     *
     * <p>If a connection is refused, the origin caused the failure. Silence, or a missing route to
     * one host, does not show which side caused the failure. After any other error the system has
     * not even tried to connect, because this node has no network or no free descriptor. A failure
     * of the proxy is a failure of the node.
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
     * Returns the more informative of two failures, after a client tried two addresses of one host.
     * A node without IPv6, for example, fails at an IPv6 address whatever the origin does.
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
