package regatta.cli;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports for nodes that are started again, below those that the system gives to clients. A client
 * could take any other port between two starts.
 */
public final class TestingPorts {
    /** Each of several simultaneous test JVMs has its own range of ports. */
    private static final AtomicInteger NEXT =
            new AtomicInteger(20_000 + (int) (ProcessHandle.current().pid() % 140) * 64);

    private TestingPorts() {}

    /** Returns a port that no other test will use. */
    public static int next() throws IOException {
        while (true) {
            int port = NEXT.getAndIncrement();
            try (ServerSocket socket =
                    new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (BindException taken) {
                // The port is in use; try the next one.
            }
        }
    }
}
