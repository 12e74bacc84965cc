package regatta.coordinator.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import regatta.comparison.plan.TestingRounds;

class RunSheetTest {
    private final RunSheet sheet =
            new RunSheet(
                    "Job 1 (sum-of-squares): SUCCEEDED",
                    List.of("10: 285"),
                    TestingRounds.report(TestingRounds.arm("processes", 2), 1, 1));

    @Test
    void showsWhereTheTimeWent() {
        assertThat(sheet.text())
                .isEqualTo(
                        """
                        Job 1 (sum-of-squares): SUCCEEDED

                        processes with 2 slots: 20 tasks in 20 attempts (0 repeated); wall 1.00 s, CPU
                        1.80 s.

                        Answer: 10: 285

                        slot time                         time  share
                        running                         1.80 s   90 %
                        running: on CPU                 1.80 s   90 %
                        running: ready without a core      0 s    0 %
                        running: waiting                   0 s    0 %
                        hand-over                          0 s    0 %
                        none ready                         0 s    0 %
                        drained                        0.200 s   10 %

                        per attempt      p50      p90      p99      max     mean     total
                        queued           0 s      0 s      0 s      0 s      0 s       0 s
                        waited           0 s      0 s      0 s      0 s      0 s       0 s
                        ran          10.0 ms  10.0 ms  20.0 ms  20.0 ms  90.0 ms    1.80 s
                        delay        12.0 µs  20.0 µs  30.0 µs  40.0 µs  12.5 µs  0.250 ms

                        worker  attempts     ran
                        w1            20  1.80 s
                        """);
    }

    @Test
    void carriesTheSameFiguresInEveryForm() {
        assertThat(sheet.csv())
                .startsWith("figure,value\nanswer,10: 285\nmode,processes\nslots,2\n")
                .contains("\nwall_seconds,1.0\n", "\ndelay_seconds_p99,3.0E-5\n");
        assertThat(sheet.markdown())
                .contains("# Job 1 (sum-of-squares): SUCCEEDED\n")
                .contains("Answer: 10: 285")
                .contains("| running | 1.80 s | 90 % |");
    }
}
