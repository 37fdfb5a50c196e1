package dev.sluice.portal.serve;

import dev.sluice.contract.Tenant;
import dev.sluice.portal.admit.AtOnce;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Somebody who listens to events. Told by one thread; writes end on any. */
final class Listener {
    /** A sign of life keeps proxies from closing, and finds out who has left. */
    private static final byte[] SIGN_OF_LIFE = ":\n\n".getBytes(StandardCharsets.US_ASCII);

    private static final long SIGN_EVERY_MILLIS = 10_000;

    private final Tenant tenant;
    private final String authorization;
    private final Response response;
    private final Callback callback;
    private final AtOnce.Place place;
    private final AtomicBoolean isOpen = new AtomicBoolean(true);
    private final AtomicBoolean isWriting = new AtomicBoolean();
    private byte[] last = {};
    private long lastMillis;

    Listener(Tenant tenant, String authorization, Response response, Callback callback, AtOnce.Place place) {
        this.tenant = tenant;
        this.authorization = authorization;
        this.response = response;
        this.callback = callback;
        this.place = place;
    }

    Tenant tenant() {
        return tenant;
    }

    /** What he came with; asked for again, as tokens are taken back. */
    String authorization() {
        return authorization;
    }

    boolean isOpen() {
        return isOpen.get();
    }

    /** Sends the event if it is another than the last, unless one is still being sent. */
    void tell(byte[] event, long millis) {
        boolean isNews = !Arrays.equals(last, event);
        boolean isQuiet = millis - lastMillis >= SIGN_EVERY_MILLIS;
        if ((isNews || isQuiet) && isWriting.compareAndSet(false, true)) {
            lastMillis = millis;
            if (isNews) {
                last = event;
            }
            response.write(
                    false,
                    ByteBuffer.wrap(isNews ? event : SIGN_OF_LIFE),
                    Callback.from(() -> isWriting.set(false), this::failed));
        }
    }

    private void failed(Throwable cause) {
        if (isOpen.compareAndSet(true, false)) {
            place.close();
            callback.failed(cause);
        }
    }

    /** Says no more. */
    void end() {
        if (isOpen.compareAndSet(true, false)) {
            place.close();
            callback.succeeded();
        }
    }
}
