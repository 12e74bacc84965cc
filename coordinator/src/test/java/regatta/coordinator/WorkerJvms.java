package regatta.coordinator;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import regatta.worker.WorkerNode;

/** Finds the worker JVMs that nodes inside this JVM started, among all its children. */
public final class WorkerJvms {
    /** Test classes that start worker JVMs and count them take turns by this lock. */
    public static final String LOCK = "worker JVMs";

    private WorkerJvms() {}

    public static List<ProcessHandle> running() {
        return ProcessHandle.current()
                .children()
                .filter(child -> commandLine(child).contains(WorkerNode.class.getName()))
                .toList();
    }

    /**
     * ProcessHandle cuts the command line after four kilobytes, in the middle of the class path.
     */
    private static String commandLine(ProcessHandle process) {
        Path file = Path.of("/proc/%d/cmdline".formatted(process.pid()));
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException endedOrNoLinux) {
            return "";
        }
    }
}
