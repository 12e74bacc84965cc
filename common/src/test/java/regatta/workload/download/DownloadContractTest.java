package regatta.workload.download;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import regatta.workload.ContractCheck;
import regatta.workload.TypedSpec;
import regatta.workload.Validity;

/** What downloads say of themselves. */
class DownloadContractTest {
    private final Download workload =
            new TestingSettings(Path.of("/nowhere")).maxUrls(30).maxTasks(90).download();

    @Test
    void saysOfItsFieldsWhatItsSpecsDo() throws Exception {
        new ContractCheck(new ObjectMapper()).check(workload, "{\"urls\": [\"http://a/1\"]}");
    }

    @Test
    void namesASpecByItsUrls() {
        assertThat(spec(1, 1).title()).isEqualTo("Download: http://a/1");
        assertThat(spec(2, 10).title()).isEqualTo("Download: 2 URLs, 10 times");
        Source signed = Source.of("http://a/1?X-Amz-Signature=secret&page=2");
        assertThat(workload.title(new Download.Spec(List.of(signed), 1, null, null)))
                .isEqualTo("Download: http://a/1?X-Amz-Signature=…&page=…");
    }

    @Test
    void answersWithFilesAndBytes() {
        assertThat(spec(2, 10).answer(new Download.Output(20, 12_345)))
                .containsExactly("20 files, 12,345 bytes, 0 failed");
    }

    @Test
    void wantsAFileForEachDownload() {
        assertThat(spec(2, 10).verify(new Download.Output(20, 0))).isEqualTo(new Validity.Right());
        assertThat(spec(2, 10).verify(new Download.Output(19, 0)))
                .isEqualTo(new Validity.Wrong("19 of 20 downloads have a file"));
        assertThat(spec(2, 10).repeatable()).isFalse();
    }

    @Test
    void streamsUrlsAndTheOutputItself() {
        assertThat(spec(2, 1).entries()).isEqualTo(Collections.nCopies(2, Source.of("http://a/1")));
        Download.Output output = new Download.Output(2, 3);
        assertThat(spec(2, 1).entries(output)).isEqualTo(Collections.singletonList(output));
    }

    private TypedSpec<?, ?, ?, ?> spec(int urls, int repeat) {
        return TypedSpec.of(
                workload,
                new Download.Spec(
                        Collections.nCopies(urls, Source.of("http://a/1")), repeat, null, null));
    }
}
