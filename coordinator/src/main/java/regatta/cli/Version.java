package regatta.cli;

import picocli.CommandLine.IVersionProvider;

/**
 * Makes the output of {@code --version}: Regatta's version, and the version of the Java that runs
 * Regatta.
 */
public final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Version.class.getPackage().getImplementationVersion();
        return new String[] {
            "regatta " + (version == null ? "unreleased" : version),
            "Java %s (%s) at %s"
                    .formatted(
                            Runtime.version(),
                            System.getProperty("java.vendor"),
                            System.getProperty("java.home"))
        };
    }
}
