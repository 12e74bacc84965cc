/**
 * Reads certificates and keys of nodes and servers from PEM files.
 *
 * <p>{@link regatta.tls.TlsFiles} reads and checks the files, {@link regatta.tls.TlsIdentity} reads
 * the files again when they change, and {@link regatta.tls.NodeTls} makes the TLS engines of Artery
 * (Pekko's remoting). Pekko's own providers are not enough: they take only RSA keys or only one CA
 * certificate, notice a wrong file at the first connection, and log nothing about a refused peer
 * (decision 14).
 */
@NullMarked
package regatta.tls;

import org.jspecify.annotations.NullMarked;
