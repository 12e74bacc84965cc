package regatta.workload.download.http1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One request and its response on an event loop. Confined to the loop's thread. */
public final class LoopExchange {
    /** Receives a response: its head, the pieces of its body, and one end or failure. */
    public interface Listener {
        void head(ResponseHead head);

        /** Takes a piece of the body. The piece is valid only during the call. */
        void body(ByteBuffer piece);

        void end();

        void failed(HttpException failure);
    }

    private final LoopClient client;
    private final List<Endpoint> endpoints;
    private final Request request;
    private final Pace pace;
    private final Listener listener;
    private Iterator<Endpoint> untried;
    private @Nullable Endpoint endpoint;
    private @Nullable LoopConnection connection;
    private @Nullable HttpException telling;
    private boolean reused;
    private boolean asked;
    private boolean parsing;
    private boolean over;

    LoopExchange(
            LoopClient client,
            List<Endpoint> endpoints,
            Request request,
            Pace pace,
            Listener listener) {
        this.client = client;
        this.endpoints = endpoints;
        this.request = request;
        this.pace = pace;
        this.listener = listener;
        untried = endpoints.iterator();
    }

    /**
     * Fails the exchange if a limit of time has passed. Call this method several times a second.
     */
    public void tick(long now) {
        try {
            long _ = over ? 0 : pace.remaining(now);
        } catch (HttpException late) {
            failed(late);
        }
    }

    /** Stops reading until {@link #resume}. The listener still gets the bytes that have arrived. */
    public void pause() {
        if (connection != null) {
            connection.pause();
        }
    }

    /** Reads again after {@link #pause}; otherwise does nothing. */
    public void resume() {
        if (connection != null) {
            connection.resume();
        }
    }

    /**
     * Ends the exchange, and tells the listener nothing more. Reads the body only as far as the
     * body has arrived.
     */
    public void abandon() {
        over = true;
        if (!parsing) {
            drop();
        }
    }

    void begin() {
        try {
            for (Endpoint candidate : endpoints) {
                Optional<LoopConnection> idle = over ? Optional.empty() : client.take(candidate);
                if (idle.isPresent()) {
                    endpoint = candidate;
                    connection = idle.get();
                    connection.serve(this);
                    reused = true;
                    connected(connection);
                    return;
                }
            }
            connectNext(null);
        } catch (IOException failure) {
            failed(failure);
        }
    }

    private void connectNext(@Nullable HttpException last) {
        telling = last == null ? null : Sockets.telling(telling, last);
        while (!over && untried.hasNext()) {
            endpoint = untried.next();
            pace.connecting(System.nanoTime());
            try {
                connection = LoopConnection.open(client, endpoint, this);
                return;
            } catch (IOException failure) {
                telling = Sockets.telling(telling, Sockets.fault(failure));
            }
        }
        if (!over) {
            over = true;
            listener.failed(
                    telling == null
                            ? new HttpException(Fault.CONNECT, "the host has no address")
                            : telling);
        }
    }

    void connected(LoopConnection usable) throws IOException {
        if (endpoint != null) {
            asked = true;
            pace.asked(System.nanoTime());
            usable.send(request.encode(endpoint));
        }
    }

    void received(ByteBuffer buffer) throws IOException {
        LoopConnection served = connection;
        if (served == null) {
            return;
        }
        parsing = true;
        try {
            ResponseParser.Event event = served.parser().next(buffer);
            while (event != ResponseParser.Event.NEED_INPUT) {
                if (event == ResponseParser.Event.END) {
                    complete(served, buffer);
                    return;
                }
                tell(event, served.parser());
                event = served.parser().next(buffer);
            }
        } finally {
            parsing = false;
        }
        pace.waiting(System.nanoTime());
        if (over) {
            drop();
        }
    }

    private void tell(ResponseParser.Event event, ResponseParser parser) {
        if (event == ResponseParser.Event.HEAD) {
            pace.bodyBegins(System.nanoTime());
        } else {
            pace.received(parser.body().remaining());
        }
        if (over) {
            return;
        }
        if (event == ResponseParser.Event.HEAD) {
            listener.head(parser.head());
        } else {
            listener.body(parser.body());
        }
    }

    private void complete(LoopConnection served, ByteBuffer buffer) throws IOException {
        if (buffer.hasRemaining()) {
            throw ResponseParser.excess();
        }
        served.requireSilence();
        connection = null;
        if (served.reusable() && endpoint != null) {
            served.serve(null);
            client.keep(endpoint, served);
        } else {
            served.close();
        }
        if (!over) {
            over = true;
            listener.end();
        }
    }

    /**
     * Ends the exchange after the origin closed the connection. Fails if the response is
     * incomplete.
     */
    void closed(boolean orderly) throws IOException {
        LoopConnection served = connection;
        if (served != null && served.parser().closed(orderly) == ResponseParser.Event.END) {
            complete(served, ByteBuffer.allocate(0));
        }
    }

    void failed(IOException failure) {
        HttpException fault = Sockets.fault(failure);
        boolean stale = reused && connection != null && !connection.parser().begun();
        drop();
        if (!asked || (stale && fault.fault() == Fault.RESET)) {
            reused = false;
            untried = asked ? endpoints.iterator() : untried;
            asked = false;
            connectNext(stale ? null : fault);
        } else if (!over) {
            over = true;
            listener.failed(fault);
        }
    }

    private void drop() {
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }
}
