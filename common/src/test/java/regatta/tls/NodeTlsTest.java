package regatta.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static regatta.tls.TestingAuthorities.COORDINATOR;
import static regatta.tls.TestingAuthorities.EVERY_POD;
import static regatta.tls.TestingAuthorities.EXPIRED;
import static regatta.tls.TestingAuthorities.OURS;
import static regatta.tls.TestingAuthorities.THEIRS;
import static regatta.tls.TestingAuthorities.WORKER;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;

/** Handshakes in memory: who lets whom in, and what each end then says. */
class NodeTlsTest {
    @Test
    void letsInANodeOfTheSameCa() throws SSLException {
        Ends ends = connect(node(OURS, WORKER), node(OURS, COORDINATOR), COORDINATOR);

        assertThat(ends.agreed()).isTrue();
        assertThat(ends.client.engine.getSession().getProtocol()).isEqualTo("TLSv1.3");
        assertThat(ends.server.engine.getSession().getPeerCertificates()).hasSize(1);
        assertThat(ends.client.said).isEmpty();
        assertThat(ends.server.said).isEmpty();
    }

    @Test
    void aCertificateForADomainIsGoodForEachOfItsHostsAndNotForThoseBelow() throws SSLException {
        TlsFiles files =
                new TlsFiles("tls", OURS.certificate(EVERY_POD), OURS.key(EVERY_POD), OURS.ca());
        files.check("10-0-0-7.pods.example", Instant.now());
        assertThatThrownBy(() -> files.check("a.b.pods.example", Instant.now()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("and not a.b.pods.example");

        TlsIdentity pod = new TlsIdentity(files);
        assertThat(connect(node(OURS, COORDINATOR), pod, "10-0-0-7.pods.example").agreed())
                .isTrue();
        assertThat(connect(node(OURS, COORDINATOR), pod, "a.b.pods.example").agreed()).isFalse();
    }

    @Test
    void refusesANodeOfAnotherCaAndBothSayWhy() throws SSLException {
        TlsIdentity stranger =
                new TlsIdentity(
                        new TlsFiles(
                                "tls", THEIRS.certificate(WORKER), THEIRS.key(WORKER), OURS.ca()));

        Ends ends = connect(stranger, node(OURS, COORDINATOR), COORDINATOR);

        assertThat(ends.agreed()).isFalse();
        assertThat(ends.server.said)
                .singleElement()
                .asString()
                .isEqualTo(
                        "refused a node that connected: it has no certificate of a CA that this node trusts");
        assertThat(ends.client.said)
                .singleElement()
                .asString()
                .startsWith("the node at " + COORDINATOR + ":7355 refused this node's certificate");
    }

    @Test
    void refusesANodeWithAnExpiredCertificate() throws SSLException {
        Ends ends = connect(node(OURS, EXPIRED), node(OURS, COORDINATOR), COORDINATOR);

        assertThat(ends.agreed()).isFalse();
        assertThat(ends.server.said).singleElement().asString().contains("validity check failed");
        assertThat(ends.client.said).isNotEmpty();
    }

    @Test
    void refusesANodeWhoseCertificateNamesAnotherHost() throws SSLException {
        // As when the coordinator connects back to the address that a worker gave as its own.
        Ends ends = connect(node(OURS, COORDINATOR), node(OURS, WORKER), "elsewhere.example");

        assertThat(ends.agreed()).isFalse();
        assertThat(ends.client.said).singleElement().asString().contains("elsewhere.example");
        assertThat(ends.server.said).singleElement().asString().contains("refused this node's");
    }

    @Test
    void refusesANodeWithoutACertificate() throws Exception {
        SSLEngine bare =
                new TlsFiles("tls", OURS.certificate(WORKER), OURS.key(WORKER), OURS.ca())
                        .trusting()
                        .createSSLEngine(COORDINATOR, 7355);
        bare.setUseClientMode(true);
        End server = End.server(node(OURS, COORDINATOR));
        Ends ends = new Ends(new End(bare, new ArrayList<>()), server);

        ends.shakeHands();

        assertThat(ends.agreed()).isFalse();
        assertThat(server.said).singleElement().asString().contains("it has no certificate");
    }

    @Test
    void refusesOlderProtocols() throws SSLException {
        End client = End.client(node(OURS, WORKER), COORDINATOR);
        client.engine.setEnabledProtocols(new String[] {"TLSv1.2"});
        Ends ends = new Ends(client, End.server(node(OURS, COORDINATOR)));

        ends.shakeHands();

        assertThat(ends.agreed()).isFalse();
    }

    @Test
    void closesOnBytesThatAreNoTls() {
        End server = End.server(node(OURS, COORDINATOR));
        ByteBuffer frame = ByteBuffer.wrap(new byte[] {'A', 'K', 'K', 'A', 1, -4, -1, -1, -1});

        boolean open = server.take(frame);

        assertThat(open).isFalse();
        assertThat(server.said).singleElement().asString().startsWith("refused a node");
    }

    private static TlsIdentity node(DevelopmentCa authority, String host) {
        return new TlsIdentity(
                new TlsFiles("tls", authority.certificate(host), authority.key(host), OURS.ca()));
    }

    private static Ends connect(TlsIdentity client, TlsIdentity server, String host)
            throws SSLException {
        Ends ends = new Ends(End.client(client, host), End.server(server));
        ends.shakeHands();
        return ends;
    }

    /** One end of a connection, and the lines that it logged. */
    private record End(SSLEngine engine, List<String> said) {
        static End client(TlsIdentity identity, String host) {
            List<String> said = new ArrayList<>();
            return new End(
                    new NodeTls(identity, said::add).createClientSSLEngine(host, 7355), said);
        }

        static End server(TlsIdentity identity) {
            List<String> said = new ArrayList<>();
            return new End(new NodeTls(identity, said::add).createServerSSLEngine("", 7355), said);
        }

        /** Takes bytes of the other end; false when it refuses them. */
        boolean take(ByteBuffer bytes) {
            ByteBuffer plain = ByteBuffer.allocate(1 << 16);
            try {
                do {
                    engine.unwrap(bytes, plain);
                    runTasks();
                } while (bytes.hasRemaining()
                        && engine.getHandshakeStatus() != HandshakeStatus.NEED_WRAP);
                return true;
            } catch (SSLException refused) {
                return false;
            }
        }

        void runTasks() {
            Runnable task = engine.getDelegatedTask();
            while (task != null) {
                task.run();
                task = engine.getDelegatedTask();
            }
        }
    }

    /** Two ends and the bytes between them. */
    private static final class Ends {
        private static final int STEPS = 100;

        private final End client;
        private final End server;
        private final ByteBuffer toServer = ByteBuffer.allocate(1 << 17);
        private final ByteBuffer toClient = ByteBuffer.allocate(1 << 17);
        private boolean refused;

        Ends(End client, End server) {
            this.client = client;
            this.server = server;
        }

        void shakeHands() throws SSLException {
            client.engine.beginHandshake();
            server.engine.beginHandshake();
            for (int step = 0; step < STEPS; step++) {
                write(client, toServer);
                read(server, toServer);
                write(server, toClient);
                read(client, toClient);
            }
        }

        boolean agreed() {
            return !refused
                    && client.engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING
                    && server.engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
        }

        private void write(End from, ByteBuffer to) {
            try {
                while (from.engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
                    from.engine.wrap(ByteBuffer.allocate(0), to);
                    from.runTasks();
                    if (from.engine.isOutboundDone()) {
                        return;
                    }
                }
            } catch (SSLException failure) {
                refused = true;
            }
        }

        private void read(End into, ByteBuffer from) {
            from.flip();
            if (from.hasRemaining() && !into.take(from)) {
                refused = true;
                from.position(from.limit());
            }
            from.compact();
        }
    }
}
