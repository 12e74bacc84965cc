package regatta.coordinator.placement;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import regatta.protocol.NodeAddress;
import regatta.protocol.WorkerId;
import regatta.worker.WorkerNode;

/**
 * The command that starts a child JVM with this JVM's own java, class path and class archive.
 *
 * @param join the address at which the coordinator accepts workers
 */
record ChildCommand(ModeSettings.Processes settings, NodeAddress join) {
    private static final Pattern COLLECTOR = Pattern.compile("-XX:\\+Use\\w+GC");
    private static final String VECTOR = "jdk.incubator.vector";

    List<String> lines(WorkerId id, String pool, int slots) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // A JVM does not start if its options name two collectors.
        if (settings.javaOptions().stream().noneMatch(COLLECTOR.asMatchPredicate())) {
            command.add("-XX:+UseSerialGC");
        }
        command.addAll(
                List.of(
                        "-XX:+ExitOnOutOfMemoryError",
                        "-Xms16m",
                        "-XX:NewSize=24m",
                        "-Xmx" + settings.heap(),
                        "-Xshare:auto",
                        "-Xlog:cds*=off",
                        "-Xlog:aot*=off",
                        // ./regatta sets the same two options and explains them.
                        "-XX:Tier4InvocationThreshold=50000",
                        "-XX:Tier4CompileThreshold=150000",
                        "--sun-misc-unsafe-memory-access=allow",
                        "--enable-native-access=ALL-UNNAMED"));
        if (ModuleLayer.boot().findModule(VECTOR).isPresent()) {
            command.addAll(List.of("--add-modules", VECTOR));
        }
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("-XX:SharedArchiveFile="))
                .forEach(command::add);
        for (String property : List.of("regatta.log.level", "regatta.log.format")) {
            String value = System.getProperty(property);
            if (value != null) {
                command.add("-D" + property + "=" + value);
            }
        }
        command.addAll(settings.javaOptions());
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(WorkerNode.class.getName());
        command.addAll(List.of(join.toString(), pool, id.value(), String.valueOf(slots)));
        return command;
    }
}
