package regatta.workload.command;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import regatta.workload.Codec;

/**
 * Signs each encoded task with a secret key. So a node runs only tasks of its own coordinator, even
 * if strangers reach the node's port.
 */
record SignedCodec<T>(Codec<T> codec, SecretKeySpec key) implements Codec<T> {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int CODE_BYTES = 32;

    /** Makes a codec that signs with a key. */
    static <T> Codec<T> of(Codec<T> codec, byte[] key) {
        return new SignedCodec<>(codec, new SecretKeySpec(key, ALGORITHM));
    }

    @Override
    public byte[] encode(T value) {
        byte[] bytes = codec.encode(value);
        byte[] code = code(bytes);
        byte[] signed = Arrays.copyOf(bytes, bytes.length + code.length);
        System.arraycopy(code, 0, signed, bytes.length, code.length);
        return signed;
    }

    @Override
    public T decode(byte[] signed) {
        int length = signed.length - CODE_BYTES;
        if (length < 0) {
            throw new IllegalArgumentException("the task is not signed");
        }
        byte[] bytes = Arrays.copyOf(signed, length);
        byte[] code = Arrays.copyOfRange(signed, length, signed.length);
        if (!MessageDigest.isEqual(code, code(bytes))) {
            throw new IllegalArgumentException(
                    "the task is not signed with this node's regatta.command.key");
        }
        return codec.decode(bytes);
    }

    private byte[] code(byte[] bytes) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(bytes);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, impossible);
        }
    }
}
