package regatta.coordinator.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A client that sends exactly the bytes that a test wants, and blocks while it does. */
final class RawClient implements AutoCloseable {
    private final Socket socket = new Socket();

    RawClient(InetSocketAddress server) throws IOException {
        // A client that reads nothing is soon full, whatever this machine's usual buffers are.
        socket.setReceiveBufferSize(1 << 15);
        socket.connect(server, 10_000);
        socket.setSoTimeout(30_000);
    }

    RawClient send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    RawClient send(byte[] bytes) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(bytes);
        out.flush();
        return this;
    }

    /** Sends that many bytes, in chunks of {@code Transfer-Encoding: chunked} where wanted. */
    RawClient sendMany(long count, boolean chunked) throws IOException {
        byte[] block = new byte[1 << 16];
        Arrays.fill(block, (byte) ' ');
        for (long left = count; left > 0; left -= block.length) {
            if (chunked) {
                send("10000\r\n");
            }
            send(block);
            if (chunked) {
                send("\r\n");
            }
        }
        return chunked ? send("0\r\n\r\n") : this;
    }

    /** The head of an answer and its body by {@code Content-Length}. */
    String answer() throws IOException {
        InputStream in = socket.getInputStream();
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                return head.toString(StandardCharsets.ISO_8859_1);
            }
            head.write(next);
        }
        String text = head.toString(StandardCharsets.ISO_8859_1);
        int length =
                text.lines()
                        .filter(line -> line.startsWith("Content-Length: "))
                        .mapToInt(line -> Integer.parseInt(line.substring(16)))
                        .findFirst()
                        .orElse(0);
        return text + new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    /** Everything that still arrives, up to the end of the connection. */
    byte[] rest() throws IOException {
        return socket.getInputStream().readAllBytes();
    }

    Socket socket() {
        return socket;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
