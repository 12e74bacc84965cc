package regatta.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import regatta.comparison.plan.OutputMark;
import regatta.workload.download.Download;
import regatta.workload.sumofsquares.SumOfSquares;

class OutputDigestTest {
    @Test
    void isTheSameForEqualOutputsInEveryProcess() {
        OutputMark mark = OutputDigest.of(new SumOfSquares.Output(List.of("285", "285")));
        // printf '{"sums":["285","285"]}' | sha256sum
        assertThat(mark.sha256())
                .isEqualTo("a7695430acedc3171103e12f720ded8c3d7bd3fa83b791c5358cd2dfe8736457");
        assertThat(mark.value()).isEqualTo("285");
    }

    @Test
    void differsForDifferentOutputs() {
        OutputMark one = OutputDigest.of(new SumOfSquares.Output(List.of("285", "1")));
        OutputMark other = OutputDigest.of(new SumOfSquares.Output(List.of("1", "285")));
        assertThat(one.sha256()).isNotEqualTo(other.sha256());
        assertThat(one.value()).isNull();
    }

    @Test
    void hasNoValueWhereThereAreSeveralOrALongOne() {
        assertThat(OutputDigest.of(new Download.Output(10, 590)).value()).isNull();
        assertThat(OutputDigest.of(new SumOfSquares.Output(List.of("9".repeat(201)))).value())
                .isNull();
    }
}
