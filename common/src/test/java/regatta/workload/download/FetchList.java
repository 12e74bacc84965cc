package regatta.workload.download;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/**
 * Fetches a list of URLs of this machine into a folder, for measuring the client alone beside other
 * programs: {@code java … regatta.workload.download.FetchList LIST FOLDER CONCURRENCY FORM}, where
 * FORM is {@code platform_thread}, {@code virtual_thread} or {@code event_loop}.
 */
final class FetchList {
    private FetchList() {}

    public static void main(String[] arguments) throws Throwable {
        List<String> urls = Files.readAllLines(Path.of(arguments[0]));
        Semaphore slots = new Semaphore(Integer.parseInt(arguments[2]));
        Form form = Form.valueOf(arguments[3].toUpperCase(Locale.ROOT));
        Download download = new TestingSettings(Path.of(arguments[1])).download();
        List<CompletableFuture<Downloaded>> results = new ArrayList<>();
        for (String url : urls) {
            slots.acquire();
            CompletableFuture<Downloaded> result =
                    form.start(download, Source.of(url), results.size()).result();
            results.add(result.whenComplete((_, _) -> slots.release()));
        }
        for (CompletableFuture<Downloaded> result : results) {
            Downloaded _ = result.join();
        }
        System.exit(0);
    }
}
