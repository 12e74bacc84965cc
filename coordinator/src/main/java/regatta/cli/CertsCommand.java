package regatta.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import regatta.tls.DevelopmentCa;

/** {@code regatta certs}: makes a CA for trying out TLS, and a certificate for each node. */
@Command(
        name = "certs",
        description = "Makes a development CA and node certificates for TLS between nodes.")
public final class CertsCommand implements Callable<Integer> {
    /**
     * A host name (RFC 1123), all hosts of a domain, or an IP address. The host becomes part of a
     * file name and of options.
     */
    private static final String HOST =
            "(\\*\\.)?[A-Za-z0-9]([A-Za-z0-9.-]{0,250})|[0-9A-Fa-f:]{2,45}";

    private static final int DEFAULT_DAYS = 825;
    private static final int MAX_DAYS = 3650;

    @Mixin
    @SuppressWarnings("unused") // only picocli reads this field
    private CommonOptions common = new CommonOptions();

    @Parameters(
            paramLabel = "DIR",
            description = "The folder for the files. A CA in it is used again.")
    private Path folder = Path.of("");

    @Option(
            names = "--host",
            paramLabel = "NAME",
            required = true,
            arity = "1..*",
            description =
                    "A name or address at which others reach the node, or *.DOMAIN. Repeatable.")
    private List<String> hosts = List.of();

    @Option(
            names = "--days",
            paramLabel = "N",
            defaultValue = "" + DEFAULT_DAYS,
            description = "The days that a certificate is valid (default: ${DEFAULT-VALUE}).")
    private int days = DEFAULT_DAYS;

    @Override
    public Integer call() {
        if (days < 1 || days > MAX_DAYS) {
            throw new CommandException(
                    Exit.USAGE, "--days must be 1 to %d, not %d".formatted(MAX_DAYS, days));
        }
        for (String host : hosts) {
            if (!host.matches(HOST)) {
                throw new CommandException(
                        Exit.USAGE,
                        "--host takes a host name or an IP address, not '" + host + "'");
            }
        }
        DevelopmentCa authority = new DevelopmentCa(folder);
        for (String host : hosts) {
            try {
                authority.issue(host, days, "-1H");
            } catch (IOException | IllegalArgumentException failure) {
                throw new CommandException(Exit.FAILED, "certs: " + failure.getMessage());
            }
            System.out.printf(
                    "%s: --set regatta.cluster.tls.certificate=%s"
                            + " --set regatta.cluster.tls.key=%s --set regatta.cluster.tls.ca=%s%n",
                    host,
                    authority.certificate(host).toAbsolutePath(),
                    authority.key(host).toAbsolutePath(),
                    authority.ca().toAbsolutePath());
        }
        System.out.printf(
                "Keep %s secret: whoever has it can add nodes that yours trust.%n",
                folder.resolve("ca-key.pem").toAbsolutePath());
        return Exit.OK;
    }
}
