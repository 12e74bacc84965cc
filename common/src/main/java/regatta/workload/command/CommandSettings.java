package regatta.workload.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import regatta.workload.Codec;
import regatta.workload.WorkloadSettings;

/**
 * Block {@code regatta.command} of the configuration.
 *
 * @param directory the folder that holds the files that jobs keep and the folders of programs
 * @param inherited names of this JVM's variables that programs see; {@code *} stands for all
 *     variables except the variables that begin with {@code REGATTA_}
 * @param keepBytes the largest number of bytes of each of a program's two streams that the task's
 *     output holds
 * @param mostBytes the largest number of bytes that a program may print to each of its two streams
 * @param killAfter the time from SIGTERM to SIGKILL when Regatta ends a program
 * @param maxInputs the largest number of inputs of a job
 */
record CommandSettings(
        Path directory,
        Rights rights,
        Codec<CommandTask> codec,
        List<String> inherited,
        int keepBytes,
        long mostBytes,
        Duration killAfter,
        int maxInputs) {
    /**
     * The largest allowed value of {@code keep-bytes}. Each invalid byte becomes a character of
     * three bytes, and the text of both streams must still fit into the largest output of a task.
     */
    private static final int MOST_KEPT = 16 * 1024;

    private static final int MOST_INPUTS = 1_000_000;
    private static final int SHORTEST_KEY = 32;
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    CommandSettings {
        inherited = List.copyOf(inherited);
        require("keep-bytes", keepBytes, 1, MOST_KEPT);
        require("max-output", mostBytes, 1, Long.MAX_VALUE);
        require("max-inputs", maxInputs, 1, MOST_INPUTS);
        if (killAfter.isNegative() || killAfter.compareTo(LONGEST_WAIT) > 0) {
            throw new IllegalArgumentException(
                    "regatta.command.kill-after must be from 0 s to 60 s, not " + killAfter);
        }
    }

    static CommandSettings of(WorkloadSettings block) {
        String key = block.string("key");
        if (!key.isEmpty() && key.length() < SHORTEST_KEY) {
            throw new IllegalArgumentException(
                    "regatta.command.key must have at least %d characters".formatted(SHORTEST_KEY));
        }
        return new CommandSettings(
                block.path("directory").toAbsolutePath().normalize(),
                new Rights(
                        !key.isEmpty(),
                        block.strings("allowed"),
                        Set.copyOf(block.strings("settable"))),
                key.isEmpty() ? Codecs.TASK : SignedCodec.of(Codecs.TASK, key.getBytes(UTF_8)),
                block.strings("inherit"),
                Math.toIntExact(block.bytes("keep-bytes")),
                block.bytes("max-output"),
                block.duration("kill-after"),
                block.integer("max-inputs"));
    }

    private static void require(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "regatta.command.%s must be from %d to %d, not %d"
                            .formatted(name, least, most, value));
        }
    }
}
