package global.pryzma.replica.server;

import global.pryzma.replica.protocol.MessageLimit;

import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What an embedded replica needs to know.
 *
 * @param dataFolder its own folder, made where it is missing
 * @param bindAddress the numeric address or name of the interface to listen on
 * @param port 0 to 65535; 0 takes any free one
 * @param clusterId which clients have to name too, 0 to 2^128 - 1
 * @param limit how large requests may be
 * @param snapshotAfterBytes how long a journal may get, in bytes, before a snapshot of the state
 *     replaces it; or half the last snapshot, where that is more
 * @param silence how long after each start connections are let in and nothing that comes over them
 *     is looked at; a real server reads its data file then, for 2.5 to 5 s
 */
public record ReplicaSettings(
        Path dataFolder,
        String bindAddress,
        int port,
        BigInteger clusterId,
        MessageLimit limit,
        long snapshotAfterBytes,
        Duration silence) {

    private static final String LOOPBACK = "127.0.0.1";
    private static final int PORT_MAX = 65535;

    /** About half a million transfers. */
    private static final long SNAPSHOT_AFTER_BYTES = 64L << 20;

    public ReplicaSettings {
        if (bindAddress.isBlank()) {
            throw new IllegalArgumentException("bindAddress is blank");
        }
        if (port < 0 || port > PORT_MAX) {
            throw new IllegalArgumentException("port " + port + " is not in 0 to " + PORT_MAX);
        }
        if (clusterId.signum() < 0 || clusterId.bitLength() > 128) {
            throw new IllegalArgumentException("clusterId " + clusterId + " is not 128 bits");
        }
        if (snapshotAfterBytes < 0) {
            throw new IllegalArgumentException("snapshotAfterBytes is negative");
        }
        if (silence.isNegative()) {
            throw new IllegalArgumentException("silence is negative");
        }
    }

    /** Cluster 0 on a free port of 127.0.0.1, with full-size messages. */
    public static ReplicaSettings in(Path dataFolder) {
        return new ReplicaSettings(
                dataFolder,
                LOOPBACK,
                0,
                BigInteger.ZERO,
                MessageLimit.FULL,
                SNAPSHOT_AFTER_BYTES,
                Duration.ZERO);
    }

    public ReplicaSettings withBindAddress(String newBindAddress) {
        return new ReplicaSettings(
                dataFolder, newBindAddress, port, clusterId, limit, snapshotAfterBytes, silence);
    }

    public ReplicaSettings withPort(int newPort) {
        return new ReplicaSettings(
                dataFolder, bindAddress, newPort, clusterId, limit, snapshotAfterBytes, silence);
    }

    public ReplicaSettings withClusterId(BigInteger newClusterId) {
        return new ReplicaSettings(
                dataFolder, bindAddress, port, newClusterId, limit, snapshotAfterBytes, silence);
    }

    public ReplicaSettings withLimit(MessageLimit newLimit) {
        return new ReplicaSettings(
                dataFolder, bindAddress, port, clusterId, newLimit, snapshotAfterBytes, silence);
    }

    public ReplicaSettings withDataFolder(Path newDataFolder) {
        return new ReplicaSettings(
                newDataFolder, bindAddress, port, clusterId, limit, snapshotAfterBytes, silence);
    }

    public ReplicaSettings withSnapshotAfterBytes(long newSnapshotAfterBytes) {
        return new ReplicaSettings(
                dataFolder, bindAddress, port, clusterId, limit, newSnapshotAfterBytes, silence);
    }

    public ReplicaSettings withSilence(Duration newSilence) {
        return new ReplicaSettings(
                dataFolder, bindAddress, port, clusterId, limit, snapshotAfterBytes, newSilence);
    }
}
