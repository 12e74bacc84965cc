package regatta.workload.download;

import java.nio.file.Path;

/**
 * The main class of a process that downloads, to be killed or to have an environment of its own.
 */
final class KilledDownload {
    private KilledDownload() {}

    /** Takes the directory and the URL. */
    public static void main(String[] arguments) throws Throwable {
        Download download = new TestingSettings(Path.of(arguments[0])).download();
        Downloaded _ = Form.PLATFORM_THREAD.run(download, Source.of(arguments[1]));
    }
}
