package regatta.tls;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * Logs why one end of a TLS connection refused the other end. Leaves everything else to the JDK's
 * engine.
 *
 * <p>Without this class, the node that accepts a connection would log nothing if the connection
 * fails.
 */
final class ExplainingEngine extends SSLEngine {
    private final SSLEngine engine;
    private final String peer;
    private final Consumer<String> log;

    /**
     * Wraps an engine.
     *
     * @param peer the words for the other end in a log line, such as {@code a node that connected}
     * @param log receives the reason of each refusal
     */
    ExplainingEngine(SSLEngine engine, String peer, Consumer<String> log) {
        super(engine.getPeerHost(), engine.getPeerPort());
        this.engine = engine;
        this.peer = peer;
        this.log = log;
    }

    private interface Step {
        SSLEngineResult run() throws SSLException;
    }

    private SSLEngineResult explained(Step step) throws SSLException {
        try {
            return step.run();
        } catch (SSLException failure) {
            log.accept(reason(failure));
            throw failure;
        }
    }

    private String reason(SSLException failure) {
        String message = String.valueOf(failure.getMessage());
        if (message.contains("fatal alert")) {
            return peer + " refused this node's certificate or protocol: " + message;
        }
        // A peer whose certificate is from another CA sends no certificate at all, because the JDK
        // sends a certificate only to a node that asks for the certificate's CA.
        if (message.contains("Empty client certificate chain")) {
            return "refused " + peer + ": it has no certificate of a CA that this node trusts";
        }
        Throwable cause = failure.getCause();
        String why = cause == null ? message : String.valueOf(cause.getMessage());
        return "refused " + peer + ": " + why;
    }

    @Override
    public SSLEngineResult wrap(ByteBuffer[] from, int offset, int length, ByteBuffer to)
            throws SSLException {
        return explained(() -> engine.wrap(from, offset, length, to));
    }

    @Override
    public SSLEngineResult unwrap(ByteBuffer from, ByteBuffer[] to, int offset, int length)
            throws SSLException {
        return explained(() -> engine.unwrap(from, to, offset, length));
    }

    @Override
    public void beginHandshake() throws SSLException {
        engine.beginHandshake();
    }

    @Override
    public @Nullable Runnable getDelegatedTask() {
        return engine.getDelegatedTask();
    }

    @Override
    public void closeInbound() throws SSLException {
        engine.closeInbound();
    }

    @Override
    public boolean isInboundDone() {
        return engine.isInboundDone();
    }

    @Override
    public void closeOutbound() {
        engine.closeOutbound();
    }

    @Override
    public boolean isOutboundDone() {
        return engine.isOutboundDone();
    }

    @Override
    public HandshakeStatus getHandshakeStatus() {
        return engine.getHandshakeStatus();
    }

    @Override
    public SSLSession getSession() {
        return engine.getSession();
    }

    @Override
    public @Nullable SSLSession getHandshakeSession() {
        return engine.getHandshakeSession();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return engine.getSupportedCipherSuites();
    }

    @Override
    public String[] getEnabledCipherSuites() {
        return engine.getEnabledCipherSuites();
    }

    @Override
    public void setEnabledCipherSuites(String[] suites) {
        engine.setEnabledCipherSuites(suites);
    }

    @Override
    public String[] getSupportedProtocols() {
        return engine.getSupportedProtocols();
    }

    @Override
    public String[] getEnabledProtocols() {
        return engine.getEnabledProtocols();
    }

    @Override
    public void setEnabledProtocols(String[] protocols) {
        engine.setEnabledProtocols(protocols);
    }

    @Override
    public SSLParameters getSSLParameters() {
        return engine.getSSLParameters();
    }

    @Override
    public void setSSLParameters(SSLParameters parameters) {
        engine.setSSLParameters(parameters);
    }

    @Override
    public boolean getUseClientMode() {
        return engine.getUseClientMode();
    }

    @Override
    public void setUseClientMode(boolean mode) {
        engine.setUseClientMode(mode);
    }

    @Override
    public boolean getNeedClientAuth() {
        return engine.getNeedClientAuth();
    }

    @Override
    public void setNeedClientAuth(boolean need) {
        engine.setNeedClientAuth(need);
    }

    @Override
    public boolean getWantClientAuth() {
        return engine.getWantClientAuth();
    }

    @Override
    public void setWantClientAuth(boolean want) {
        engine.setWantClientAuth(want);
    }

    @Override
    public boolean getEnableSessionCreation() {
        return engine.getEnableSessionCreation();
    }

    @Override
    public void setEnableSessionCreation(boolean flag) {
        engine.setEnableSessionCreation(flag);
    }
}
