package regatta.workload.download;

import java.net.InetAddress;
import regatta.workload.WorkloadProvider;
import regatta.workload.WorkloadSettings;

/** Makes {@link Download} from block {@code regatta.download} of the configuration. */
public final class DownloadProvider implements WorkloadProvider {
    @Override
    public String kind() {
        return Download.KIND;
    }

    @Override
    public Download create(WorkloadSettings settings) {
        return new Download(
                DownloadSettings.of(settings),
                InetAddress::getAllByName,
                Threads.upTo(Runtime.getRuntime().availableProcessors(), "download-files-"));
    }
}
