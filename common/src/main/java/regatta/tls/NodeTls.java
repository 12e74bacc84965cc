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
 * Gives Artery its engines: TLS 1.3, both ends show a certificate, and the end that connects checks
 * that the other's certificate names the host that it connects to.
 *
 * <p>The end that is connected to cannot know its peer's name yet. It checks the name when it
 * connects back, as every node does to every peer that it answers; until then the peer hears
 * nothing.
 */
public final class NodeTls implements SSLEngineProvider {
    private static final String[] PROTOCOLS = {"TLSv1.3"};

    private final TlsIdentity identity;
    private final Consumer<String> log;

    /**
     * Made by Pekko, once for each actor system.
     *
     * @throws IllegalArgumentException naming the setting that is wrong
     */
    public NodeTls(ActorSystem system) {
        this(
                new TlsIdentity(ClusterTlsSettings.of(system)),
                new Refusals(Duration.ofSeconds(30), System::nanoTime)::log);
    }

    /**
     * Gives engines of an identity.
     *
     * @param log takes the reason of each refusal, from any thread
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

    /** The handshake has checked everything. */
    @Override
    public Option<Throwable> verifyClientSession(String hostname, SSLSession session) {
        return Option.empty();
    }

    /** The handshake has checked everything. */
    @Override
    public Option<Throwable> verifyServerSession(String hostname, SSLSession session) {
        return Option.empty();
    }
}
