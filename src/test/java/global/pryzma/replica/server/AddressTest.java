package global.pryzma.replica.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import global.pryzma.replica.testing.Native;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.file.Path;

/** Whatever a replica is bound to, its address is one that the native client takes. */
class AddressTest {
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "::1"})
    void theNativeClientTakesIt(String bindAddress, @TempDir Path folder) throws Exception {
        InetAddress host = InetAddress.getByName(bindAddress);
        assumeTrue(NetworkInterface.getByInetAddress(host) != null, "no such interface here");
        var settings = ReplicaSettings.in(folder).withBindAddress(bindAddress);
        try (var replica = EmbeddedReplica.start(settings);
                var client = Native.connect(replica.address())) {
            assertThat(Native.createAccounts(client, 1)).isZero();
            assertThat(replica.address()).endsWith(":" + replica.port());
            if (!(host instanceof Inet6Address)) {
                assertThat(replica.address()).startsWith("127.0.0.1:");
            }
        }
    }

    @Test
    void aScopeIsLeftOut() throws Exception {
        byte[] linkLocal = new byte[16];
        linkLocal[0] = (byte) 0xfe;
        linkLocal[1] = (byte) 0x80;
        linkLocal[15] = 1;
        InetAddress scoped = Inet6Address.getByAddress("name", linkLocal, 7);
        assertThat(EmbeddedReplica.numeric(new InetSocketAddress(scoped, 3000)))
                .isEqualTo("[fe80:0:0:0:0:0:0:1]:3000");
    }
}
