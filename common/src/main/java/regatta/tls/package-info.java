/**
 * Certificates and keys of nodes and servers, read from PEM files.
 *
 * <p>{@link regatta.tls.TlsFiles} reads and checks the files, {@link regatta.tls.TlsIdentity} reads
 * them again when they change, and {@link regatta.tls.NodeTls} gives Artery its TLS engines.
 * Pekko's own providers take RSA keys or one CA certificate only, notice a wrong file at the first
 * connection, and log nothing about a refused peer (decision 14).
 */
@NullMarked
package regatta.tls;

import org.jspecify.annotations.NullMarked;
