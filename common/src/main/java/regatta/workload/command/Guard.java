package regatta.workload.command;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A small process that kills the programs of this JVM when this JVM dies in any way.
 *
 * <p>The guard reads the programs' process groups from its standard input, which the operating
 * system closes when the JVM ends. Safe from any thread.
 */
final class Guard {
    private static final String SCRIPT =
            """
            trap '' INT TERM HUP
            live=
            while read -r what group; do
              case $what in
                +) live="$live $group" ;;
                -) rest=
                   for each in $live; do [ "$each" = "$group" ] || rest="$rest $each"; done
                   live=$rest ;;
              esac
            done
            for each in $live; do kill -s KILL -- "-$each" 2>/dev/null; done
            """;

    /** The only guard of this JVM. */
    static final Guard OF_THIS_JVM = new Guard();

    private final Set<Long> live = new TreeSet<>();
    private @Nullable OutputStream line;

    private Guard() {}

    /**
     * Starts the guard, if it does not run. The caller calls this method before a program starts,
     * so that the guard learns of the program without delay.
     */
    synchronized void watch() {
        if (line == null) {
            tell("", 0);
        }
    }

    /** Tells the guard to kill a program's process group if this JVM dies. */
    synchronized void add(long group) {
        live.add(group);
        tell("+", group);
    }

    /** Tells the guard that a program's process group has ended. */
    synchronized void remove(long group) {
        live.remove(group);
        tell("-", group);
    }

    private void tell(String what, long group) {
        try {
            if (line == null) {
                line = start();
                say("");
            } else {
                say(what + " " + group + "\n");
            }
        } catch (IOException ended) {
            // Somebody killed the guard. The next call starts another guard.
            line = null;
        }
    }

    /**
     * Writes one line to the guard. If the text is empty, the guard is new and gets a line for each
     * live group.
     */
    private void say(String text) throws IOException {
        OutputStream to = line;
        if (to == null) {
            return;
        }
        StringBuilder all = new StringBuilder(text);
        if (text.isEmpty()) {
            live.forEach(each -> all.append("+ ").append(each).append('\n'));
        }
        to.write(all.toString().getBytes(StandardCharsets.US_ASCII));
        to.flush();
    }

    private static OutputStream start() throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(Posix.inSession(List.of("/bin/sh", "-c", SCRIPT)));
        builder.environment().clear();
        return builder.redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.DISCARD)
                .start()
                .getOutputStream();
    }
}
