package regatta.cli;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import regatta.protocol.NodeAddress;

/** The address that a user gave an option as {@code HOST:PORT}. */
record HostPort(NodeAddress address) {

    /**
     * Reads the value of an option; returns empty if {@code text} is null.
     *
     * @throws CommandException if the text is not {@code HOST:PORT}
     */
    static Optional<HostPort> of(String option, @Nullable String text) {
        if (text == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(new HostPort(NodeAddress.parse(text)));
        } catch (IllegalArgumentException wrong) {
            throw new CommandException(Exit.USAGE, option + ": " + wrong.getMessage());
        }
    }

    InetSocketAddress socket() {
        return new InetSocketAddress(address.host(), address.port());
    }

    /** Returns the settings of {@code host} and {@code port} in a block of the configuration. */
    List<String> set(String block) {
        return List.of(
                "%s.host=\"%s\"".formatted(block, address.host()),
                "%s.port=%d".formatted(block, address.port()));
    }
}
