package regatta.workload.download.http1;

import java.io.Closeable;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * One connection on an event loop. A connection serves one exchange at a time. Confined to the
 * loop's thread.
 */
final class LoopConnection implements Closeable {
    private final LoopClient client;
    private final SocketChannel channel;
    private final @Nullable Tls tls;
    private final boolean proxied;
    private @Nullable Tunnel tunnel;
    private final SelectionKey key;
    private final ResponseParser parser = new ResponseParser();
    private @Nullable LoopExchange exchange;
    private ByteBuffer unsent = ByteBuffer.allocate(0);
    private boolean connected;
    private boolean usable;
    private boolean closedByOrigin;
    private boolean paused;

    private LoopConnection(
            LoopClient client, SocketChannel channel, Endpoint endpoint, LoopExchange exchange)
            throws IOException {
        this.client = client;
        this.channel = channel;
        this.exchange = exchange;
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        tunnel = endpoint.tunnelled() ? new Tunnel(endpoint) : null;
        tls = endpoint.secure() ? new Tls(client.tls(), endpoint) : null;
        proxied = endpoint.proxied();
        boolean atOnce;
        try {
            atOnce = channel.connect(endpoint.socketAddress());
        } catch (IOException failure) {
            throw Sockets.connectFault(failure, proxied);
        }
        // If the connection is open already, the loop's next turn reports the connection as
        // writable.
        int operation = atOnce ? SelectionKey.OP_WRITE : SelectionKey.OP_CONNECT;
        key = client.loop().register(channel, operation, _ -> ready());
    }

    /** Starts to connect. The connection tells the exchange when the connection is usable. */
    static LoopConnection open(LoopClient client, Endpoint endpoint, LoopExchange exchange)
            throws IOException {
        SocketChannel channel;
        try {
            channel = SocketChannel.open();
        } catch (IOException failure) {
            throw Sockets.connectFault(failure, endpoint.proxied());
        }
        try {
            return new LoopConnection(client, channel, endpoint, exchange);
        } catch (Throwable failure) {
            channel.close();
            throw failure;
        }
    }

    /** Assigns the connection to an exchange; null makes the connection idle. */
    void serve(@Nullable LoopExchange next) {
        exchange = next;
        resume();
    }

    /**
     * Stops reading. Bytes that arrive stay in the socket until the socket is full. Then the origin
     * cannot send more bytes.
     */
    void pause() {
        paused = true;
        key.interestOpsAnd(~SelectionKey.OP_READ);
    }

    void resume() {
        if (paused) {
            paused = false;
            key.interestOpsOr(SelectionKey.OP_READ);
        }
    }

    ResponseParser parser() {
        return parser;
    }

    boolean reusable() {
        return !closedByOrigin && parser.reusable();
    }

    /** Sends a request, and prepares for its response. */
    void send(byte[] request) throws IOException {
        parser.reset();
        ByteBuffer plain = ByteBuffer.wrap(request);
        if (tls == null) {
            unsent = plain;
        } else {
            tls.send(plain);
        }
        flush();
    }

    /** Returns whether an idle connection is still open and the origin has sent nothing. */
    boolean quiet() {
        try {
            requireSilence();
            return !closedByOrigin;
        } catch (HttpException _) {
            return false;
        }
    }

    /** Fails if the origin has sent anything after the end of a response. */
    void requireSilence() throws HttpException {
        boolean silent;
        try {
            silent = !receive().hasRemaining();
        } catch (IOException _) {
            closedByOrigin = true;
            silent = true;
        }
        if (!silent) {
            throw ResponseParser.excess();
        }
    }

    private void ready() {
        try {
            if (!connected) {
                connect();
                return;
            }
            if (key.isWritable()) {
                flush();
            }
            if (key.isReadable() && tunnel != null) {
                openWay(tunnel);
            } else if (key.isReadable()) {
                read();
            }
        } catch (IOException failure) {
            fail(failure);
        }
    }

    private void connect() throws IOException {
        try {
            connected = channel.finishConnect();
        } catch (IOException failure) {
            throw Sockets.connectFault(failure, proxied);
        }
        if (!connected) {
            return;
        }
        key.interestOps(SelectionKey.OP_READ);
        if (tunnel != null) {
            unsent = ByteBuffer.wrap(tunnel.request());
            flush();
        } else if (tls == null) {
            becomeUsable();
        } else {
            tls.advance(client.received().clear());
            flush();
        }
    }

    private void openWay(Tunnel way) throws IOException {
        ByteBuffer buffer = client.received().clear();
        if (channel.read(buffer) < 0) {
            throw new HttpException(Fault.RESET, "the proxy ended the connection");
        }
        if (way.take(buffer.flip())) {
            tunnel = null;
            connect();
        }
    }

    private void becomeUsable() throws IOException {
        usable = true;
        if (exchange != null) {
            exchange.connected(this);
        }
    }

    private void read() throws IOException {
        ByteBuffer buffer = receive();
        if (!usable && tls != null && tls.established()) {
            becomeUsable();
        }
        LoopExchange served = exchange;
        if (served == null) {
            if (closedByOrigin || buffer.hasRemaining()) {
                fail(ResponseParser.excess());
            }
        } else if (usable) {
            served.received(buffer);
            if (closedByOrigin && exchange == served) {
                served.closed(tls == null || tls.ended());
            }
        } else if (closedByOrigin) {
            throw new HttpException(Fault.RESET, "the connection ended in the TLS handshake");
        }
    }

    /** Reads the bytes that have arrived, decrypted, into the buffer that all connections share. */
    private ByteBuffer receive() throws IOException {
        ByteBuffer buffer = client.received().clear();
        closedByOrigin |= channel.read(tls == null ? buffer : tls.input()) < 0;
        if (tls != null) {
            tls.advance(buffer);
            flush();
            closedByOrigin |= tls.ended();
        }
        return buffer.flip();
    }

    private void flush() throws IOException {
        ByteBuffer output = tls == null || tunnel != null ? unsent : tls.output();
        channel.write(output);
        int write = output.hasRemaining() ? SelectionKey.OP_WRITE : 0;
        key.interestOps(write | (paused ? 0 : SelectionKey.OP_READ));
    }

    private void fail(IOException failure) {
        LoopExchange served = exchange;
        if (served == null) {
            client.forget(this);
            close();
        } else {
            served.failed(failure);
        }
    }

    @Override
    public void close() {
        exchange = null;
        Sockets.close(channel);
    }
}
