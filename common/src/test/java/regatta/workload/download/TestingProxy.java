package regatta.workload.download;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A proxy that opens a way to wherever it is asked for, and keeps what it was asked. */
final class TestingProxy implements Closeable {
    private final ServerSocket server;
    private final int originPort;
    private final String answer;
    private final List<String> asked = new CopyOnWriteArrayList<>();

    /** A proxy in front of an origin at 127.0.0.1, whatever the name that it is asked for. */
    TestingProxy(int originPort, String answer) throws IOException {
        this.originPort = originPort;
        this.answer = answer;
        server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort());
    }

    /** The request lines. */
    List<String> asked() {
        return asked;
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                Thread.ofVirtual().start(() -> serve(client));
            }
        } catch (IOException _) {
            // Closed.
        }
    }

    private void serve(Socket client) {
        try (client;
                Socket origin = new Socket(InetAddress.getLoopbackAddress(), originPort)) {
            InputStream in = client.getInputStream();
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int next = in.read();
                if (next < 0) {
                    return;
                }
                head.append((char) next);
            }
            asked.add(head.substring(0, head.indexOf("\r\n")));
            client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
            Thread back = Thread.ofVirtual().start(() -> pump(origin, client));
            pump(client, origin);
            back.interrupt();
        } catch (IOException _) {
            // One of them went away.
        }
    }

    private static void pump(Socket from, Socket to) {
        try (to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            in.transferTo(out);
        } catch (IOException _) {
            // One of them went away.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
