package regatta.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import regatta.protocol.NodeAddress;

/** A worker in a JVM of its own, started as a coordinator starts it. */
final class TestingNode implements AutoCloseable {
    private final Process process;

    TestingNode(NodeAddress coordinator, String id, String settings) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx64m",
                        "--sun-misc-unsafe-memory-access=allow",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        WorkerNode.class.getName(),
                        coordinator.toString(),
                        "processes",
                        id,
                        "2");
        builder.redirectErrorStream(true).redirectOutput(new File("target/" + id + ".log"));
        process = builder.start();
        Config root = ConfigFactory.parseString(settings).withFallback(ConfigFactory.load());
        process.getOutputStream().write((WorkerSettings.handDown(root) + "\n").getBytes(UTF_8));
        process.getOutputStream().flush();
    }

    long pid() {
        return process.pid();
    }

    void closeInput() throws IOException {
        process.getOutputStream().close();
    }

    /** Sends only SIGTERM. Process.destroy would also close the worker's input. */
    void terminate() {
        boolean _ = process.toHandle().destroy();
    }

    /** Sends a signal, such as {@code STOP}. */
    void signal(String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, "" + process.pid()).start();
        assertThat(kill.waitFor()).isZero();
    }

    int awaitExit(int seconds) throws InterruptedException {
        assertThat(process.waitFor(seconds, TimeUnit.SECONDS)).as("exit of %s", process).isTrue();
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
