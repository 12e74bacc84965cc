package regatta.coordinator;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import regatta.worker.WorkerNode;

/** The worker JVMs that nodes inside this JVM started, among other children of it. */
public final class WorkerJvms {
    /** Test classes whose nodes start worker JVMs, and that look at them, take turns. */
    public static final String LOCK = "worker JVMs";

    private WorkerJvms() {}

    public static List<ProcessHandle> running() {
        return ProcessHandle.current()
                .children()
                .filter(child -> commandLine(child).contains(WorkerNode.class.getName()))
                .toList();
    }

    /** A handle's own information ends at four kilobytes, within the class path. */
    private static String commandLine(ProcessHandle process) {
        Path file = Path.of("/proc/%d/cmdline".formatted(process.pid()));
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException endedOrNoLinux) {
            return "";
        }
    }
}
