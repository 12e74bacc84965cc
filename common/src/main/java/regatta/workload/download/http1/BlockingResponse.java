package regatta.workload.download.http1;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;

/**
 * A response whose head has arrived. Closing the response returns the connection to the client if
 * another request may use the connection.
 */
public final class BlockingResponse implements Closeable {
    private final BlockingClient client;
    private final Endpoint endpoint;
    private final BlockingConnection connection;
    private final Pace pace;
    private boolean complete;

    BlockingResponse(
            BlockingClient client, Endpoint endpoint, BlockingConnection connection, Pace pace) {
        this.client = client;
        this.endpoint = endpoint;
        this.connection = connection;
        this.pace = pace;
    }

    public ResponseHead head() {
        return connection.parser().head();
    }

    /**
     * Waits for a piece of the body. The returned view is valid until the next call, and empty at
     * the end of the body.
     *
     * @throws HttpException if the body is incomplete or comes too slowly
     */
    public ByteBuffer read() throws HttpException, InterruptedException {
        if (complete) {
            return ByteBuffer.allocate(0);
        }
        try {
            ResponseParser.Event event = connection.next(pace);
            if (event == ResponseParser.Event.END) {
                complete = true;
                return ByteBuffer.allocate(0);
            }
            pace.received(connection.parser().body().remaining());
            return connection.parser().body();
        } catch (ClosedByInterruptException _) {
            throw BlockingClient.interrupted();
        } catch (IOException failure) {
            throw Sockets.fault(failure);
        }
    }

    /** Ends the exchange. Reads an unwanted body only as far as the body has arrived. */
    @Override
    public void close() throws IOException {
        boolean whole = complete;
        try {
            whole = whole || connection.completesWithoutWaiting();
        } catch (IOException _) {
            whole = false;
        }
        if (whole && connection.reusable()) {
            client.keep(endpoint, connection);
        } else {
            connection.close();
        }
    }
}
