package global.pryzma.ledger.http.tls;

import global.pryzma.ledger.job.OwnReading;
import global.pryzma.ledger.operations.StartRefused;

import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Requires;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;

/**
 * The TLS of clients' connections, where a certificate is configured: 1.3 and 1.2, with HTTP/1.1
 * inside. Its files are read again every few seconds. A new certificate is for new connections, and
 * those that there are go on; files that can't be used change nothing but the job's state.
 */
@Context // files that can't be used end the start before anything else is begun
@Requires(property = TlsSettings.PREFIX + ".certificate-file", pattern = ".+")
public final class Tls implements OwnReading {
    private static final Logger LOG = LoggerFactory.getLogger(Tls.class);

    private static final String HANDLER = "pryzma-tls";

    static {
        // Of the JDK's TLS, read with its first handshake: each costs the server a signature, and a
        // client of TLS 1.2 could ask for any number of them on one connection.
        String reject = "jdk.tls.rejectClientInitiatedRenegotiation";
        if (System.getProperty(reject) == null) {
            System.setProperty(reject, "true");
        }
    }

    private final TlsFiles files;
    private final Duration reloadInterval;
    private volatile TlsFiles.Loaded loaded;

    Tls(TlsSettings settings) {
        files = new TlsFiles(settings);
        reloadInterval = settings.reloadInterval();
        try {
            TlsFiles.Loaded first = files.readUnlessKnown(null);
            if (first == null) {
                throw new IllegalStateException("nothing is known yet");
            }
            loaded = first;
        } catch (CertificateRefused refused) {
            throw new StartRefused("TLS: " + refused.getMessage(), refused);
        }
        LOG.info("TLS for {}", loaded.identity());
    }

    /**
     * Adds it to a connection, below all else.
     *
     * @param handshake the time for it
     */
    public void install(Channel channel, Duration handshake) {
        ChannelPipeline pipeline = channel.pipeline();
        SslHandler handler = loaded.context().newHandler(channel.alloc());
        handler.setHandshakeTimeoutMillis(handshake.toMillis());
        pipeline.addFirst(HANDLER, handler);
        pipeline.addAfter(HANDLER, HANDLER + "-faults", new HandshakeFaults());
    }

    @Override
    public String name() {
        return "tls-certificate";
    }

    @Override
    public Duration interval() {
        return reloadInterval;
    }

    /**
     * Takes what the files hold now.
     *
     * @throws CertificateRefused if that can't be used, or what is used has expired meanwhile
     */
    @Override
    public void run() {
        TlsFiles.Loaded fresh = files.readUnlessKnown(loaded);
        if (fresh == null) {
            loaded.identity().requireTime();
        } else {
            loaded = fresh;
            LOG.info("TLS for {}, from now on", fresh.identity());
        }
    }
}
