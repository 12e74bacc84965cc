package regatta.workload.download.http1;

import java.io.Closeable;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;

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

    /** Gives a failure of the operating system its fault. */
    static HttpException fault(IOException failure) {
        if (failure instanceof HttpException known) {
            return known;
        }
        String message = failure.getMessage();
        String words = message == null ? "the connection broke" : message;
        HttpException fault =
                switch (failure) {
                    case ConnectException _, NoRouteToHostException _ ->
                            new HttpException(Fault.CONNECT, words);
                    case SocketTimeoutException _ ->
                            new HttpException(Fault.TIMEOUT, "connecting took too long");
                    default -> new HttpException(Fault.RESET, words);
                };
        fault.initCause(failure);
        return fault;
    }
}
