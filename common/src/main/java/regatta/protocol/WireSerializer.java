package regatta.protocol;

import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.serialization.SerializerWithStringManifest;
import org.apache.pekko.serialization.jackson.JacksonCborSerializer;

/**
 * Reads and writes {@link WireMessage}s as CBOR, and accepts nothing else from the network. The
 * serializer also refuses an encoded {@code null}, because Pekko would fail at this message and
 * close the streams of every peer.
 */
public final class WireSerializer extends SerializerWithStringManifest {
    private final JacksonCborSerializer cbor;

    /** Pekko calls this constructor once for each actor system. */
    public WireSerializer(ExtendedActorSystem system, String bindingName) {
        cbor = new JacksonCborSerializer(system, bindingName);
    }

    @Override
    public int identifier() {
        return cbor.identifier();
    }

    @Override
    public String manifest(Object message) {
        return cbor.manifest(message);
    }

    @Override
    public byte[] toBinary(Object message) {
        return cbor.toBinary(message);
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) {
        if (cbor.fromBinary(bytes, manifest) instanceof WireMessage message) {
            return message;
        }
        throw new IllegalArgumentException("the bytes are no message between nodes");
    }
}
