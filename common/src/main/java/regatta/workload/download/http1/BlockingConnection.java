package regatta.workload.download.http1;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * One connection that the calling thread drives. Interrupting that thread, platform or virtual,
 * closes the connection.
 *
 * <p>Reads go through the channel's socket, because only a socket's reads can have a time limit.
 */
final class BlockingConnection implements Closeable {
    private static final int BUFFER_BYTES = 64 * 1024;

    private final SocketChannel channel;
    private final InputStream stream;
    private final @Nullable Tls tls;
    private final ResponseParser parser = new ResponseParser();
    private final byte[] bytes = new byte[BUFFER_BYTES];
    private final ByteBuffer received = ByteBuffer.wrap(bytes).limit(0);
    private boolean closedByOrigin;

    private BlockingConnection(SocketChannel channel, @Nullable Tls tls) throws IOException {
        this.channel = channel;
        this.tls = tls;
        stream = channel.socket().getInputStream();
    }

    /** Connects, and makes a TLS session if a TLS context is given. */
    static BlockingConnection open(Endpoint endpoint, @Nullable SSLContext context, Pace pace)
            throws IOException {
        SocketChannel channel = connect(endpoint, pace);
        try {
            Tls tls = context == null ? null : new Tls(context, endpoint);
            BlockingConnection connection = new BlockingConnection(channel, tls);
            if (endpoint.tunnelled()) {
                connection.openWay(new Tunnel(endpoint), pace);
            }
            if (tls != null) {
                connection.shakeHands(tls, pace);
            }
            return connection;
        } catch (Throwable failure) {
            channel.close();
            throw failure;
        }
    }

    private static SocketChannel connect(Endpoint endpoint, Pace pace) throws IOException {
        SocketChannel channel = null;
        try {
            channel = SocketChannel.open();
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            // A whole request always fits into this buffer, so that writing a request never waits
            // for the origin.
            channel.setOption(StandardSocketOptions.SO_SNDBUF, Sockets.SEND_BUFFER_BYTES);
            int limit = Sockets.millis(pace.remaining(System.nanoTime()));
            channel.socket().connect(endpoint.socketAddress(), limit);
            return channel;
        } catch (IOException failure) {
            if (channel != null) {
                Sockets.close(channel);
            }
            if (failure instanceof ClosedByInterruptException) {
                throw failure;
            }
            throw Sockets.connectFault(failure, endpoint.proxied());
        }
    }

    private void openWay(Tunnel tunnel, Pace pace) throws IOException {
        write(ByteBuffer.wrap(tunnel.request()));
        do {
            int count = read(bytes, 0, bytes.length, pace);
            if (count < 0) {
                throw new HttpException(Fault.RESET, "the proxy ended the connection");
            }
            received.clear().limit(count);
        } while (!tunnel.take(received));
    }

    private void shakeHands(Tls session, Pace pace) throws IOException {
        received.clear();
        session.advance(received);
        flush(session);
        while (!session.established()) {
            if (!fillTls(session, pace)) {
                throw new HttpException(Fault.RESET, "the connection ended in the TLS handshake");
            }
        }
        received.flip();
    }

    /** Sends a request, and prepares for its response. */
    void send(byte[] request) throws IOException {
        parser.reset();
        ByteBuffer plain = ByteBuffer.wrap(request);
        if (tls == null) {
            write(plain);
        } else {
            tls.send(plain);
            flush(tls);
        }
    }

    ResponseParser parser() {
        return parser;
    }

    /** Reads up to the parser's next event. Fails at the end of a response if more bytes follow. */
    ResponseParser.Event next(Pace pace) throws IOException {
        while (true) {
            ResponseParser.Event event = parser.next(received);
            if (event == ResponseParser.Event.END) {
                requireSilence();
            }
            if (event != ResponseParser.Event.NEED_INPUT) {
                return event;
            }
            if (!fill(pace)) {
                closedByOrigin = true;
                return parser.closed(tls == null || tls.ended());
            }
        }
    }

    /**
     * Reads the bytes that have already arrived, and returns whether these bytes complete the
     * response.
     */
    boolean completesWithoutWaiting() throws IOException {
        ResponseParser.Event event = parser.next(received);
        while (event == ResponseParser.Event.BODY) {
            event = parser.next(received);
        }
        return event == ResponseParser.Event.END;
    }

    boolean reusable() {
        return !closedByOrigin && parser.reusable();
    }

    /** Returns whether an idle connection is still open. Fails if the origin sent anything. */
    boolean quiet() throws HttpException {
        requireSilence();
        return !closedByOrigin;
    }

    private void requireSilence() throws HttpException {
        boolean silent = !received.hasRemaining();
        try {
            readWithoutWaiting();
            silent &= !received.hasRemaining();
        } catch (IOException _) {
            closedByOrigin = true;
        }
        if (!silent) {
            throw ResponseParser.excess();
        }
    }

    private void readWithoutWaiting() throws IOException {
        received.clear();
        channel.configureBlocking(false);
        try {
            closedByOrigin |= channel.read(tls == null ? received : tls.input()) < 0;
        } finally {
            channel.configureBlocking(true);
        }
        if (tls != null) {
            tls.advance(received);
            flush(tls);
            closedByOrigin |= tls.ended();
        }
        received.flip();
    }

    /** Waits for bytes. Returns false at the end of the stream. */
    private boolean fill(Pace pace) throws IOException {
        received.clear();
        boolean open = true;
        if (tls == null) {
            received.position(Math.max(0, read(bytes, 0, bytes.length, pace)));
            open = received.position() > 0;
        } else {
            tls.advance(received);
            while (open && received.position() == 0) {
                open = fillTls(tls, pace);
            }
        }
        received.flip();
        return open;
    }

    private boolean fillTls(Tls session, Pace pace) throws IOException {
        ByteBuffer input = session.input();
        int from = input.arrayOffset() + input.position();
        int count = session.ended() ? -1 : read(input.array(), from, input.remaining(), pace);
        if (count < 0) {
            return false;
        }
        input.position(input.position() + count);
        session.advance(received);
        flush(session);
        return true;
    }

    private int read(byte[] into, int from, int length, Pace pace) throws IOException {
        while (true) {
            long now = System.nanoTime();
            pace.waiting(now);
            channel.socket().setSoTimeout(Sockets.millis(pace.remaining(now)));
            try {
                return stream.read(into, from, length);
            } catch (SocketTimeoutException _) {
                long _ = pace.remaining(System.nanoTime());
            }
        }
    }

    private void flush(Tls session) throws IOException {
        write(session.output());
    }

    private void write(ByteBuffer plain) throws IOException {
        while (plain.hasRemaining()) {
            channel.write(plain);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
