package regatta.workload.handlers;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * A connection from the load generator to the service. The connection carries one request at a
 * time.
 */
final class Link {
    private static final int LONGEST_ANSWER = 1_024;
    private static final String LENGTH = "Content-Length: ";
    private static final String END_OF_HEAD = "\r\n\r\n";

    private final Requests requests;
    private final ByteBuffer out;
    private final ByteBuffer in = ByteBuffer.allocate(LONGEST_ANSWER);
    private @Nullable SocketChannel channel;
    private long intended;
    private boolean waiting;

    Link(byte[] request, Requests requests) {
        this.requests = requests;
        this.out = ByteBuffer.wrap(request);
    }

    /**
     * Begins to connect to the service, and sends a request as soon as the connection exists. Does
     * not block.
     */
    void open(InetSocketAddress to, Selector selector, long intendedAt) throws IOException {
        intended = intendedAt;
        waiting = true;
        SocketChannel opened = SocketChannel.open();
        channel = opened;
        opened.configureBlocking(false);
        opened.setOption(StandardSocketOptions.TCP_NODELAY, true);
        boolean connected = opened.connect(to);
        int operation = connected ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT;
        var _ = opened.register(selector, operation, this);
        if (connected) {
            write(opened);
        }
    }

    void send(long intendedAt) {
        intended = intendedAt;
        waiting = true;
        if (channel != null) {
            write(channel);
        }
    }

    /**
     * Sends the whole request with one write. The write takes all of it, because the socket's
     * buffer is empty and far larger than a request.
     */
    private void write(SocketChannel to) {
        try {
            out.rewind();
            to.write(out);
            if (out.hasRemaining()) {
                throw new IOException("the socket takes no request");
            }
        } catch (IOException _) {
            fail();
        }
    }

    void ready(SelectionKey key, long now) {
        SocketChannel open = channel;
        if (open == null) {
            return;
        }
        try {
            if (key.isConnectable()) {
                open.finishConnect();
                key.interestOps(SelectionKey.OP_READ);
                write(open);
            } else if (open.read(in) < 0 || !in.hasRemaining()) {
                fail();
            } else {
                look(now);
            }
        } catch (IOException _) {
            fail();
        }
    }

    private void look(long now) {
        String text = new String(in.array(), 0, in.position(), US_ASCII);
        int head = text.indexOf(END_OF_HEAD);
        int length = text.indexOf(LENGTH);
        if (head < 0 || length < 0) {
            return;
        }
        int begin = length + LENGTH.length();
        int body = Integer.parseInt(text.substring(begin, text.indexOf('\r', begin)));
        if (text.length() == head + END_OF_HEAD.length() + body) {
            in.clear();
            waiting = false;
            requests.answered(this, intended, text.startsWith("HTTP/1.1 200 "), now);
        }
    }

    private void fail() {
        boolean had = waiting;
        waiting = false;
        close();
        if (had) {
            requests.broke(this);
        }
    }

    boolean isWaiting() {
        return waiting;
    }

    long intended() {
        return intended;
    }

    void close() {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException _) {
            // The connection is gone anyway.
        }
    }
}
