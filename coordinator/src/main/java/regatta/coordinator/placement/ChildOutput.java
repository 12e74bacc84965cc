package regatta.coordinator.placement;

import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import regatta.machine.Visible;
import regatta.protocol.WorkerId;

/** Passes what child JVMs print on to stderr or to the log; safe from any thread. */
final class ChildOutput {
    private static final Logger LOG = LoggerFactory.getLogger(ChildOutput.class);

    /** Matches a line of a child's log. Such a line begins with date and level, or is JSON. */
    private static final Pattern LOGGED =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\S+ +[A-Z]+ .*|\\{\"timestamp\":.*");

    /**
     * The beginning of the JVM's warning about an incubating module. Regatta itself starts children
     * with this module, so the warning is not logged.
     */
    private static final String INCUBATOR = "WARNING: Using incubator modules: ";

    private ChildOutput() {}

    static void pass(WorkerId worker, String line) {
        if (LOGGED.matcher(line).matches()) {
            System.err.println(Visible.of(line));
        } else if (!line.startsWith(INCUBATOR)) {
            LOG.info("worker {} printed: {}", worker, line);
        }
    }
}
