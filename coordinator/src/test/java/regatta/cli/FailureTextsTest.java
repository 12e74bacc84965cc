package regatta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FailureTextsTest {
    @Test
    void tellsCausesApartByWordsAndStatusOnly() {
        String gone = FailureTexts.kind("status: http://a.example/1 answered with status 404");
        assertThat(FailureTexts.kind("status: http://a.example/x/22 answered with status 404"))
                .isEqualTo(gone);
        assertThat(FailureTexts.kind("status: http://a.example/1 answered with status 503"))
                .isNotEqualTo(gone);
        assertThat(FailureTexts.kind("status: http://b.example/1 answered with status 404"))
                .isNotEqualTo(gone);
        assertThat(FailureTexts.kind("timeout: nothing came for 12.5 s"))
                .isEqualTo(FailureTexts.kind("timeout: nothing came for 3.75 s"));
    }
}
