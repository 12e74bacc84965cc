package regatta.workload.download.http1;

import java.nio.ByteBuffer;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

/**
 * Encrypts and decrypts the bytes of one TLS session. Does no input or output.
 *
 * <p>Fill {@link #input}, call {@link #advance}, send {@link #output}. The origin's certificate
 * must be for the endpoint's host. Only one thread at a time may use a session.
 */
final class Tls {
    /** Room for two records of 16 KiB. */
    private static final int BUFFER_BYTES = 40 * 1024;

    private static final int MAX_WORDS = 200;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SSLEngine engine;
    private final ByteBuffer input = ByteBuffer.allocate(BUFFER_BYTES);
    private ByteBuffer output = NOTHING;
    private boolean ended;
    private boolean checked;

    Tls(SSLContext context, Endpoint endpoint) throws HttpException {
        String host = endpoint.host().replaceAll("[\\[\\]]", "");
        engine = context.createSSLEngine(host, endpoint.port());
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setApplicationProtocols(new String[] {"http/1.1"});
        parameters.setServerNames(endpoint.named() ? List.of(new SNIHostName(host)) : List.of());
        engine.setSSLParameters(parameters);
        try {
            engine.beginHandshake();
        } catch (SSLException failure) {
            throw fault(failure);
        }
    }

    /** Returns the buffer for bytes from the origin, ready for writing. */
    ByteBuffer input() {
        return input;
    }

    /** Returns the bytes to send to the origin, ready for reading. */
    ByteBuffer output() {
        return output;
    }

    boolean established() {
        return engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
    }

    /**
     * Returns whether the origin announced the end of its data. A connection that ends without this
     * announcement was cut.
     */
    boolean ended() {
        return ended;
    }

    /** Encrypts a request. */
    void send(ByteBuffer plain) throws HttpException {
        while (plain.hasRemaining()) {
            wrap(plain);
        }
    }

    /**
     * Handles as much of the input as is complete, and appends the decrypted bytes to {@code
     * plain}.
     */
    void advance(ByteBuffer plain) throws HttpException {
        input.flip();
        try {
            boolean progress = true;
            while (progress) {
                progress =
                        switch (engine.getHandshakeStatus()) {
                            case NEED_TASK -> runTask();
                            case NEED_WRAP -> wrap(NOTHING);
                            case NEED_UNWRAP, NEED_UNWRAP_AGAIN, NOT_HANDSHAKING, FINISHED ->
                                    unwrap(plain);
                        };
            }
        } finally {
            input.compact();
        }
        if (!checked && established()) {
            checked = true;
            checkValidity();
        }
    }

    /**
     * Checks the dates of the origin's certificate. The JDK does not check these dates if the
     * certificate itself is trusted.
     */
    private void checkValidity() throws HttpException {
        try {
            // Only the first certificate is checked. If the origin also sent an outdated
            // certificate, that certificate may not belong to the path.
            Certificate own = engine.getSession().getPeerCertificates()[0];
            if (own instanceof X509Certificate dated) {
                dated.checkValidity();
            }
        } catch (SSLException failure) {
            throw fault(failure);
        } catch (CertificateException failure) {
            HttpException fault =
                    new HttpException(Fault.TLS, "TLS failed: the certificate is not valid now");
            fault.initCause(failure);
            throw fault;
        }
    }

    private boolean runTask() {
        Runnable task = engine.getDelegatedTask();
        if (task != null) {
            task.run();
        }
        return true;
    }

    private boolean unwrap(ByteBuffer plain) throws HttpException {
        try {
            SSLEngineResult result = engine.unwrap(input, plain);
            ended |= result.getStatus() == SSLEngineResult.Status.CLOSED;
            return result.getStatus() == SSLEngineResult.Status.OK;
        } catch (SSLException failure) {
            throw fault(failure);
        }
    }

    private boolean wrap(ByteBuffer plain) throws HttpException {
        ByteBuffer room =
                ByteBuffer.allocate(output.remaining() + engine.getSession().getPacketBufferSize());
        room.put(output);
        try {
            SSLEngineResult result = engine.wrap(plain, room);
            output = room.flip();
            if (result.getStatus() == SSLEngineResult.Status.CLOSED && plain.hasRemaining()) {
                throw new HttpException(Fault.RESET, "the origin ended the TLS session");
            }
            return result.getStatus() == SSLEngineResult.Status.OK;
        } catch (SSLException failure) {
            throw fault(failure);
        }
    }

    private static HttpException fault(SSLException failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String words = String.valueOf(root.getMessage()).replaceAll("[^ -~]", "?");
        String shown = words.length() > MAX_WORDS ? words.substring(0, MAX_WORDS) + "…" : words;
        HttpException fault = new HttpException(Fault.TLS, "TLS failed: " + shown);
        fault.initCause(failure);
        return fault;
    }
}
