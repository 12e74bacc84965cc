package regatta.workload.sumofsquares;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class KernelChoiceTest {
    private static final String C2 = "mixed mode, sharing";

    @Test
    void takesTheRequestedKernel() {
        assertThat(KernelChoice.named("scalar")).isInstanceOf(ScalarKernel.class);
        assertThat(KernelChoice.named("vector")).isInstanceOf(VectorKernel.class);
    }

    @Test
    void autoTakesVectorsIfRegistersAreWideEnough() {
        Class<?> wanted = VectorKernel.lanes() >= 4 ? VectorKernel.class : ScalarKernel.class;
        assertThat(KernelChoice.named("auto", true, C2)).isInstanceOf(wanted);
    }

    @Test
    void autoTakesScalarWithoutTheModule() {
        assertThat(KernelChoice.named("auto", false, C2)).isInstanceOf(ScalarKernel.class);
    }

    @Test
    void autoTakesScalarIfTheJvmDoesNotCompileVectors() {
        for (String vm :
                new String[] {"mixed mode, emulated-client, sharing", "interpreted mode"}) {
            assertThat(KernelChoice.named("auto", true, vm)).isInstanceOf(ScalarKernel.class);
        }
    }

    @Test
    void vectorWithoutTheModuleNamesTheSettingAndTheOption() {
        assertThatThrownBy(() -> KernelChoice.named("vector", false, C2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("regatta.sum-of-squares.kernel")
                .hasMessageContaining("--add-modules jdk.incubator.vector");
    }

    @Test
    void refusesAnUnknownKernelNamingTheSetting() {
        assertThatThrownBy(() -> KernelChoice.named("Vector"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "regatta.sum-of-squares.kernel must be auto, scalar or vector, not Vector");
    }
}
