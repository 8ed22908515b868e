package io.tiltmeter.servicekit.connection;

import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.quarkus.arc.Unremovable;
import io.tiltmeter.servicekit.configuration.KitConfig;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many connections a client may have, and how slowly the head of a request may come on one. It gets each connection that
 * a server of this program has accepted before anything is read from it.
 */
@Singleton
@Unremovable
@ChannelHandler.Sharable
public class ConnectionLimits extends ChannelInboundHandlerAdapter {
    private final int maxConnections;
    private final Duration headTimeout;
    private final Map<InetAddress, Integer> connections = new ConcurrentHashMap<>();
    private final EndedConnections tooMany;
    private final EndedConnections tooSlow;

    /** @throws IllegalArgumentException if a limit is not positive */
    public ConnectionLimits(KitConfig config, MeterRegistry meters) {
        this.maxConnections = config.http().maxConnectionsPerClient();
        this.headTimeout = config.http().headTimeout();
        List<String> faults = new ArrayList<>();
        if (maxConnections < 1) {
            faults.add("tiltmeter.http.max-connections-per-client " + maxConnections + " is below 1");
        }
        if (headTimeout.toMillis() < 1) {
            faults.add("tiltmeter.http.head-timeout " + headTimeout + " is below 1 ms");
        }
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(
                    String.join("; ", faults) + ": leave a setting out for its default, or set a larger value");
        }
        this.tooMany = new EndedConnections(
                meters,
                "too-many",
                "its client has more than tiltmeter.http.max-connections-per-client=" + maxConnections);
        this.tooSlow = new EndedConnections(
                meters,
                "slow-head",
                "the head of a request did not come within tiltmeter.http.head-timeout=" + headTimeout);
    }

    @Override
    public void channelRead(ChannelHandlerContext server, Object accepted) {
        Channel connection = (Channel) accepted;
        if (connection.remoteAddress() instanceof InetSocketAddress client) {
            InetAddress address = client.getAddress();
            if (connections.merge(address, 1, Integer::sum) > maxConnections) {
                release(address);
                tooMany.ended(address);
                connection.unsafe().closeForcibly(); // no event loop has it yet
                return;
            }
            connection.closeFuture().addListener(closed -> release(address));
        }
        connection.pipeline().addFirst(new HeadTimer(headTimeout, tooSlow));
        server.fireChannelRead(connection);
    }

    private void release(InetAddress address) {
        connections.computeIfPresent(address, (client, count) -> count == 1 ? null : count - 1);
    }
}
