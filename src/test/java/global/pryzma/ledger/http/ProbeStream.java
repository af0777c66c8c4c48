package global.pryzma.ledger.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/** An answer that is made while it is taken, and goes one of a few courses. */
final class ProbeStream extends InputStream {
    static final String ENDLESS = "endless";
    static final String BROKEN = "broken";
    static final String HELD = "held";

    final AtomicLong made = new AtomicLong();
    final CountDownLatch closed = new CountDownLatch(1);

    private final String course;
    private final CountDownLatch held;

    ProbeStream(String course, CountDownLatch held) {
        this.course = course;
        this.held = held;
    }

    @Override
    public int read() {
        throw new UnsupportedOperationException("pieces are asked for");
    }

    @Override
    public int read(byte[] piece, int offset, int length) throws IOException {
        if (made.get() > 0) {
            switch (course) {
                case BROKEN -> throw new IOException("broken in the middle");
                case HELD -> {
                    try {
                        held.await();
                    } catch (InterruptedException e) {
                        throw new IOException(e);
                    }
                    return -1;
                }
                case ENDLESS -> {}
                default -> {
                    return -1;
                }
            }
        }
        Arrays.fill(piece, offset, offset + length, (byte) 'x');
        made.addAndGet(length);
        return length;
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
