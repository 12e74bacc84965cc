package regatta.tls;

import java.time.Duration;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.remote.artery.tcp.SSLEngineProvider;
import scala.Option;

/**
 * Makes TLS 1.3 engines for Artery (Pekko's remoting). Both ends of a connection show a
 * certificate. The end that opens the connection checks that the other end's certificate names the
 * host to which the connection leads.
 *
 * <p>A node that accepts a connection does not know the peer's name yet. The node checks the name
 * when it connects back to the peer, as every node does to answer a peer. Before this check the
 * node sends the peer no message.
 */
public final class NodeTls implements SSLEngineProvider {
    private static final String[] PROTOCOLS = {"TLSv1.3"};

    private final TlsIdentity identity;
    private final Consumer<String> log;

    /**
     * Pekko calls this constructor once for each actor system.
     *
     * @throws IllegalArgumentException if a setting is wrong; the exception names the setting
     */
    public NodeTls(ActorSystem system) {
        this(
                new TlsIdentity(ClusterTlsSettings.of(system)),
                new Refusals(Duration.ofSeconds(30), System::nanoTime)::log);
    }

    /**
     * Creates an object whose engines show the certificate of an identity.
     *
     * @param log receives the reason of each refusal, on any thread
     */
    NodeTls(TlsIdentity identity, Consumer<String> log) {
        this.identity = identity;
        this.log = log;
    }

    @Override
    public SSLEngine createServerSSLEngine(String hostname, int port) {
        SSLEngine engine = identity.context(System.nanoTime()).createSSLEngine();
        engine.setUseClientMode(false);
        engine.setEnabledProtocols(PROTOCOLS);
        engine.setNeedClientAuth(true);
        return new ExplainingEngine(engine, "a node that connected", log);
    }

    @Override
    public SSLEngine createClientSSLEngine(String hostname, int port) {
        SSLContext context = identity.context(System.nanoTime());
        SSLEngine engine = context.createSSLEngine(TlsFiles.unbracketed(hostname), port);
        engine.setUseClientMode(true);
        engine.setEnabledProtocols(PROTOCOLS);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        engine.setSSLParameters(parameters);
        return new ExplainingEngine(engine, "the node at " + hostname + ":" + port, log);
    }

    /** Returns no error, because the handshake has checked everything. */
    @Override
    public Option<Throwable> verifyClientSession(String hostname, SSLSession session) {
        return Option.empty();
    }

    /** Returns no error, because the handshake has checked everything. */
    @Override
    public Option<Throwable> verifyServerSession(String hostname, SSLSession session) {
        return Option.empty();
    }
}
