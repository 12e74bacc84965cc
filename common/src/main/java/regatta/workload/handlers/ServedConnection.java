package regatta.workload.handlers;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import regatta.workload.EventLoop;

/**
 * A client's connection to the service. The service answers each request before it reads the next
 * request. Confined to the loop's thread, except for {@link #close}.
 */
final class ServedConnection implements AutoCloseable {
    private static final int LONGEST_HEAD = 4_096;
    private static final String END_OF_HEAD = "\r\n\r\n";

    private final SocketChannel channel;
    private final BiConsumer<String, ServedConnection> requests;
    private final ByteBuffer in = ByteBuffer.allocate(LONGEST_HEAD);
    private Runnable whenClosed = () -> {};
    private @Nullable SelectionKey key;
    private @Nullable ByteBuffer out;
    private boolean handling;

    /**
     * Takes over a channel.
     *
     * @param requests receives the path of each request, and answers the request
     */
    ServedConnection(SocketChannel channel, BiConsumer<String, ServedConnection> requests) {
        this.channel = channel;
        this.requests = requests;
    }

    void open(EventLoop loop, Runnable closed) throws IOException {
        whenClosed = closed;
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        key = loop.register(channel, SelectionKey.OP_READ, _ -> ready());
    }

    private void ready() {
        try {
            if (out != null) {
                write();
            } else if (channel.read(in) < 0) {
                close();
            } else {
                nextRequest();
            }
        } catch (IOException _) {
            close();
        }
    }

    private void nextRequest() {
        String head = new String(in.array(), 0, in.position(), US_ASCII);
        int end = head.indexOf(END_OF_HEAD);
        if (handling || end < 0) {
            if (!in.hasRemaining()) {
                close();
            }
            return;
        }
        in.flip().position(end + END_OF_HEAD.length());
        in.compact();
        String[] words = head.substring(0, head.indexOf('\r')).split(" ", -1);
        handling = true;
        if (words.length == 3 && words[0].equals("GET")) {
            requests.accept(words[1], this);
        } else {
            answer(400, "only GET is supported");
        }
    }

    /** Answers the request that is being handled. */
    void answer(int status, String body) {
        String text =
                "HTTP/1.1 %d %s\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n\r\n%s"
                        .formatted(status, status == 200 ? "OK" : "No", body.length(), body);
        out = ByteBuffer.wrap(text.getBytes(US_ASCII));
        try {
            write();
        } catch (IOException _) {
            close();
        }
    }

    private void write() throws IOException {
        if (out == null || key == null || !key.isValid()) {
            return;
        }
        channel.write(out);
        if (out.hasRemaining()) {
            key.interestOps(SelectionKey.OP_WRITE);
            return;
        }
        out = null;
        handling = false;
        key.interestOps(SelectionKey.OP_READ);
        if (in.position() > 0) {
            nextRequest();
        }
    }

    /** Closes the connection; safe from any thread. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException _) {
            // The connection is gone anyway.
        }
        whenClosed.run();
    }
}
