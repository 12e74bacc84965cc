package montecarlo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import regatta.workload.TaskContext;
import regatta.workload.TaskOutput;
import regatta.workload.Validity;
import regatta.workload.Violation;

class MonteCarloTest {
    private final MonteCarlo workload = new MonteCarlo(1_000_000);

    @Test
    void findsPi() throws Exception {
        var spec = new MonteCarlo.Spec(1_000_000, null);
        List<TaskOutput<Long>> outputs = new ArrayList<>();
        for (int i = 0; i < workload.taskCount(spec); i++) {
            // As on its way to another JVM and back.
            byte[] sent = workload.taskCodec().encode(workload.task(spec, i));
            long inside = workload.run(workload.taskCodec().decode(sent), new Alone(i));
            outputs.add(new TaskOutput<>(i, inside));
        }

        var output = workload.combine(spec, outputs.stream());

        assertEquals(Math.PI, output.pi(), 0.01);
        assertInstanceOf(Validity.Right.class, workload.verify(spec, output));
    }

    @Test
    void sharesAllPointsAmongItsTasks() {
        var spec = new MonteCarlo.Spec(11, 3);
        assertEquals(4, workload.task(spec, 0).points());
        assertEquals(4, workload.task(spec, 1).points());
        assertEquals(3, workload.task(spec, 2).points());
    }

    @Test
    void namesTheFieldThatIsWrong() {
        List<Violation> found = workload.check(new MonteCarlo.Spec(0, 1));
        assertEquals("/points", found.getFirst().pointer());
        assertTrue(workload.check(new MonteCarlo.Spec(1, 1)).isEmpty());
    }

    private record Alone(int index) implements TaskContext {
        @Override
        public String job() {
            return "test";
        }

        @Override
        public int attempt() {
            return 1;
        }

        @Override
        public boolean isCancelled() {
            return false;
        }
    }
}
