package regatta.workload.download.http1;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Closeable;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class IdleConnectionsTest {
    private static final Endpoint HERE =
            new Endpoint(false, InetAddress.getLoopbackAddress(), 80, "here", null);
    private static final Endpoint THERE =
            new Endpoint(false, InetAddress.getLoopbackAddress(), 80, "there", null);

    private final IdleConnections<Connection> idle = new IdleConnections<>();
    private final List<String> closed = new ArrayList<>();

    @Test
    void givesTheNewestOfTheSameEndpoint() {
        idle.put(HERE, connection("a"), 0);
        idle.put(HERE, connection("b"), 1);
        idle.put(THERE, connection("c"), 2);
        assertThat(idle.take(HERE)).map(Connection::name).contains("b");
        assertThat(idle.take(HERE)).map(Connection::name).contains("a");
        assertThat(idle.take(HERE)).isEmpty();
    }

    @Test
    void closesTheOldestWhenThereAreTooMany() {
        for (int i = 0; i <= IdleConnections.MAX; i++) {
            idle.put(HERE, connection("c" + i), i);
        }
        assertThat(closed).containsExactly("c0");
    }

    @Test
    void closesWhatIsIdleForTooLong() {
        idle.put(HERE, connection("old"), 0);
        idle.put(HERE, connection("new"), 1);
        assertThat(idle.expire(IdleConnections.MAX_IDLE_NANOS)).isTrue();
        assertThat(closed).containsExactly("old");
        assertThat(idle.expire(IdleConnections.MAX_IDLE_NANOS + 1)).isFalse();
        assertThat(closed).containsExactly("old", "new");
    }

    @Test
    void forgetsWhatTheOriginClosed() {
        Connection gone = connection("gone");
        idle.put(HERE, gone, 0);
        idle.remove(gone);
        assertThat(idle.take(HERE)).isEmpty();
    }

    private Connection connection(String name) {
        return new Connection(name, closed);
    }

    private record Connection(String name, List<String> closed) implements Closeable {
        @Override
        public void close() {
            closed.add(name);
        }
    }
}
