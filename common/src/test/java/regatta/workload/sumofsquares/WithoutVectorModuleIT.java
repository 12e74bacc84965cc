package regatta.workload.sumofsquares;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import regatta.plugin.BlockSettings;
import regatta.workload.Workloads;

/** Runs JVMs without the launcher's flags. */
class WithoutVectorModuleIT {

    /** The program of the child JVM. */
    static final class Child {
        public static void main(String[] args) throws Exception {
            SumOfSquares workload =
                    (SumOfSquares)
                            Workloads.load(kind -> BlockSettings.of(ConfigFactory.load(), kind))
                                    .find(SumOfSquares.KIND)
                                    .orElseThrow();
            Range range = new Range(0, 100_000);
            System.out.println(workload.run(range, TestingTask.undisturbed()).decimal());
        }
    }

    @Test
    void sumsWithoutTheModule() throws Exception {
        assertThat(child()).contains("333328333350000");
    }

    @Test
    void namesTheMissingModuleWhenTheVectorKernelIsRequested() throws Exception {
        assertThat(child("-Dregatta.sum-of-squares.kernel=vector"))
                .contains("regatta.sum-of-squares.kernel")
                .contains("--add-modules jdk.incubator.vector");
    }

    @Test
    void neverTakesVectorsIfOnlyC1Compiles() throws Exception {
        assertThat(
                        child(
                                "--add-modules=jdk.incubator.vector",
                                "-XX:TieredStopAtLevel=1",
                                "-verbose:class"))
                .contains("333328333350000")
                .contains(ScalarKernel.class.getName())
                .doesNotContain(VectorKernel.class.getName());
    }

    private static String child(String... options) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path", "")));
        command.add(Child.class.getName());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
            return output;
        } finally {
            process.destroyForcibly();
        }
    }
}
