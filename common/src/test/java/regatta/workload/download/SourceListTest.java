package regatta.workload.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SourceListTest {
    @Test
    void givesBackWhateverItWasFilledWith() {
        Map<String, String> headers = new HashMap<>(Map.of("A", "1", "B", "ü"));
        headers.put("C", null);
        List<@Nullable Source> sources = new ArrayList<>();
        Random random = new Random(4);
        sources.add(Source.of("http://h/" + "x".repeat(70_000)));
        for (int i = 0; i < 1_000; i++) {
            sources.add(Source.of("http://h/" + "x".repeat(random.nextInt(300))));
            sources.add(Source.of("http://ü\ud800/" + i));
            sources.add(null);
            sources.add(new Source("", null, null, "u:p", null, headers));
            sources.add(new Source("u" + i, "00", "f ☃", null, "token", Map.of()));
        }
        sources.add(Source.of("http://h/" + "x".repeat(70_000)));

        SourceList packed = SourceList.of(sources);

        assertThat(packed).isEqualTo(sources).hasSize(5_002);
        assertThat(SourceList.of(packed)).isSameAs(packed);
        assertThatThrownBy(() -> packed.add(null))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> packed.get(5_002)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(SourceList.of(List.of())).isEmpty();
    }
}
