package regatta.workload.download.http1;

import java.io.IOException;
import regatta.workload.FailureSide;

/**
 * The failure of an exchange: a request and its response. The message quotes neither the request
 * nor the response.
 */
public final class HttpException extends IOException {
    private static final long serialVersionUID = 1L;

    private final Fault fault;
    private final FailureSide side;

    public HttpException(Fault fault, String message) {
        this(fault, message, fault.side());
    }

    public HttpException(Fault fault, String message, FailureSide side) {
        super(message);
        this.fault = fault;
        this.side = side;
    }

    public Fault fault() {
        return fault;
    }

    public FailureSide side() {
        return side;
    }
}
