package regatta.workload.command;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import regatta.workload.command.Command.Output;

/** Combines the outputs of all tasks into the job's output, in the order of the inputs. */
final class Combination {
    private static final int DIGEST_BYTES = 32;
    private static final int SHOWN = 10;
    private static final int LONGEST_LINE = 200;

    private final byte[] digests;
    private final String[] lines;
    private long commands;

    Combination(int tasks) {
        digests = new byte[Math.multiplyExact(tasks, DIGEST_BYTES)];
        lines = new String[Math.min(SHOWN, tasks)];
    }

    void add(int index, Ran ran) {
        commands++;
        byte[] digest = HexFormat.of().parseHex(ran.stdoutSha256());
        System.arraycopy(digest, 0, digests, index * DIGEST_BYTES, DIGEST_BYTES);
        if (index < lines.length) {
            String first = ran.stdout().lines().findFirst().orElse("");
            String shown = Texts.shown(first);
            lines[index] = shown.substring(0, Math.min(shown.length(), LONGEST_LINE));
        }
    }

    Output output() {
        List<String> first = new ArrayList<>();
        for (String line : lines) {
            first.add(line == null ? "" : line);
        }
        return new Output(commands, HexFormat.of().formatHex(Kept.sha256().digest(digests)), first);
    }
}
