package regatta.workload.download;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** An origin on a raw socket, one path a fault; keeps what it was asked for. */
final class TestingOrigin implements Closeable {
    private final ServerSocket server;
    private final Wrapper wrapper;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();

    /** One request: the path with its query, and headers in lower case. */
    record Asked(String path, int connection, Map<String, String> headers) {}

    /** Makes of an accepted socket the one to speak through. */
    interface Wrapper {
        Socket wrap(Socket accepted) throws IOException;
    }

    /** Writes a response to one request. */
    interface Answer {
        /** Returns whether the connection is to stay open. */
        boolean write(Asked asked, Socket socket) throws IOException;
    }

    TestingOrigin() throws IOException {
        this("127.0.0.1", socket -> socket);
    }

    /** An origin that speaks through what is made of each accepted socket, such as TLS. */
    TestingOrigin(String address, Wrapper wrapper) throws IOException {
        this.wrapper = wrapper;
        server = new ServerSocket(0, 100, InetAddress.getByName(address));
        Thread.ofVirtual().start(this::accept);
    }

    TestingOrigin on(String path, Answer answer) {
        answers.put(path, answer);
        return this;
    }

    /** Answers with these bytes and ends the connection. */
    TestingOrigin closing(String path, String response) {
        return on(path, (_, socket) -> !write(socket, response));
    }

    /** Answers with these bytes, one character each. */
    TestingOrigin on(String path, String response) {
        return on(path, (_, socket) -> write(socket, response));
    }

    int port() {
        return server.getLocalPort();
    }

    String url(String path) {
        return "http://127.0.0.1:" + port() + path;
    }

    List<Asked> asked() {
        return asked;
    }

    int connections() {
        return connections.get();
    }

    static boolean write(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
        return true;
    }

    static String sized(String body) {
        return "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    static String redirect(int status, String location) {
        return "HTTP/1.1 %d Elsewhere\r\nLocation: %s\r\nContent-Length: 4\r\n\r\ngone"
                .formatted(status, location);
    }

    /** Ends the connection with a reset. */
    static boolean reset(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        return false;
    }

    /** Says nothing more until the client goes away. */
    static boolean stall(Socket socket) throws IOException {
        int _ = socket.getInputStream().read();
        return false;
    }

    /** Repeats a text in short steps until the client goes away. */
    static boolean drip(Socket socket, String text) throws IOException {
        return drip(socket, text, Integer.MAX_VALUE);
    }

    /** Repeats a text so many times, in steps of 20 ms; ends early when the client goes away. */
    static boolean drip(Socket socket, String text, int times) throws IOException {
        socket.setSoTimeout(20);
        for (int left = times; left > 0; left--) {
            write(socket, text);
            try {
                // What the client still says does not matter; only whether it is there.
                while (socket.getInputStream().read() >= 0) {}
                return false;
            } catch (SocketTimeoutException _) {
                // The client is still there.
            }
        }
        return false;
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                open.add(socket);
                int number = connections.incrementAndGet();
                // One that floods never waits, and would keep its carrier from all others.
                Thread.ofPlatform().daemon().start(() -> serve(socket, number));
            }
        } catch (IOException _) {
            // Closed.
        }
    }

    private void serve(Socket accepted, int number) {
        try (accepted;
                Socket socket = wrapper.wrap(accepted)) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            boolean goesOn = true;
            while (goesOn) {
                String line = line(in);
                if (!line.startsWith("GET ")) {
                    return;
                }
                Asked request = new Asked(line.split(" ", -1)[1], number, headers(in));
                asked.add(request);
                Answer answer =
                        answers.getOrDefault(
                                request.path(),
                                (_, out) ->
                                        write(
                                                out,
                                                "HTTP/1.1 404 No\r\nContent-Length: 2\r\n\r\nno"));
                goesOn = answer.write(request, socket);
            }
        } catch (IOException _) {
            // The client went away.
        } finally {
            open.remove(accepted);
        }
    }

    private static Map<String, String> headers(InputStream in) throws IOException {
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            if (colon < 0) {
                throw new IOException("no header: perhaps TLS");
            }
            String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
            headers.put(name, line.substring(colon + 1).strip());
        }
        return headers;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.append((char) next);
        }
        return line.toString().stripTrailing();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
