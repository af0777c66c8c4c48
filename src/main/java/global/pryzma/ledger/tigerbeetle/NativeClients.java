package global.pryzma.ledger.tigerbeetle;

import com.tigerbeetle.UInt128;

import global.pryzma.ledger.ledger.ClusterEndpoints;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** The official clients of one cluster. */
final class NativeClients implements ClusterClient.Opener {
    private final byte[] clusterId;
    private final AddressResolver resolver;

    NativeClients(ClusterEndpoints endpoints) {
        this.clusterId = UInt128.asBytes(endpoints.clusterId().low(), endpoints.clusterId().high());
        this.resolver = new AddressResolver(endpoints.addresses(), InetAddress::getByName);
    }

    @Override
    public ClusterClient open() throws UnknownHostException {
        return new NativeClient(clusterId, addresses());
    }

    @Override
    public String[] addresses() throws UnknownHostException {
        return resolver.resolve();
    }
}
