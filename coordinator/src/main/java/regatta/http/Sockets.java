package regatta.http;

import java.net.Socket;
import java.net.SocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.io.Inet;
import org.jspecify.annotations.Nullable;

/**
 * Hands the socket of each new connection to the server, because Pekko's stream of connections does
 * not. Safe from any thread.
 */
final class Sockets extends Inet.AbstractSocketOption {
    private final Map<SocketAddress, Socket> fresh = new ConcurrentHashMap<>();

    /** Pekko calls this for each connection before it hands the connection on. */
    @Override
    public void afterConnect(Socket socket) {
        SocketAddress from = socket.getRemoteSocketAddress();
        if (from != null) {
            fresh.put(from, socket);
        }
    }

    /** Returns the socket of a new connection, once; null if it is not known. */
    @Nullable Socket take(SocketAddress from) {
        return fresh.remove(from);
    }
}
